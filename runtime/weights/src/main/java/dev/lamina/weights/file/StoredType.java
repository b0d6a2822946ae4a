package dev.lamina.weights.file;

import java.nio.ByteOrder;
import java.util.Optional;

/**
 * How the elements of a stored tensor are represented.
 *
 * @param name what the file calls it, such as {@code BF16} or {@code <f8}
 * @param format how floats are made of the elements; empty if they cannot be weights
 * @param byteOrder the order of the bytes of an element
 * @param fix what to do about it if they cannot be weights
 */
public record StoredType(
    String name, Optional<FloatFormat> format, ByteOrder byteOrder, String fix) {

  /**
   * A type that weights are read from.
   *
   * @param name what the file calls it
   * @param format how floats are made of the elements
   * @param byteOrder the order of the bytes of an element
   * @return the type
   */
  public static StoredType readable(String name, FloatFormat format, ByteOrder byteOrder) {
    return new StoredType(name, Optional.of(format), byteOrder, "");
  }

  /**
   * A type that cannot be weights.
   *
   * @param name what the file calls it
   * @param fix what to do about it
   * @return the type
   */
  public static StoredType unreadable(String name, String fix) {
    return new StoredType(name, Optional.empty(), ByteOrder.LITTLE_ENDIAN, fix);
  }

  /** The name. */
  @Override
  public String toString() {
    return Printable.text(name);
  }
}
