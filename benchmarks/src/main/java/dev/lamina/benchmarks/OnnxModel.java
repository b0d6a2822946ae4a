package dev.lamina.benchmarks;

import com.google.protobuf.CodedOutputStream;
import dev.lamina.LayerSpec;
import dev.lamina.NetworkSpec;
import dev.lamina.Parameters;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Locale;

/**
 * A network as the bytes of an ONNX file: for each layer a Gemm with constant W and b, and the
 * activation's own operator. The numbers are those of the fields in onnx.proto.
 */
final class OnnxModel {

  static final String INPUT = "x";
  static final String OUTPUT = "y";

  /** Of 2021: every version of ONNX Runtime that is in use reads these. */
  private static final long IR_VERSION = 7;

  private static final long OPERATOR_SET = 13;

  private static final int FLOAT = 1;
  private static final int ATTRIBUTE_INT = 2;

  private OnnxModel() {}

  /**
   * Writes the model.
   *
   * @param rows N, so that ONNX Runtime can plan its memory
   */
  static byte[] of(NetworkSpec network, Parameters parameters, int rows) {
    return message(model -> {
      model.writeInt64(1, IR_VERSION);
      model.writeByteArray(7, graph(network, parameters, rows));
      model.writeByteArray(8, message(operators -> operators.writeInt64(2, OPERATOR_SET)));
    });
  }

  private static byte[] graph(NetworkSpec network, Parameters parameters, int rows) {
    return message(graph -> {
      String input = INPUT;
      int count = network.layers().size();
      for (int i = 0; i < count; i++) {
        LayerSpec layer = network.layers().get(i);
        String output = i == count - 1 ? OUTPUT : "a_" + layer.name();
        String operator = operator(layer);
        String sum = operator.isEmpty() ? output : "z_" + layer.name();
        String weight = "w_" + layer.name();
        String bias = "b_" + layer.name();
        graph.writeByteArray(1, node("Gemm", sum, input, weight, bias));
        if (!operator.isEmpty()) {
          graph.writeByteArray(1, node(operator, output, sum));
        }
        graph.writeByteArray(
            5, tensor(weight, LayerTensors.flatWeight(layer, parameters), layer.in(), layer.out()));
        graph.writeByteArray(5, tensor(bias, LayerTensors.bias(layer, parameters), layer.out()));
        input = output;
      }
      graph.writeString(2, network.name());
      graph.writeByteArray(11, port(INPUT, rows, network.inputSize()));
      graph.writeByteArray(12, port(OUTPUT, rows, network.outputSize()));
    });
  }

  private static String operator(LayerSpec layer) {
    return switch (layer.activation().kind()) {
      case IDENTITY -> "";
      case RELU, SIGMOID, TANH, SOFTMAX -> {
        String name = layer.activation().kind().name().toLowerCase(Locale.ROOT);
        yield name.substring(0, 1).toUpperCase(Locale.ROOT) + name.substring(1);
      }
      default -> throw new IllegalArgumentException(layer.activation() + " is in no benchmark");
    };
  }

  private static byte[] node(String operator, String output, String... inputs) {
    return message(node -> {
      for (String input : inputs) {
        node.writeString(1, input);
      }
      node.writeString(2, output);
      node.writeString(3, output);
      node.writeString(4, operator);
      if (operator.equals("Softmax")) {
        node.writeByteArray(5, message(attribute -> {
          attribute.writeString(1, "axis");
          attribute.writeInt64(3, 1);
          attribute.writeInt32(20, ATTRIBUTE_INT);
        }));
      }
    });
  }

  private static byte[] tensor(String name, float[] values, int... dimensions) {
    ByteBuffer raw =
        ByteBuffer.allocate(values.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    raw.asFloatBuffer().put(values);
    return message(tensor -> {
      for (int dimension : dimensions) {
        tensor.writeInt64(1, dimension);
      }
      tensor.writeInt32(2, FLOAT);
      tensor.writeString(8, name);
      tensor.writeByteArray(9, raw.array());
    });
  }

  private static byte[] port(String name, int... dimensions) {
    byte[] shape = message(message -> {
      for (int dimension : dimensions) {
        message.writeByteArray(1, message(size -> size.writeInt64(1, dimension)));
      }
    });
    byte[] tensorType = message(type -> {
      type.writeInt32(1, FLOAT);
      type.writeByteArray(2, shape);
    });
    return message(port -> {
      port.writeString(1, name);
      port.writeByteArray(2, message(type -> type.writeByteArray(1, tensorType)));
    });
  }

  private static byte[] message(Fields fields) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    CodedOutputStream out = CodedOutputStream.newInstance(bytes);
    try {
      fields.writeTo(out);
      out.flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e); // there is no device to fail
    }
    return bytes.toByteArray();
  }

  /** The fields of one message. */
  private interface Fields {
    void writeTo(CodedOutputStream out) throws IOException;
  }
}
