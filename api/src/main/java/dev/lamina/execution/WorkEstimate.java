package dev.lamina.execution;

import dev.lamina.LayerSpec;
import java.util.List;

/**
 * What it takes to compute a network, in multiply-adds of rows that come by when the weights are at
 * hand. Reading the weights comes on top, once for each tile of rows: it takes as long as computing
 * some rows, the more the farther away the weights are.
 *
 * @param multiplyAdds the multiply-adds of a row
 * @param readingRows how many rows it takes as long to compute as to read the weights
 */
record WorkEstimate(long multiplyAdds, int readingRows) {

  /** Weights of so many bytes are in a core's own cache from one call to the next. */
  private static final long OWN_CACHE = 1 << 19;

  /** Weights of so many bytes are in the cache that cores share. */
  private static final long SHARED_CACHE = 1 << 24;

  private static final int READING_OWN_CACHE = 2;
  private static final int READING_SHARED_CACHE = 6;
  private static final int READING_MEMORY = 16;

  static WorkEstimate of(List<LayerSpec> layers) {
    long multiplyAdds = layers.stream().mapToLong(WorkEstimate::multiplyAdds).sum();
    return new WorkEstimate(multiplyAdds, readingRows(multiplyAdds * Float.BYTES));
  }

  private static int readingRows(long weightBytes) {
    if (weightBytes <= OWN_CACHE) {
      return READING_OWN_CACHE;
    }
    return weightBytes <= SHARED_CACHE ? READING_SHARED_CACHE : READING_MEMORY;
  }

  private static long multiplyAdds(LayerSpec layer) {
    return (long) layer.in() * layer.out();
  }

  /** A tile of so many rows through all layers. */
  long network(int rows) {
    return ((long) rows + readingRows) * multiplyAdds;
  }

  /** A tile of so many rows through one layer. */
  long layer(LayerSpec layer, int rows) {
    return ((long) rows + readingRows) * multiplyAdds(layer);
  }
}
