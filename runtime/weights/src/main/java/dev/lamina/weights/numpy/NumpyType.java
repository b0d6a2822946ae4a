package dev.lamina.weights.numpy;

import dev.lamina.weights.file.FloatFormat;
import dev.lamina.weights.file.StoredType;
import java.nio.ByteOrder;
import java.util.Optional;

/** What NumPy's {@code descr} means: {@code <f4}, {@code >f8}, … */
final class NumpyType {

  private static final String CONVERT = "save array.astype(numpy.float32) instead";

  private NumpyType() {}

  /**
   * The type of a description.
   *
   * @param description a text, or a list of fields
   */
  static StoredType of(Object description) {
    if (!(description instanceof String text)) {
      return StoredType.unreadable(
          "structured", "save each field as an array of its own, array[\"field\"]");
    }
    return readable(text).orElseGet(() -> StoredType.unreadable(text, fix(text)));
  }

  private static Optional<StoredType> readable(String text) {
    return switch (text) {
      case "<f2" -> readable(text, FloatFormat.F16, ByteOrder.LITTLE_ENDIAN);
      case "<f4" -> readable(text, FloatFormat.F32, ByteOrder.LITTLE_ENDIAN);
      case "<f8" -> readable(text, FloatFormat.F64, ByteOrder.LITTLE_ENDIAN);
      case ">f2" -> readable(text, FloatFormat.F16, ByteOrder.BIG_ENDIAN);
      case ">f4" -> readable(text, FloatFormat.F32, ByteOrder.BIG_ENDIAN);
      case ">f8" -> readable(text, FloatFormat.F64, ByteOrder.BIG_ENDIAN);
      default -> Optional.empty();
    };
  }

  private static Optional<StoredType> readable(String text, FloatFormat format, ByteOrder order) {
    return Optional.of(StoredType.readable(text, format, order));
  }

  private static String fix(String text) {
    String kind = text.length() < 2 ? text : text.substring(1);
    if (kind.equals("V2")) {
      return "NumPy has no type for bfloat16 and writes its bytes without one: " + CONVERT
          + ", or write safetensors, which has BF16";
    }
    if (kind.equals("f16") || kind.equals("f12")) {
      return "this is the long double of one machine, not a 16 bit float: " + CONVERT;
    }
    return switch (kind.isEmpty() ? ' ' : kind.charAt(0)) {
      case 'O' ->
        "an array of Python objects is a pickle, which could run any code, so it is never"
            + " read: save arrays of one shape each, as numpy.float32";
      case 'U', 'S', 'a' -> "texts are no weights: leave the array out";
      case 'V' -> "raw bytes are no weights: " + CONVERT;
      case 'c' -> "complex numbers are no weights: save their parts as arrays of their own";
      default -> "if these are weights, " + CONVERT;
    };
  }
}
