package dev.lamina.weights.onnx;

import java.util.List;

/** Where the elements of a tensor are. */
sealed interface Elements {

  /** Little-endian and side by side, in the model's file. */
  record Raw(ByteRange range) implements Elements {}

  /**
   * In a repeated field, packed, one by one or split. They are decoded again each time they are read.
   *
   * @param messages the tensor's messages, more than one if protobuf merges several
   * @param field the number of the field in them
   * @param count how many elements there are
   */
  record Typed(List<ByteRange> messages, int field, long count) implements Elements {}

  /** In a file beside the model, little-endian. */
  record External(String location, long offset, long length) implements Elements {}

  /** In an attribute of a node. */
  record Inline(List<Double> values) implements Elements {}
}
