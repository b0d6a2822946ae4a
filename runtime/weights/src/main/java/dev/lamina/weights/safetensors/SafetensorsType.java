package dev.lamina.weights.safetensors;

import dev.lamina.weights.file.FloatFormat;
import dev.lamina.weights.file.StoredType;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Optional;

/**
 * The dtypes of safetensors, as <a href="https://github.com/huggingface/safetensors/blob/main/safetensors/src/tensor.rs">its
 * reference implementation</a> lists them; all are known, so that the layout of every file can be
 * checked, but not all can be read as weights.
 */
enum SafetensorsType {
  BOOL(8),
  F4(4),
  F6_E2M3(6),
  F6_E3M2(6),
  U8(8),
  I8(8),
  F8_E5M2(8),
  F8_E4M3(8),
  F8_E5M2FNUZ(8),
  F8_E4M3FNUZ(8),
  F8_E8M0(8),
  I16(16),
  U16(16),
  F16(16),
  BF16(16),
  I32(32),
  U32(32),
  F32(32),
  C64(64),
  F64(64),
  I64(64),
  U64(64);

  private final int bits;

  SafetensorsType(int bits) {
    this.bits = bits;
  }

  /** The size of one element. */
  int bits() {
    return bits;
  }

  static Optional<SafetensorsType> named(String name) {
    return Arrays.stream(values()).filter(type -> type.name().equals(name)).findFirst();
  }

  /** What it is to whoever reads the elements. */
  StoredType stored() {
    return switch (this) {
      case F16 -> readable(FloatFormat.F16);
      case BF16 -> readable(FloatFormat.BF16);
      case F32 -> readable(FloatFormat.F32);
      case F64 -> readable(FloatFormat.F64);
      default ->
        StoredType.unreadable(
            name(),
            "save the tensors as float32, with PyTorch model.float() before state_dict(); quantised"
                + " weights have to be dequantised first");
    };
  }

  private StoredType readable(FloatFormat format) {
    return StoredType.readable(name(), format, ByteOrder.LITTLE_ENDIAN);
  }
}
