package dev.lamina.weights.onnx;

import dev.lamina.ErrorCode;

/**
 * Bounds what the description of a model takes in memory, tensors aside: an empty message is two bytes
 * in a file and an object of dozens in memory.
 */
final class Budget {

  /** Several hundred layers, with names of any usual length, take a hundredth. */
  private static final long MAX_BYTES = 8_000_000;

  private static final int MESSAGE = 100;

  private final String file;
  private long bytes;

  Budget(String file) {
    this.file = file;
  }

  void addMessage() {
    add(MESSAGE);
  }

  void add(long count) {
    bytes += count;
    if (bytes > MAX_BYTES) {
      throw new Problem(
              ErrorCode.FILE,
              "the graph is too large to describe a network of dense layers",
              "nodes, names and attributes of at most " + MAX_BYTES + " bytes",
              "more than that",
              "export only the part of the model that is a network of dense layers")
          .in(file);
    }
  }
}
