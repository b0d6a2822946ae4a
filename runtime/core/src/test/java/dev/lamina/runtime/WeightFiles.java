package dev.lamina.runtime;

import dev.lamina.NetworkSpec;
import dev.lamina.Parameters;
import dev.lamina.Shape;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Writes safetensors files as PyTorch does: weights are out × in. */
final class WeightFiles {

  private WeightFiles() {}

  static Path write(Path file, NetworkSpec network, Parameters parameters) throws IOException {
    List<String> entries = new ArrayList<>();
    List<float[]> tensors = new ArrayList<>();
    int offset = 0;
    for (Map.Entry<String, Shape> tensor : network.tensorShapes().entrySet()) {
      List<Integer> shape = tensor.getValue().dimensions();
      float[] elements = new float[(int) tensor.getValue().elementCount()];
      parameters.tensor(tensor.getKey()).read(0, elements, 0, elements.length);
      boolean matrix = shape.size() == 2;
      tensors.add(matrix ? transposed(elements, shape.get(0), shape.get(1)) : elements);
      entries.add(String.format(
          "\"%s\":{\"dtype\":\"F32\",\"shape\":%s,\"data_offsets\":[%d,%d]}",
          tensor.getKey(),
          matrix ? List.of(shape.get(1), shape.get(0)) : shape,
          offset,
          offset + 4 * elements.length));
      offset += 4 * elements.length;
    }
    byte[] header = ("{" + String.join(",", entries) + "}").getBytes(StandardCharsets.UTF_8);
    ByteBuffer bytes =
        ByteBuffer.allocate(8 + header.length + offset).order(ByteOrder.LITTLE_ENDIAN);
    bytes.putLong(header.length).put(header);
    tensors.forEach(elements -> put(bytes, elements));
    return Files.write(file, bytes.array());
  }

  private static void put(ByteBuffer bytes, float[] elements) {
    for (float element : elements) {
      bytes.putFloat(element);
    }
  }

  private static float[] transposed(float[] matrix, int rows, int columns) {
    float[] transposed = new float[matrix.length];
    for (int row = 0; row < rows; row++) {
      for (int column = 0; column < columns; column++) {
        transposed[column * rows + row] = matrix[row * columns + column];
      }
    }
    return transposed;
  }
}
