package dev.lamina.backends.blas;

import dev.lamina.LayerSpec;

/** Which layers are so small that calling the library takes longer than computing them in Java. */
enum SmallLayers {
  /** Those where it was measured. */
  USUAL(256),

  /** None. */
  NONE(0);

  private final long mostWeights;

  SmallLayers(long mostWeights) {
    this.mostWeights = mostWeights;
  }

  boolean contains(LayerSpec layer) {
    return (long) layer.in() * layer.out() <= mostWeights;
  }
}
