package dev.lamina.weights.onnx;

import dev.lamina.ErrorCode;
import dev.lamina.LaminaException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads a {@code TensorProto}: what it is and where its elements are, not the elements. A tensor may be
 * spread over several messages, which protobuf merges.
 */
final class TensorParser {

  static final int FLOAT_DATA = 4;
  static final int INT32_DATA = 5;
  static final int INT64_DATA = 7;
  static final int DOUBLE_DATA = 10;

  private static final int DIMENSIONS = 1;
  private static final int TYPE = 2;
  private static final int SEGMENT = 3;
  private static final int STRING_DATA = 6;
  private static final int NAME = 8;
  private static final int RAW_DATA = 9;
  private static final int UINT64_DATA = 11;
  private static final int EXTERNAL_DATA = 13;
  private static final int LOCATION = 14;

  /** NumPy has no arrays of more dimensions. */
  private static final int MAX_RANK = 64;

  private final String file;
  private final List<ByteRange> messages = new ArrayList<>();
  private final List<Long> dimensions = new ArrayList<>();
  private final Map<String, String> external = new HashMap<>();
  private final Map<Integer, Typed> typed = new HashMap<>();
  private String name = "";
  private long type;
  private @Nullable ByteRange raw;
  private boolean isExternal;
  private boolean isSegment;

  TensorParser(String file) {
    this.file = file;
  }

  /** What is known of a repeated field of elements. */
  private static final class Typed {
    private long count;
    private int pieces;
    private @Nullable ByteRange packed;
  }

  /** Takes in one message; the reader is at its length. */
  void add(WireReader in) {
    long begin = in.position();
    in.message(() -> field(in));
    // The length is a few bytes that are read again as a whole: a message within a message.
    messages.add(new ByteRange(begin, in.position() - begin));
  }

  private void field(WireReader in) {
    switch (in.field()) {
      case DIMENSIONS -> dimensions(in);
      case TYPE -> {
        if (in.isVarint()) {
          type = in.varint();
        } else {
          in.skip();
        }
      }
      case SEGMENT -> {
        isSegment = true;
        in.skip();
      }
      case NAME -> {
        if (in.isLengthDelimited()) {
          name = in.text();
        } else {
          in.skip();
        }
      }
      case RAW_DATA -> {
        if (in.isLengthDelimited()) {
          raw = in.bytes();
        } else {
          in.skip();
        }
      }
      case FLOAT_DATA, DOUBLE_DATA, INT32_DATA, INT64_DATA -> elements(in);
      case STRING_DATA, UINT64_DATA -> {
        typed(in.field()).count++;
        in.skip();
      }
      case EXTERNAL_DATA -> {
        if (in.isLengthDelimited()) {
          Entry entry = new Entry();
          in.message(() -> entry.field(in));
          external.put(entry.key, entry.value);
        } else {
          in.skip();
        }
      }
      case LOCATION -> {
        if (in.isVarint()) {
          isExternal = in.varint() == 1;
        } else {
          in.skip();
        }
      }
      default -> in.skip();
    }
  }

  private void dimensions(WireReader in) {
    if (in.isVarint()) {
      dimension(in);
    } else if (in.isLengthDelimited()) {
      int outer = in.begin();
      while (!in.isAtEnd()) {
        dimension(in);
      }
      in.end(outer);
    } else {
      in.skip();
    }
  }

  private void dimension(WireReader in) {
    dimensions.add(in.varint());
    if (dimensions.size() > MAX_RANK) {
      throw Problem.damaged(
              "a tensor has too many dimensions", "at most " + MAX_RANK, "more than that")
          .in(file);
    }
  }

  private Typed typed(int field) {
    return typed.computeIfAbsent(field, number -> new Typed());
  }

  /** Counts elements. */
  private void elements(WireReader in) {
    Typed elements = typed(in.field());
    int size = size(in.field());
    if (in.isLengthDelimited() && size > 0) {
      ByteRange bytes = in.bytes();
      if (bytes.length() % size != 0) {
        throw Problem.damaged(
                "elements of a tensor are cut in the middle",
                "a multiple of " + size + " bytes",
                bytes.length() + " bytes at byte " + bytes.position())
            .in(file);
      }
      elements.count += bytes.length() / size;
      elements.pieces++;
      elements.packed = bytes;
    } else if (in.isLengthDelimited()) {
      int outer = in.begin();
      while (!in.isAtEnd()) {
        in.varint();
        elements.count++;
      }
      in.end(outer);
      elements.pieces++;
    } else if (isSingle(in)) {
      in.skip();
      elements.count++;
      elements.pieces++;
    } else {
      in.skip();
    }
  }

  /** The size of an element of a field, 0 if it varies. */
  private static int size(int field) {
    return switch (field) {
      case FLOAT_DATA -> Float.BYTES;
      case DOUBLE_DATA -> Double.BYTES;
      default -> 0;
    };
  }

  /** Whether the field that a reader is at is a single element of the tensor. */
  static boolean isSingle(WireReader in) {
    return switch (in.field()) {
      case FLOAT_DATA -> in.isFixed32();
      case DOUBLE_DATA -> in.isFixed64();
      default -> in.isVarint();
    };
  }

  /** What all messages together say. */
  ModelTensor tensor() {
    OnnxType elementType = OnnxType.of(type)
        .orElseThrow(() -> problem(
            "has elements of a type that cannot be read",
            "float, double, float16, bfloat16 or an integer type",
            OnnxType.text(type),
            "export the model with float weights"));
    if (isSegment) {
      throw problem(
          "is cut into segments",
          "whole tensors",
          "a segment",
          "export the model again, segments are not used any more");
    }
    long count = count();
    return new ModelTensor(name, elementType, dimensions, elements(elementType, count));
  }

  private long count() {
    long count = 1;
    try {
      for (long dimension : dimensions) {
        if (dimension < 0) {
          throw damaged("has a negative dimension", "dimensions from 0 up", dimensionsText());
        }
        count = Math.multiplyExact(count, dimension);
      }
    } catch (ArithmeticException e) {
      throw damaged("is too large", "a number of elements that fits 64 bits", dimensionsText());
    }
    return count;
  }

  private Elements elements(OnnxType elementType, long count) {
    boolean hasTyped = typed.values().stream().anyMatch(field -> field.count > 0);
    boolean hasRaw = raw != null && (raw.length() > 0 || (!hasTyped && !isExternal));
    if ((hasRaw ? 1 : 0) + (hasTyped ? 1 : 0) + (isExternal ? 1 : 0) > 1 || typed.size() > 1) {
      throw damaged(
          "has its elements twice", "one of raw, typed and external data", "more than one of them");
    }
    if (isExternal) {
      return external(elementType, count);
    }
    if (hasRaw && raw != null) {
      if (elementType.bytes() == 0 || raw.length() != bytes(elementType, count)) {
        throw damaged(
            "has another number of bytes than its shape and type say",
            elementType.bytes() == 0
                ? "no raw data for " + elementType
                : bytes(elementType, count) + " bytes for " + dimensionsText() + " of "
                    + elementType,
            raw.length() + " bytes");
      }
      return new Elements.Raw(raw);
    }
    int field = field(elementType);
    Typed elements = typed.getOrDefault(field, new Typed());
    if (elements.count != count || (hasTyped && !typed.containsKey(field))) {
      throw damaged(
          "has another number of elements than its shape says",
          count + " of " + elementType + " for " + dimensionsText(),
          elements.count + " in the field for " + elementType);
    }
    return elements.pieces == 1 && elements.packed != null
        ? new Elements.Raw(elements.packed)
        : new Elements.Typed(List.copyOf(messages), field, count);
  }

  private long bytes(OnnxType elementType, long count) {
    try {
      return Math.multiplyExact(count, (long) elementType.bytes());
    } catch (ArithmeticException e) {
      throw damaged("is too large", "a size that fits 64 bits", dimensionsText());
    }
  }

  private Elements external(OnnxType elementType, long count) {
    String location = external.getOrDefault("location", "");
    long bytes = bytes(elementType, count);
    long offset = number("offset", 0);
    long length = number("length", bytes);
    if (location.isEmpty() || offset < 0 || length != bytes || elementType.bytes() == 0) {
      throw damaged(
          "does not say where its external data are",
          "a location, an offset from 0 up and a length of " + bytes + " bytes for "
              + dimensionsText() + " of " + elementType,
          "location " + Problem.quoted(location) + ", offset " + offset + ", length " + length);
    }
    return new Elements.External(location, offset, length);
  }

  private long number(String key, long defaultValue) {
    String value = external.get(key);
    if (value == null) {
      return defaultValue;
    }
    try {
      return Long.parseLong(value);
    } catch (NumberFormatException e) {
      throw damaged("has external data without a proper " + key, "a number", Problem.quoted(value));
    }
  }

  /** The field that holds elements of a type. */
  private static int field(OnnxType type) {
    return switch (type) {
      case FLOAT, COMPLEX64 -> FLOAT_DATA;
      case DOUBLE, COMPLEX128 -> DOUBLE_DATA;
      case INT64 -> INT64_DATA;
      case UINT32, UINT64 -> UINT64_DATA;
      case STRING -> STRING_DATA;
      default -> INT32_DATA;
    };
  }

  private String dimensionsText() {
    return ModelTensor.text(dimensions);
  }

  private LaminaException damaged(String what, String expected, String found) {
    return problem(ErrorCode.FILE, what, expected, found, Problem.DAMAGED);
  }

  private LaminaException problem(String what, String expected, String found, String fix) {
    return problem(ErrorCode.MODEL, what, expected, found, fix);
  }

  private LaminaException problem(
      ErrorCode code, String what, String expected, String found, String fix) {
    String subject = name.isEmpty() ? "a tensor" : "tensor " + Problem.quoted(name);
    return new Problem(code, subject + " " + what, expected, found, fix).in(file);
  }

  /** A {@code StringStringEntryProto}. */
  private static final class Entry {
    private String key = "";
    private String value = "";

    private void field(WireReader in) {
      if (in.field() == 1 && in.isLengthDelimited()) {
        key = in.text();
      } else if (in.field() == 2 && in.isLengthDelimited()) {
        value = in.text();
      } else {
        in.skip();
      }
    }
  }
}
