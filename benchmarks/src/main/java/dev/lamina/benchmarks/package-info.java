/**
 * Compares Lamina with other ways to compute the same networks: the same weights, the same rows, and
 * results that are checked before anything is timed.
 */
@NullMarked
package dev.lamina.benchmarks;

import org.jspecify.annotations.NullMarked;
