package dev.lamina.weights.onnx;

import dev.lamina.weights.file.FloatFormat;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** The element types of tensors, with the numbers of {@code TensorProto.DataType}. */
enum OnnxType {
  FLOAT(1, Float.BYTES),
  UINT8(2, 1),
  INT8(3, 1),
  UINT16(4, 2),
  INT16(5, 2),
  INT32(6, Integer.BYTES),
  INT64(7, Long.BYTES),
  STRING(8, 0),
  BOOL(9, 1),
  FLOAT16(10, 2),
  DOUBLE(11, Double.BYTES),
  UINT32(12, Integer.BYTES),
  UINT64(13, Long.BYTES),
  COMPLEX64(14, 8),
  COMPLEX128(15, 16),
  BFLOAT16(16, 2);

  private final int code;
  private final int bytes;

  OnnxType(int code, int bytes) {
    this.code = code;
    this.bytes = bytes;
  }

  static Optional<OnnxType> of(long code) {
    return Arrays.stream(values()).filter(type -> type.code == code).findFirst();
  }

  /** The type of a number as texts show it. */
  static String text(long code) {
    return of(code).map(OnnxType::toString).orElse("element type " + code);
  }

  int code() {
    return code;
  }

  /** The size of an element in raw data. */
  int bytes() {
    return bytes;
  }

  /** How its elements represent floating point numbers, if they do. */
  Optional<FloatFormat> floatFormat() {
    return Optional.ofNullable(
        switch (this) {
          case FLOAT -> FloatFormat.F32;
          case FLOAT16 -> FloatFormat.F16;
          case BFLOAT16 -> FloatFormat.BF16;
          case DOUBLE -> FloatFormat.F64;
          default -> null;
        });
  }

  boolean isFloat() {
    return floatFormat().isPresent();
  }

  /** Whether elements of this type can be read as numbers. */
  boolean isReadable() {
    return isFloat() || this == INT32 || this == INT64 || this == BOOL;
  }

  /** Whether every element of this type is one of the other type. */
  boolean fits(OnnxType other) {
    return this == other
        || (other == DOUBLE && isFloat())
        || (other == FLOAT && (this == FLOAT16 || this == BFLOAT16));
  }

  /** The name as ONNX writes it. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
