package dev.lamina.weights.onnx;

import java.util.List;
import java.util.Optional;

/**
 * An input or output of a graph.
 *
 * @param name its name
 * @param kind what it is
 * @param elementType the number of the type of a tensor's elements
 * @param dimensions the extents of a tensor, -1 for one that is free or not said; empty if the file
 *     says nothing of its shape
 */
record Port(String name, Kind kind, long elementType, Optional<List<Long>> dimensions) {

  /** What a value can be. */
  enum Kind {
    UNSAID("a value of no type"),
    TENSOR("a tensor"),
    SEQUENCE("a sequence"),
    MAP("a map"),
    SPARSE_TENSOR("a sparse tensor"),
    OPTIONAL("an optional value");

    private final String text;

    Kind(String text) {
      this.text = text;
    }

    @Override
    public String toString() {
      return text;
    }
  }
}
