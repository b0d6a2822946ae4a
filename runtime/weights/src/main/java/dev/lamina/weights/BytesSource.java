package dev.lamina.weights;

import dev.lamina.NetworkSpec;

/** A weight file in memory. */
@SuppressWarnings("ArrayRecordComponent") // never compared
record BytesSource(String description, byte[] content) implements WeightsSource {

  @Override
  public OpenWeights open(NetworkSpec network) {
    return StoredWeights.open(new ArrayBytes(description, content), network);
  }
}
