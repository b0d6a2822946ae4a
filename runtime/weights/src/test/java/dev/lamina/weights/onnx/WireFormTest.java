package dev.lamina.weights.onnx;

import static dev.lamina.weights.onnx.Assertions.weight;
import static dev.lamina.weights.onnx.ModelBuilder.model;
import static dev.lamina.weights.onnx.ModelBuilder.port;
import static dev.lamina.weights.onnx.ModelBuilder.raw;
import static dev.lamina.weights.onnx.ModelBuilder.shape;
import static dev.lamina.weights.onnx.ModelBuilder.tensor;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lamina.weights.file.FloatFormat;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The many ways in which protobuf writes the same. */
class WireFormTest {

  private static final float[] W = {1, 2, 3, -4, .5f, 6};

  private record Form(String name, Message tensor) {
    @Override
    public String toString() {
      return name;
    }
  }

  private static Message of(OnnxType type) {
    return tensor("W", type, 3, 2);
  }

  private static byte[] shorts(int... values) {
    ByteBuffer bytes =
        ByteBuffer.allocate(values.length * Short.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    for (int value : values) {
      bytes.putShort((short) value);
    }
    return bytes.array();
  }

  private static byte[] doubles(double... values) {
    ByteBuffer bytes =
        ByteBuffer.allocate(values.length * Double.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    for (double value : values) {
      bytes.putDouble(value);
    }
    return bytes.array();
  }

  private static Stream<Form> forms() {
    Message name = new Message().text(8, "W").varint(2, 1);
    int[] halves = {0x3c00, 0x4000, 0x4200, 0xc400, 0x3800, 0x4600};
    int[] upper = {0x3f80, 0x4000, 0x4040, 0xc080, 0x3f00, 0x40c0};
    return Stream.of(
        new Form("raw", of(OnnxType.FLOAT).bytes(9, raw(W))),
        new Form(
            "raw twice, the last counts", of(OnnxType.FLOAT).bytes(9, raw(9)).bytes(9, raw(W))),
        new Form("packed", of(OnnxType.FLOAT).packedFloats(4, W)),
        new Form("one by one", of(OnnxType.FLOAT).floats(4, W)),
        new Form(
            "split, with other fields between",
            of(OnnxType.FLOAT)
                .packedFloats(4, 1, 2)
                .text(12, "documentation")
                .floats(4, 3, -4)
                .varint(99, 5)
                .packedFloats(4)
                .packedFloats(4, .5f, 6)),
        new Form("dimensions packed", name.packedVarints(1, 3, 2).packedFloats(4, W)),
        new Form("double raw", of(OnnxType.DOUBLE).bytes(9, doubles(1, 2, 3, -4, .5, 6))),
        new Form("double packed", of(OnnxType.DOUBLE).packedDoubles(10, 1, 2, 3, -4, .5, 6)),
        new Form("float16 raw", of(OnnxType.FLOAT16).bytes(9, shorts(halves))),
        new Form(
            "float16 packed",
            of(OnnxType.FLOAT16).packedVarints(5, 0x3c00, 0x4000, 0x4200, 0xc400, 0x3800, 0x4600)),
        new Form(
            "float16 one by one",
            of(OnnxType.FLOAT16).varint(5, 0x3c00, 0x4000, 0x4200, 0xc400, 0x3800, 0x4600)),
        new Form("bfloat16 raw", of(OnnxType.BFLOAT16).bytes(9, shorts(upper))),
        new Form(
            "bfloat16 split",
            of(OnnxType.BFLOAT16)
                .packedVarints(5, 0x3f80, 0x4000, 0x4040)
                .varint(5, 0xc080, 0x3f00, 0x40c0)));
  }

  @ParameterizedTest
  @MethodSource("forms")
  void anInitializerIsReadInEveryForm(Form form) {
    try (OnnxFile file =
        model().initializer(form.tensor()).node("MatMul", "y", "x", "W").open()) {
      assertArrayEquals(W, weight(file.model().layers().get(0)));
      Assertions.assertLayersComputeTheGraph(file);
    }
  }

  @ParameterizedTest
  @MethodSource("forms")
  void anInitializerIsTransposedInEveryForm(Form form) {
    try (OnnxFile file = model()
        .input(-1, 2)
        .output(port("y", -1, 3))
        .initializer(form.tensor())
        .node("Gemm", "y", ModelBuilder.attribute("transB", 1), "x", "W")
        .open()) {
      assertArrayEquals(
          new float[] {1, 3, .5f, 2, -4, 6}, weight(file.model().layers().get(0)));
      Assertions.assertLayersComputeTheGraph(file);
    }
  }

  @Test
  void halfPrecisionIsExact() {
    assertEquals(0f, FloatFormat.float16((short) 0));
    assertEquals(-0f, FloatFormat.float16((short) 0x8000));
    assertEquals(0x1p-24f, FloatFormat.float16((short) 1));
    assertEquals(0x1p-14f, FloatFormat.float16((short) 0x0400));
    assertEquals(65504f, FloatFormat.float16((short) 0x7bff));
    assertEquals(Float.NEGATIVE_INFINITY, FloatFormat.float16((short) 0xfc00));
    assertTrue(Float.isNaN(FloatFormat.float16((short) 0x7e00)));
    assertEquals(1f / 3, FloatFormat.bfloat16((short) 0x3eab), 1e-3f);
  }

  @Test
  void aMessageThatComesTwiceIsMerged() {
    Message tensor1 = tensor("", OnnxType.FLOAT, 3).packedFloats(4, 1, 2);
    Message tensor2 = new Message().varint(1, 2).floats(4, 3, -4, .5f, 6);
    Message attribute =
        new Message().text(1, "value").message(5, tensor1).varint(20, 4).message(5, tensor2);
    try (OnnxFile file = model()
        .node("Constant", "W", node -> node.message(5, attribute))
        .node("MatMul", "y", "x", "W")
        .open()) {
      assertArrayEquals(W, weight(file.model().layers().get(0)));
      Assertions.assertLayersComputeTheGraph(file);
    }
  }

  @Test
  void aGraphInTwoPartsIsMerged() {
    Message first =
        new Message().message(5, tensor("W", shape(3, 2), W)).message(11, port("x", -1, 3));
    Message second = new Message()
        .message(1, new Message().texts(1, "x", "W").text(2, "y").text(4, "MatMul"))
        .message(12, port("y", -1, 2));
    byte[] bytes = new Message()
        .message(7, first)
        .varint(1, 7)
        .message(8, new Message().varint(2, 13))
        .message(7, second)
        .bytes();
    try (OnnxFile file = OnnxFile.open(new TestBytes("m", bytes), ExternalFiles.none())) {
      assertArrayEquals(W, weight(file.model().layers().get(0)));
    }
  }

  @Test
  void unknownFieldsOfAllKindsArePassedOver() {
    byte[] unknown = new Message()
        .varint(100, 1)
        .floats(101, 1)
        .text(102, "?")
        .raw(
            (byte) 0xf9,
            (byte) 6,
            (byte) 1,
            (byte) 2,
            (byte) 3,
            (byte) 4,
            (byte) 5,
            (byte) 6,
            (byte) 7,
            (byte) 8) // field 111, eight bytes
        .raw((byte) 0xfb, (byte) 6, (byte) 8, (byte) 1, (byte) 0xfc, (byte) 6) // a group
        .bytes();
    Message tensor = tensor("W", shape(3, 2), W).raw(unknown);
    byte[] model = model()
        .initializer(tensor)
        .node("MatMul", "y", node -> node.raw(unknown), "x", "W")
        .graph(graph -> graph.raw(unknown))
        .bytes();
    byte[] bytes = new Message().raw(unknown).raw(model).raw(unknown).bytes();
    try (OnnxFile file = OnnxFile.open(new TestBytes("m", bytes), ExternalFiles.none())) {
      assertArrayEquals(W, weight(file.model().layers().get(0)));
    }
  }

  @Test
  void aKnownFieldInAnotherEncodingIsPassedOver() {
    try (OnnxFile file = model()
        .weight("W", shape(3, 2), W)
        .graph(graph -> graph.varint(1, 3).varint(5, 3))
        .node("MatMul", "y", node -> node.varint(3, 7).floats(4, 1), "x", "W")
        .open()) {
      assertEquals(1, file.model().layers().size());
    }
  }

  @Test
  void openingAFileReadsNoTensor() {
    int n = 1000;
    byte[] bytes = model()
        .input(-1, n)
        .output(port("y", -1, n))
        .weight("W", shape(n, n), new float[n * n])
        .node("MatMul", "y", "x", "W")
        .bytes();
    TestBytes source = new TestBytes("m", bytes);
    try (OnnxFile file = OnnxFile.open(source, ExternalFiles.none())) {
      assertTrue(source.readBytes() < 20_000);
      weight(file.model().layers().get(0));
      assertEquals(4L * n * n, source.readBytes());
    }
  }

  @Test
  void wideAndHighWeightsAreTransposedRight() {
    assertTransposedRight(1);
  }

  /** A factor has to be applied to each element before it is rounded. */
  @Test
  void wideAndHighWeightsWithAFactorAreTransposedRight() {
    assertTransposedRight(0.5f);
  }

  private static void assertTransposedRight(float alpha) {
    for (int[] size : new int[][] {{3, 70_000}, {70_000, 3}, {300, 400}, {1, 5}, {600_000, 1}}) {
      int in = size[0];
      int out = size[1];
      float[] stored = new float[in * out];
      for (int i = 0; i < stored.length; i++) {
        stored[i] = i;
      }
      try (OnnxFile file = model()
          .input(-1, in)
          .output(port("y", -1, out))
          .weight("W", shape(out, in), stored)
          .node(
              "Gemm",
              "y",
              ModelBuilder.all(
                  ModelBuilder.attribute("transB", 1), ModelBuilder.attribute("alpha", alpha)),
              "x",
              "W")
          .open()) {
        float[] w = weight(file.model().layers().get(0));
        for (int i = 0; i < in; i++) {
          for (int j = 0; j < out; j++) {
            float expected = alpha * stored[j * in + i];
            if (expected != w[i * out + j]) {
              assertEquals(expected, w[i * out + j], in + " x " + out + " at " + i + ", " + j);
            }
          }
        }
      }
    }
  }
}
