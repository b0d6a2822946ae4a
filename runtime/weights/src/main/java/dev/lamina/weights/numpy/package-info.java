/**
 * Reads and writes NumPy's files: one array (.npy), or a zip archive of them (.npz). Not for users:
 * exported to Lamina's own modules only.
 */
@NullMarked
package dev.lamina.weights.numpy;

import org.jspecify.annotations.NullMarked;
