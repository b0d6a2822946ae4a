package dev.lamina.weights.safetensors;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.lamina.LaminaException;
import dev.lamina.Tensor;
import dev.lamina.weights.file.AtomicFile;
import dev.lamina.weights.file.ElementWriter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/**
 * Writes tensors as F32 into a safetensors file, as the reference implementation does: in the order of
 * their names, behind a header that ends at a multiple of 8 bytes. The same tensors and metadata always
 * make the same bytes.
 */
public final class SafetensorsWriter {

  private static final int ALIGNMENT = 8;

  private SafetensorsWriter() {}

  /**
   * Writes a file.
   *
   * @param path where to; a file that is there is replaced at once, when the new one is complete
   * @param tensors the tensors by their names
   * @param metadata texts by their names; none if it is empty
   * @throws LaminaException with {@link dev.lamina.ErrorCode#FILE} if it cannot be written
   * @throws IllegalArgumentException if a tensor is called {@code __metadata__}
   */
  public static void write(Path path, Map<String, Tensor> tensors, Map<String, String> metadata) {
    if (tensors.containsKey(SafetensorsHeader.METADATA)) {
      throw new IllegalArgumentException(
          "no tensor can be called " + SafetensorsHeader.METADATA + " in a safetensors file");
    }
    Map<String, Tensor> inOrder = new TreeMap<>(tensors);
    AtomicFile.write(path, out -> {
      byte[] header = header(inOrder, new TreeMap<>(metadata));
      int padding = Math.floorMod(-header.length, ALIGNMENT);
      out.write(ByteBuffer.allocate(Long.BYTES)
          .order(ByteOrder.LITTLE_ENDIAN)
          .putLong(header.length + padding)
          .array());
      out.write(header);
      out.write(" ".repeat(padding).getBytes(StandardCharsets.US_ASCII));
      for (Tensor tensor : inOrder.values()) {
        ElementWriter.write(tensor, out);
      }
    });
  }

  private static byte[] header(Map<String, Tensor> tensors, Map<String, String> metadata)
      throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (JsonGenerator json = new JsonFactory().createGenerator(bytes)) {
      json.writeStartObject();
      if (!metadata.isEmpty()) {
        json.writeObjectFieldStart(SafetensorsHeader.METADATA);
        for (Map.Entry<String, String> entry : metadata.entrySet()) {
          json.writeStringField(entry.getKey(), entry.getValue());
        }
        json.writeEndObject();
      }
      long position = 0;
      for (Map.Entry<String, Tensor> entry : tensors.entrySet()) {
        position = write(json, entry.getKey(), entry.getValue(), position);
      }
      json.writeEndObject();
    }
    return bytes.toByteArray();
  }

  /** Returns the position behind the tensor. */
  private static long write(JsonGenerator json, String name, Tensor tensor, long position)
      throws IOException {
    long end = position + ElementWriter.size(tensor);
    json.writeObjectFieldStart(name);
    json.writeStringField("dtype", "F32");
    json.writeArrayFieldStart("shape");
    for (int dimension : tensor.shape().dimensions()) {
      json.writeNumber(dimension);
    }
    json.writeEndArray();
    json.writeArrayFieldStart("data_offsets");
    json.writeNumber(position);
    json.writeNumber(end);
    json.writeEndArray();
    json.writeEndObject();
    return end;
  }
}
