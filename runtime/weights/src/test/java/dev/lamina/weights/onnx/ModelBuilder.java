package dev.lamina.weights.onnx;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/**
 * Makes ONNX files, right and wrong ones. Without anything else a model takes x (N × 3) and gives y (N
 * × 2).
 */
final class ModelBuilder {

  /** The numbers of AttributeProto.AttributeType. */
  private static final int FLOAT = 1;

  private static final int INT = 2;
  private static final int TENSOR = 4;
  private static final int FLOATS = 6;
  private static final int INTS = 7;

  private final Message graph = new Message();
  private final Message operatorSets = new Message();
  private Message input = port("x", -1, 3);
  private Message output = port("y", -1, 2);
  private int irVersion = 7;

  static ModelBuilder model() {
    return model(13);
  }

  static ModelBuilder model(int operatorSet) {
    ModelBuilder builder = new ModelBuilder();
    builder.operatorSets.message(8, new Message().varint(2, operatorSet));
    return builder;
  }

  /** A model without an opset_import. */
  static ModelBuilder unversioned() {
    return new ModelBuilder();
  }

  ModelBuilder irVersion(int version) {
    irVersion = version;
    return this;
  }

  ModelBuilder domain(String domain, int version) {
    operatorSets.message(8, new Message().text(1, domain).varint(2, version));
    return this;
  }

  /** What the model takes; -1 is a free extent. */
  ModelBuilder input(int... dimensions) {
    input = port("x", dimensions);
    return this;
  }

  ModelBuilder input(Message port) {
    input = port;
    return this;
  }

  ModelBuilder output(Message port) {
    output = port;
    return this;
  }

  /** Another input. */
  ModelBuilder alsoInput(Message port) {
    graph.message(11, port);
    return this;
  }

  ModelBuilder alsoOutput(String name) {
    graph.message(12, port(name, -1, 2));
    return this;
  }

  static Message port(String name, int... dimensions) {
    return port(name, OnnxType.FLOAT, dimensions);
  }

  static Message port(String name, OnnxType type, int... dimensions) {
    Message shape = new Message();
    for (int dimension : dimensions) {
      Message extent = new Message();
      shape.message(1, dimension < 0 ? extent.text(2, "N") : extent.varint(1, dimension));
    }
    Message tensor = new Message().varint(1, type.code()).message(2, shape);
    return new Message().text(1, name).message(2, new Message().message(1, tensor));
  }

  /** A node with one output. */
  ModelBuilder node(String operator, String output, String... inputs) {
    return node(operator, output, node -> node, inputs);
  }

  /** A node with attributes or anything else. */
  ModelBuilder node(String operator, String output, UnaryOperator<Message> more, String... inputs) {
    Message node = new Message().texts(1, inputs).text(2, output).text(4, operator);
    graph.message(1, more.apply(node));
    return this;
  }

  static UnaryOperator<Message> attribute(String name, long value) {
    return node -> node.message(5, new Message().text(1, name).varint(3, value).varint(20, INT));
  }

  static UnaryOperator<Message> attribute(String name, float value) {
    return node -> node.message(5, new Message().text(1, name).floats(2, value).varint(20, FLOAT));
  }

  static UnaryOperator<Message> attribute(String name, float... values) {
    return node ->
        node.message(5, new Message().text(1, name).floats(7, values).varint(20, FLOATS));
  }

  static UnaryOperator<Message> attribute(String name, long... values) {
    return node -> node.message(5, new Message().text(1, name).varint(8, values).varint(20, INTS));
  }

  static UnaryOperator<Message> attribute(String name, Message tensor) {
    return node ->
        node.message(5, new Message().text(1, name).message(5, tensor).varint(20, TENSOR));
  }

  @SafeVarargs
  static UnaryOperator<Message> all(UnaryOperator<Message>... parts) {
    return node -> {
      Message result = node;
      for (UnaryOperator<Message> part : parts) {
        result = part.apply(result);
      }
      return result;
    };
  }

  static UnaryOperator<Message> named(String name) {
    return node -> node.text(3, name);
  }

  static UnaryOperator<Message> domain(String domain) {
    return node -> node.text(7, domain);
  }

  ModelBuilder initializer(Message tensor) {
    graph.message(5, tensor);
    return this;
  }

  /** A float tensor with raw data. */
  ModelBuilder weight(String name, int[] dimensions, float... elements) {
    return initializer(tensor(name, dimensions, elements));
  }

  /** A tensor of int64, as shapes are. */
  ModelBuilder integers(String name, long... elements) {
    return initializer(
        new Message().varint(1, elements.length).varint(2, 7).text(8, name).varint(7, elements));
  }

  /** The beginning of a tensor without elements. */
  static Message tensor(String name, OnnxType type, int... dimensions) {
    Message tensor = new Message();
    for (int dimension : dimensions) {
      tensor.varint(1, dimension);
    }
    return tensor.varint(2, type.code()).text(8, name);
  }

  static Message tensor(String name, int[] dimensions, float... elements) {
    return tensor(name, OnnxType.FLOAT, dimensions).bytes(9, raw(elements));
  }

  static byte[] raw(float... elements) {
    ByteBuffer raw =
        ByteBuffer.allocate(elements.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    raw.asFloatBuffer().put(elements);
    return raw.array();
  }

  static int[] shape(int... dimensions) {
    return dimensions;
  }

  /** Anything in the graph. */
  ModelBuilder graph(Consumer<Message> more) {
    more.accept(graph);
    return this;
  }

  byte[] bytes() {
    Message whole = new Message().raw(graph.bytes()).message(11, input).message(12, output);
    return new Message()
        .varint(1, irVersion)
        .text(2, "test")
        .message(7, whole)
        .raw(operatorSets.bytes())
        .bytes();
  }

  OnnxFile open() {
    return OnnxFile.open(new TestBytes("model.onnx", bytes()), ExternalFiles.none());
  }
}
