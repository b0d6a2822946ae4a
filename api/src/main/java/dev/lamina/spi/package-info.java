/**
 * What the author of a backend implements: a {@link dev.lamina.spi.BackendProvider} that {@link
 * java.util.ServiceLoader} finds, its {@link dev.lamina.spi.Backend} and one {@link
 * dev.lamina.spi.DenseKernel} a layer.
 */
@NullMarked
package dev.lamina.spi;

import org.jspecify.annotations.NullMarked;
