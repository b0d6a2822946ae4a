/** Reads and writes safetensors files. Not for users: exported to Lamina's own modules only. */
@NullMarked
package dev.lamina.weights.safetensors;

import org.jspecify.annotations.NullMarked;
