/**
 * The backend in plain Java. HotSpot's C2 compiler turns its inner loops into vector instructions;
 * the classes are cut so that it can.
 *
 * <p>Every element of Z = X·W + b is computed in one order, whatever the way through the matrices: it
 * starts as the bias, and xₖ·wₖⱼ is added for k = 0, 1, … with the same rounding each time. So the
 * result of a row does not depend on how many rows or columns are computed with it, and {@link
 * dev.lamina.backends.plain.LayerByRowCount} may choose between three ways by speed alone:
 *
 * <ul>
 *   <li>{@link dev.lamina.backends.plain.AlongColumns}: vectors lie along a row of W and of Z; for
 *       layers that are wide.
 *   <li>{@link dev.lamina.backends.plain.AlongRows}: vectors lie across the rows of a minibatch; for
 *       narrow layers with many rows.
 *   <li>{@link dev.lamina.backends.plain.DotProducts}: no vectors; for narrow layers with few rows.
 * </ul>
 */
@NullMarked
package dev.lamina.backends.plain;

import org.jspecify.annotations.NullMarked;
