package dev.lamina.execution;

import dev.lamina.LayerSpec;
import dev.lamina.spi.DenseKernel;
import dev.lamina.spi.WorkspaceSize;
import java.util.Objects;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a layer once its kernel was made.
 *
 * @param spec the layer
 * @param columnBlock the granularity of a split by columns, as {@link DenseKernel#columnBlock()}
 * @param workspace the scratch memory for so many rows
 * @param kernel the backend's own kernel, if it computes all of the layer, or null
 */
record PreparedLayer(
    LayerSpec spec,
    int columnBlock,
    IntFunction<WorkspaceSize> workspace,
    @Nullable DenseKernel kernel) {

  /** Whether the backend's own kernel computes all of the layer. */
  boolean isPlain() {
    return kernel != null;
  }

  DenseKernel plainKernel() {
    return Objects.requireNonNull(kernel);
  }
}
