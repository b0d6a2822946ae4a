package dev.lamina.weights;

import dev.lamina.Shape;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Writes small safetensors files, in order or with a header of the test's own. */
public final class SafetensorsBuilder {

  private final List<String> members = new ArrayList<>();
  private final ByteArrayOutputStream data = new ByteArrayOutputStream();

  /** A tensor with elements of its own. */
  public SafetensorsBuilder tensor(String name, Shape shape, float... elements) {
    ByteBuffer bytes = ByteBuffer.allocate(elements.length * 4).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asFloatBuffer().put(elements);
    return tensor(name, "F32", shape, bytes.array());
  }

  /** A tensor whose elements are 0, 1, 2, … */
  public SafetensorsBuilder tensor(String name, Shape shape) {
    return tensor(name, shape, counting((int) shape.elementCount()));
  }

  public SafetensorsBuilder tensor(String name, String type, Shape shape, byte[] bytes) {
    int begin = data.size();
    data.writeBytes(bytes);
    members.add(String.format(
        "\"%s\":{\"dtype\":\"%s\",\"shape\":%s,\"data_offsets\":[%d,%d]}",
        name, type, shape.dimensions(), begin, data.size()));
    return this;
  }

  public SafetensorsBuilder metadata(String json) {
    members.add("\"__metadata__\":" + json);
    return this;
  }

  public byte[] bytes() {
    return file("{" + String.join(",", members) + "}", data.toByteArray());
  }

  public Path writeTo(Path directory) {
    return write(directory, bytes());
  }

  public static Path write(Path directory, byte[] bytes) {
    try {
      return Files.write(directory.resolve("model.safetensors"), bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A file of a header and data that need not fit. */
  public static byte[] file(String header, byte[] data) {
    byte[] json = header.getBytes(StandardCharsets.UTF_8);
    return fileWithLength(json.length, json, data);
  }

  /** A file whose header length need not be true. */
  public static byte[] fileWithLength(long length, byte[] header, byte[] data) {
    return ByteBuffer.allocate(8 + header.length + data.length)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putLong(length)
        .put(header)
        .put(data)
        .array();
  }

  public static float[] counting(int count) {
    float[] elements = new float[count];
    for (int i = 0; i < count; i++) {
      elements[i] = i;
    }
    return elements;
  }
}
