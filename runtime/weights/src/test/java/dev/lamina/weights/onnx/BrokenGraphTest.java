package dev.lamina.weights.onnx;

import static dev.lamina.weights.onnx.Assertions.assertDamaged;
import static dev.lamina.weights.onnx.Assertions.assertRefused;
import static dev.lamina.weights.onnx.Assertions.assertUnsupported;
import static dev.lamina.weights.onnx.Assertions.slope;
import static dev.lamina.weights.onnx.Assertions.weight;
import static dev.lamina.weights.onnx.ModelBuilder.attribute;
import static dev.lamina.weights.onnx.ModelBuilder.model;
import static dev.lamina.weights.onnx.ModelBuilder.named;
import static dev.lamina.weights.onnx.ModelBuilder.raw;
import static dev.lamina.weights.onnx.ModelBuilder.shape;
import static dev.lamina.weights.onnx.ModelBuilder.tensor;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lamina.ErrorCode;
import dev.lamina.LaminaException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Files that are no good, by accident or on purpose. */
class BrokenGraphTest {

  private static ModelBuilder withWeight() {
    return model().weight("W", shape(3, 2), 1, 2, 3, 4, 5, 6);
  }

  private static void open(byte[] bytes) {
    OnnxFile.open(new TestBytes("model.onnx", bytes), ExternalFiles.none()).close();
  }

  // The order of nodes, and names

  @Test
  void aCircleIsRefused() {
    assertDamaged(
        withWeight().node("Add", "a", named("first"), "x", "b").node("Relu", "b", "a"),
        "the graph runs in a circle",
        "Add \"first\" takes \"b\", which Relu (node 2) makes further on");
    assertDamaged(withWeight().node("Add", "y", "x", "y"), "the graph runs in a circle");
  }

  @Test
  void nodesThatAreNotInOrderAreRefused() {
    assertDamaged(
        withWeight().node("Relu", "y", "z").node("MatMul", "z", "x", "W"),
        "the nodes are not in the order of their use");
  }

  @Test
  void aValueThatIsNotThereIsNamed() {
    assertDamaged(
        withWeight().node("MatMul", "y", "x", "V"),
        "a node takes a value that is not there",
        "called \"V\"");
    assertDamaged(
        withWeight().node("MatMul", "z", "x", "W"), "nothing makes the model's output", "\"y\"");
  }

  @Test
  void aNameThatStandsForTwoValuesIsRefused() {
    assertDamaged(
        withWeight().node("MatMul", "y", "x", "W").node("Relu", "y", "x"),
        "two values have the same name",
        "\"y\", made by Relu (node 2) and by MatMul (node 1)");
    assertDamaged(withWeight().node("Relu", "W", "x"), "given as an input or initializer");
    assertDamaged(
        withWeight().weight("W", shape(1), 1).node("MatMul", "y", "x", "W"),
        "two initializers have the same name");
    assertDamaged(
        withWeight().alsoInput(ModelBuilder.port("x", -1, 3)).node("MatMul", "y", "x", "W"),
        "two inputs have the same name");
  }

  @Test
  void aNodeNeedsAnOperatorAndAnOutput() {
    assertDamaged(
        withWeight().graph(graph -> graph.message(1, new Message().text(4, "Relu"))),
        "a node is incomplete");
    assertDamaged(
        withWeight().graph(graph -> graph.message(1, new Message().text(2, "y"))),
        "a node is incomplete");
  }

  @Test
  void attributesOfAnOtherTypeAreRefused() {
    assertDamaged(
        withWeight().node("Gemm", "y", attribute("alpha", 2), "x", "W"),
        "attribute \"alpha\" of Gemm (node 1) is of a wrong type",
        "expected: FLOAT");
    assertDamaged(
        withWeight()
            .node(
                "Gemm",
                "y",
                ModelBuilder.all(attribute("alpha", 2f), attribute("alpha", 3f)),
                "x",
                "W"),
        "a node has the same attribute twice");
  }

  // Tensors

  @Test
  void theNumberOfBytesMustFitTheShape() {
    assertDamaged(
        model().initializer(tensor("W", OnnxType.FLOAT, 3, 2).bytes(9, raw(1, 2))),
        "tensor \"W\" has another number of bytes than its shape and type say",
        "expected: 24 bytes for (3 x 2) of float",
        "found: 8 bytes");
    assertDamaged(
        model().initializer(tensor("W", OnnxType.FLOAT, 3, 2).packedFloats(4, 1, 2)),
        "tensor \"W\" has another number of elements than its shape says");
    assertDamaged(
        model().initializer(tensor("W", OnnxType.FLOAT, 3, 2).packedDoubles(10, 1, 2, 3, 4, 5, 6)),
        "0 in the field for float");
    assertDamaged(
        model().initializer(tensor("W", OnnxType.FLOAT, 2).bytes(4, new byte[7])),
        "elements of a tensor are cut in the middle");
    assertDamaged(
        model().initializer(tensor("W", OnnxType.FLOAT, 2).floats(4, 1, 2).bytes(9, raw(1, 2))),
        "tensor \"W\" has its elements twice");
  }

  @Test
  void hugeAndNegativeShapesAreRefused() {
    assertDamaged(
        model().initializer(tensor("W", OnnxType.FLOAT, -1, 2)), "has a negative dimension");
    assertDamaged(
        model()
            .initializer(tensor("W", OnnxType.FLOAT)
                .varint(1, Long.MAX_VALUE, Long.MAX_VALUE)
                .bytes(9, raw())),
        "tensor \"W\" is too large");
    assertDamaged(
        model()
            .initializer(tensor("W", OnnxType.FLOAT).varint(1, Long.MAX_VALUE).bytes(9, raw(1))),
        "tensor \"W\" is too large");
    assertDamaged(
        model().initializer(tensor("W", OnnxType.FLOAT).varint(1, new long[65])),
        "a tensor has too many dimensions");
    assertUnsupported(
        model()
            .initializer(tensor("W", OnnxType.FLOAT, 0, Integer.MAX_VALUE).bytes(9, raw()))
            .node("MatMul", "y", "x", "W"),
        "is no matrix");
  }

  @Test
  void elementTypesThatAreNoFloatsAreRefused() {
    assertUnsupported(
        model().initializer(new Message().varint(2, 17).text(8, "W").bytes(9, new byte[1])),
        "tensor \"W\" has elements of a type that cannot be read",
        "element type 17");
    assertUnsupported(
        model()
            .initializer(tensor("W", OnnxType.INT8, 3, 2).bytes(9, new byte[6]))
            .node("MatMul", "y", "x", "W"),
        "is of type int8");
    assertUnsupported(
        model().initializer(tensor("W", OnnxType.FLOAT, 1).message(3, new Message())),
        "is cut into segments");
  }

  static Stream<Message> tensorsWithAValueThatDoesNotFitFloat() {
    double[] elements = {1, 2, 3, 1e300, 5, 6};
    ByteBuffer raw = ByteBuffer.allocate(6 * Double.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    raw.asDoubleBuffer().put(elements);
    return Stream.of(
        tensor("W", OnnxType.DOUBLE, 3, 2).packedDoubles(10, elements),
        tensor("W", OnnxType.DOUBLE, 3, 2).bytes(9, raw.array()));
  }

  @ParameterizedTest
  @MethodSource("tensorsWithAValueThatDoesNotFitFloat")
  void aValueThatDoesNotFitFloatIsRefusedWhenItIsRead(Message tensor) {
    try (OnnxFile file =
        model().initializer(tensor).node("MatMul", "y", "x", "W").open()) {
      assertRefused(
          ErrorCode.WEIGHTS,
          () -> weight(file.model().layers().get(0)),
          "the weight of layer \"layer1\" has a value that does not fit a float",
          "found: 1.0E300");
    }
  }

  @Test
  void aSlopeThatDoesNotFitFloatIsRefusedWhenItIsRead() {
    try (OnnxFile file = withWeight()
        .initializer(tensor("s", OnnxType.DOUBLE, 2).packedDoubles(10, 0.25, 1e300))
        .node("MatMul", "z", "x", "W")
        .node("PRelu", "y", "z", "s")
        .open()) {
      OnnxLayer layer = file.model().layers().get(0);
      assertArrayEquals(new float[] {1, 2, 3, 4, 5, 6}, weight(layer));
      assertRefused(
          ErrorCode.WEIGHTS,
          () -> slope(layer),
          "the slope of layer \"layer1\" has a value that does not fit a float",
          "found: 1.0E300");
    }
  }

  // The file as a whole

  @Test
  void anEmptyFileIsRefused() {
    assertRefused(ErrorCode.FILE, () -> open(new byte[0]), "the file is empty");
  }

  @Test
  void aFileWithoutVersionsIsRefused() {
    assertDamaged(
        ModelBuilder.unversioned().weight("W", shape(3, 2), new float[6]),
        "does not say which version of ONNX it has");
    assertDamaged(withWeight().irVersion(2), "ir_version 2");
    assertDamaged(withWeight().domain("ai.onnx", 14), "imports two versions");
  }

  @ParameterizedTest
  @ValueSource(strings = {"not a model at all", "\0\0\0\0\0\0\0\0", "PK\3\4\0\0\0\0", "{\"a\": 1}"})
  void otherFilesAreRefused(String text) {
    assertRefused(
        ErrorCode.FILE,
        () -> open(text.getBytes(java.nio.charset.StandardCharsets.ISO_8859_1)),
        "model.onnx: ");
  }

  @Test
  void aFileThatEndsAtAnyByteIsRefused() {
    byte[] file = withWeight()
        .weight("b", shape(2), 7, 8)
        .node("Gemm", "z", "x", "W", "b")
        .node("Softmax", "y", attribute("axis", 1), "z")
        .bytes();
    for (int length = 0; length < file.length; length++) {
      byte[] cut = Arrays.copyOf(file, length);
      LaminaException error = assertThrows(LaminaException.class, () -> open(cut), "at " + length);
      assertEquals(ErrorCode.FILE, error.code(), error.getMessage());
    }
    open(file);
  }

  @Test
  void theFileIsClosedIfItIsRefused() {
    TestBytes bytes = new TestBytes("model.onnx", new byte[] {1});
    assertThrows(LaminaException.class, () -> OnnxFile.open(bytes, ExternalFiles.none()));
    assertTrue(bytes.isClosed());
  }

  @Test
  void aLengthBeyondTheEndOfTheFileAllocatesNothing() {
    byte[] claim = {0x3a, (byte) 0xff, (byte) 0xff, (byte) 0xff, (byte) 0xff, 7};
    assertRefused(
        ErrorCode.FILE, () -> open(claim), "the file is truncated or damaged", "2147483647");
  }

  @Test
  void groupsMayNotBeNestedWithoutEnd() {
    byte[] groups = new byte[1_000_000];
    Arrays.fill(groups, (byte) 0x1b); // field 3 begins a group
    assertRefused(ErrorCode.FILE, () -> open(groups), "not ONNX, truncated or damaged");
    assertRefused(ErrorCode.FILE, () -> open(new byte[] {0x1c}), "not ONNX, truncated or damaged");
  }

  @Test
  void aNameMayNotBeEndless() {
    assertDamaged(
        withWeight().graph(graph -> graph.text(2, "n".repeat(100_000))), "a name is too long");
  }

  @Test
  void aGraphOfManyNodesIsRefusedBeforeItTakesMuchMemory() {
    Message nodes = new Message();
    for (int i = 0; i < 200_000; i++) {
      nodes.raw(
          (byte) 0x0a, (byte) 0x06, (byte) 0x12, (byte) 1, (byte) 'a', (byte) 0x22, (byte) 1, (byte)
              'b');
    }
    assertDamaged(
        withWeight().graph(graph -> graph.raw(nodes.bytes())),
        "the graph is too large to describe a network of dense layers");
  }

  @Test
  void longChainsOfTrivialNodesTakeNoStack() {
    ModelBuilder model = withWeight();
    String value = "x";
    String constant = "W";
    for (int i = 0; i < 5_000; i++) {
      model.node("Identity", "v" + i, value).node("Identity", "c" + i, constant);
      value = "v" + i;
      constant = "c" + i;
    }
    ModelBuilder whole = model.node("MatMul", "y", value, constant);
    assertTimeoutPreemptively(Duration.ofSeconds(20), () -> whole.open().close());
  }

  @Test
  void valuesWithManyConsumersTakeNoTime() {
    ModelBuilder model = withWeight();
    String value = "x";
    for (int i = 0; i < 200; i++) {
      model.node("Mul", "v" + i, value, value);
      value = "v" + i;
    }
    ModelBuilder squares = model.node("MatMul", "y", value, "W");
    assertTimeoutPreemptively(
        Duration.ofSeconds(20), () -> assertUnsupported(squares, "combines the value with itself"));
  }
}
