package dev.lamina.weights.onnx;

import com.google.protobuf.CodedOutputStream;
import dev.lamina.ErrorCode;
import dev.lamina.LaminaException;
import dev.lamina.LayerSpec;
import dev.lamina.NetworkSpec;
import dev.lamina.Parameters;
import dev.lamina.PortSpec;
import dev.lamina.Tensor;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalInt;

/**
 * Writes a network as an ONNX model: for each layer a Gemm with constant W and b, a Concat where it reads
 * several values, an Add where it adds one, a BatchNormalization where it is normalised by batch, and the
 * operators of its activation and of a normalisation by row. The tensors are called {@code <layer>.weight},
 * {@code <layer>.bias}, {@code <layer>.norm.weight} and so on, the nodes {@code /<layer>/Gemm}, so that the
 * layers' names are kept. Weights are written as they are read, one tensor after the other.
 */
public final class OnnxWriter {

  /** Of 2021: whatever reads ONNX reads these two, which belong together. */
  private static final long IR_VERSION = 7;

  private static final long OPERATOR_SET = 13;

  private static final int BUFFER = 1 << 14;

  /** Columns that are gathered at once where weights are transposed. */
  private static final int COLUMNS = 64;

  private static final String ROWS = "N";
  private static final String OUTPUT = "y";

  private final NetworkSpec network;
  private final Parameters parameters;
  private final boolean isOutByIn;
  private final OptionalInt rows;

  private OnnxWriter(
      NetworkSpec network, Parameters parameters, boolean isOutByIn, OptionalInt rows) {
    this.network = network;
    this.parameters = parameters;
    this.isOutByIn = isOutByIn;
    this.rows = rows;
  }

  /**
   * A writer of a network with weights as Lamina has them, in × out, and any number of rows.
   *
   * @param network the network; its input and result are not scaled
   * @param parameters its weights
   * @return the writer
   * @throws LaminaException if the network scales its input or result, or the parameters are of other
   *     shapes
   */
  public static OnnxWriter of(NetworkSpec network, Parameters parameters) {
    if (network.inputScaling().isPresent() || network.outputScaling().isPresent()) {
      throw Problem.unsupported(
              "the network scales its input or its result",
              "layers and nothing around them",
              network
                  .summary()
                  .lines()
                  .filter(line -> line.contains(" scaling: "))
                  .toList()
                  .toString(),
              "write the network without its scalings, and scale where the model is run")
          .in(network.name());
    }
    if (!parameters.shapes().equals(network.tensorShapes())) {
      throw new Problem(
              ErrorCode.WEIGHTS,
              "the parameters do not fit the network",
              network.tensorShapes().toString(),
              parameters.shapes().toString(),
              "write the parameters of this network")
          .in(network.name());
    }
    return new OnnxWriter(network, parameters, false, OptionalInt.empty());
  }

  /**
   * The same with weights out × in, as PyTorch exports them (transB = 1).
   *
   * @return the changed writer
   */
  public OnnxWriter outByIn() {
    return new OnnxWriter(network, parameters, true, rows);
  }

  /**
   * The same for a fixed number of rows, so that a runtime can plan its memory.
   *
   * @param count N, positive
   * @return the changed writer
   */
  public OnnxWriter rows(int count) {
    return new OnnxWriter(network, parameters, isOutByIn, OptionalInt.of(count));
  }

  /**
   * The model in memory.
   *
   * @return the bytes of the file
   * @throws LaminaException as {@link #write} does
   */
  public byte[] bytes() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try {
      write(bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e); // there is no device to fail
    }
    return bytes.toByteArray();
  }

  /**
   * Writes the model.
   *
   * @param target receives the bytes of the file; it is flushed and left open
   * @throws IOException if it cannot be written
   * @throws LaminaException if the model is larger than the 2 GiB that protobuf allows, or a tensor
   *     cannot be read
   */
  public void write(OutputStream target) throws IOException {
    List<Weight> weights = weights();
    byte[] structure = structure();
    long graph = structure.length;
    for (Weight weight : weights) {
      graph += fieldSize(5, weight.size());
    }
    if (graph > WireReader.MAX_MESSAGE_LENGTH - BUFFER) {
      throw Problem.unsupported(
              "the model is larger than protobuf allows",
              "at most " + WireReader.MAX_MESSAGE_LENGTH + " bytes",
              graph + " bytes",
              "write it as safetensors, which has no limit")
          .in(network.name());
    }
    CodedOutputStream out = CodedOutputStream.newInstance(target);
    out.writeInt64(1, IR_VERSION);
    out.writeString(2, "Lamina");
    out.writeByteArray(8, ProtoMessage.of(operators -> operators.writeInt64(2, OPERATOR_SET)));
    begin(out, 7, graph);
    out.writeRawBytes(structure);
    for (Weight weight : weights) {
      begin(out, 5, weight.size());
      out.writeRawBytes(weight.header);
      begin(out, 9, weight.byteCount());
      write(weight, out);
    }
    out.flush();
  }

  /** Nodes, inputs and outputs: all of the graph but the weights. */
  private byte[] structure() {
    Map<String, String> values = values();
    return ProtoMessage.of(graph -> {
      for (LayerSpec layer : network.layers()) {
        List<byte[]> nodes = LayerNodes.of(
            layer,
            layer.inputs().stream().map(name -> value(values, name)).toList(),
            layer.residual().map(added -> value(values, added.from())),
            value(values, layer.name()),
            isOutByIn);
        for (byte[] node : nodes) {
          graph.writeByteArray(1, node);
        }
      }
      graph.writeString(2, network.name());
      for (PortSpec input : network.inputs()) {
        graph.writeByteArray(11, port(value(values, input.name()), input.size()));
      }
      for (PortSpec output : network.outputs()) {
        graph.writeByteArray(12, port(value(values, output.name()), output.size()));
      }
    });
  }

  /** What inputs and the results of layers are called. */
  private Map<String, String> values() {
    Map<String, String> values = new HashMap<>();
    network.inputs().forEach(input -> values.put(input.name(), input.name()));
    network.layers().forEach(layer -> values.put(layer.name(), "/" + layer.name() + "/A"));
    List<PortSpec> outputs = network.outputs();
    if (outputs.size() == 1) {
      boolean isTaken = network.inputs().stream().anyMatch(input -> input.name().equals(OUTPUT));
      values.put(outputs.get(0).name(), isTaken ? "output" : OUTPUT);
    } else {
      outputs.forEach(output -> values.put(output.name(), output.name()));
    }
    return values;
  }

  private static String value(Map<String, String> values, String name) {
    return Objects.requireNonNull(values.get(name), name);
  }

  private byte[] port(String name, int columns) {
    byte[] shape = ProtoMessage.of(message -> {
      message.writeByteArray(1, ProtoMessage.of(extent -> {
        if (rows.isPresent()) {
          extent.writeInt64(1, rows.getAsInt());
        } else {
          extent.writeString(2, ROWS);
        }
      }));
      message.writeByteArray(1, ProtoMessage.of(extent -> extent.writeInt64(1, columns)));
    });
    byte[] tensorType = ProtoMessage.of(type -> {
      type.writeInt32(1, OnnxType.FLOAT.code());
      type.writeByteArray(2, shape);
    });
    return ProtoMessage.of(port -> {
      port.writeString(1, name);
      port.writeByteArray(2, ProtoMessage.of(type -> type.writeByteArray(1, tensorType)));
    });
  }

  /** A tensor of the model; a vector has one row. */
  private static final class Weight {

    private final String name;
    private final int rows;
    private final int columns;
    private final boolean isTransposed;

    /** The fields in front of the elements. */
    private final byte[] header;

    private Weight(String name, int rows, int columns, boolean isTransposed, byte[] header) {
      this.name = name;
      this.rows = rows;
      this.columns = columns;
      this.isTransposed = isTransposed;
      this.header = header;
    }

    private long byteCount() {
      return (long) rows * columns * Float.BYTES;
    }

    private long size() {
      return header.length + fieldSize(9, byteCount());
    }
  }

  private List<Weight> weights() {
    List<Weight> weights = new ArrayList<>();
    for (LayerSpec layer : network.layers()) {
      layer.tensorShapes().forEach((role, shape) -> {
        boolean isMatrix = shape.rank() == 2;
        List<Integer> extents = shape.dimensions();
        weights.add(weight(
            layer.name() + "." + role,
            isMatrix ? extents.get(0) : 1,
            extents.get(extents.size() - 1),
            isMatrix));
      });
    }
    return weights;
  }

  private Weight weight(String name, int rows, int columns, boolean isMatrix) {
    boolean isTransposed = isMatrix && isOutByIn;
    byte[] header = ProtoMessage.of(tensor -> {
      if (isMatrix) {
        tensor.writeInt64(1, isTransposed ? columns : rows);
      }
      tensor.writeInt64(1, isTransposed ? rows : columns);
      tensor.writeInt32(2, OnnxType.FLOAT.code());
      tensor.writeString(8, name);
    });
    return new Weight(name, rows, columns, isTransposed, header);
  }

  private void write(Weight weight, CodedOutputStream out) throws IOException {
    Tensor tensor = parameters.tensor(weight.name);
    if (weight.isTransposed) {
      writeTransposed(tensor, weight.rows, weight.columns, out);
      return;
    }
    int count = Math.multiplyExact(weight.rows, weight.columns);
    float[] elements = new float[Math.min(count, BUFFER)];
    for (int from = 0; from < count; from += Math.min(elements.length, count - from)) {
      int length = Math.min(elements.length, count - from);
      tensor.read(from, elements, 0, length);
      write(elements, length, out);
    }
  }

  /** Some columns after the other, each as a row. */
  private static void writeTransposed(Tensor tensor, int rows, int columns, CodedOutputStream out)
      throws IOException {
    float[] piece = new float[COLUMNS];
    for (int from = 0; from < columns; from += COLUMNS) {
      int width = Math.min(COLUMNS, columns - from);
      float[][] gathered = new float[width][rows];
      for (int i = 0; i < rows; i++) {
        tensor.read(i * columns + from, piece, 0, width);
        for (int j = 0; j < width; j++) {
          gathered[j][i] = piece[j];
        }
      }
      for (float[] column : gathered) {
        write(column, rows, out);
      }
    }
  }

  private static void write(float[] elements, int count, CodedOutputStream out) throws IOException {
    ByteBuffer raw = ByteBuffer.allocate(count * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    raw.asFloatBuffer().put(elements, 0, count);
    out.writeRawBytes(raw.array());
  }

  /** Begins a field of bytes that are written later. */
  private static void begin(CodedOutputStream out, int field, long length) throws IOException {
    out.writeTag(field, 2);
    out.writeUInt32NoTag(Math.toIntExact(length));
  }

  private static long fieldSize(int field, long length) {
    return CodedOutputStream.computeTagSize(field)
        + CodedOutputStream.computeUInt64SizeNoTag(length)
        + length;
  }
}
