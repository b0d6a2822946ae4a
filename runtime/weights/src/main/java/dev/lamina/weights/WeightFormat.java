package dev.lamina.weights;

import dev.lamina.LaminaException;
import dev.lamina.weights.file.ByteSource;
import dev.lamina.weights.file.WeightFile;
import dev.lamina.weights.numpy.NpyFile;
import dev.lamina.weights.numpy.NpzFile;
import dev.lamina.weights.safetensors.SafetensorsFile;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** Finds out what a file is by its first bytes. Its name does not matter. */
final class WeightFormat {

  private static final int PREFIX_LENGTH = 6;

  private WeightFormat() {}

  /**
   * Reads the header of a file.
   *
   * @throws LaminaException if it is of no known format, truncated or inconsistent; it is closed then
   */
  static WeightFile open(ByteSource file) {
    String prefix = prefix(file, PREFIX_LENGTH);
    try {
      return open(file, prefix);
    } catch (RuntimeException | Error e) {
      file.close();
      throw e;
    }
  }

  /**
   * Whether a file is an ONNX model, which has a graph and not only tensors. A protobuf of ONNX begins
   * with field 1, the version of the format, and goes on with a string; so can the length of a
   * safetensors header, but that ends with zeros.
   *
   * @throws LaminaException if it cannot be read; it is closed then
   */
  static boolean isOnnx(ByteSource file) {
    String prefix = prefix(file, Long.BYTES);
    return prefix.length() > 2
        && prefix.charAt(0) == 0x08
        && prefix.charAt(1) >= 1
        && prefix.charAt(1) < 0x20
        && (prefix.charAt(2) & 7) == 2
        && !prefix.startsWith("\0\0\0\0", 4);
  }

  private static String prefix(ByteSource file, int length) {
    try {
      ByteBuffer prefix = ByteBuffer.allocate((int) Math.min(length, file.size()));
      file.read(0, prefix);
      // Latin-1 keeps every byte as the character of the same number.
      return new String(prefix.array(), StandardCharsets.ISO_8859_1);
    } catch (RuntimeException | Error e) {
      file.close();
      throw e;
    }
  }

  private static WeightFile open(ByteSource file, String prefix) {
    if (prefix.equals("\u0093NUMPY")) {
      return new NpyFile(file);
    }
    // The second is an archive without entries.
    if (prefix.startsWith("PK\3\4") || prefix.startsWith("PK\5\6")) {
      return new NpzFile(file);
    }
    return new SafetensorsFile(file);
  }
}
