/**
 * What all formats of weight files have in common: where their bytes are, which tensors they hold, and
 * how elements become floats. Not for users: exported to Lamina's own modules only.
 */
@NullMarked
package dev.lamina.weights.file;

import org.jspecify.annotations.NullMarked;
