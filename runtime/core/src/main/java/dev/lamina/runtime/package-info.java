/**
 * The way from an annotated type to a network that predicts: {@link dev.lamina.runtime.Lamina} without
 * Guice, {@link dev.lamina.runtime.LaminaModule} with it, and {@link dev.lamina.runtime.Backends} to see
 * why a backend was chosen.
 */
@NullMarked
package dev.lamina.runtime;

import org.jspecify.annotations.NullMarked;
