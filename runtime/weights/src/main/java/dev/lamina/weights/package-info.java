/**
 * Reads what a network learned from weight files.
 *
 * <p>The way of the data: a {@link dev.lamina.weights.WeightsSource} opens the bytes of a file, the
 * reader of its format lists the stored tensors, their names and shapes are matched with those of the
 * network, and each tensor is read when it is asked for. Weight files are not trusted: whatever is in
 * them, the outcome is parameters that fit or a {@link dev.lamina.LaminaException} that says what is
 * wrong.
 */
@NullMarked
package dev.lamina.weights;

import org.jspecify.annotations.NullMarked;
