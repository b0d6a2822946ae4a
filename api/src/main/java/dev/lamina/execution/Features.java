package dev.lamina.execution;

import dev.lamina.ErrorCode;

/** How generated code writes features that are not plain numbers into a row of X. */
public final class Features {

  private Features() {}

  /**
   * An argument, or a part of one, that must not be null.
   *
   * @param <T> its type
   * @param value the argument
   * @param name its name in the user's words
   * @return the argument
   * @throws NullPointerException if it is null
   */
  public static <T> T notNull(T value, String name) {
    if (value == null) {
      throw new NullPointerException(ErrorCode.NULL.text("%s is null", name));
    }
    return value;
  }

  /**
   * One-hot encodes a constant of an enum: 1 in its column, 0 in all others.
   *
   * @param feature the constant
   * @param name its name in the user's words
   * @param constants the number of the enum's constants when the network was compiled
   * @param x receives the columns
   * @param offset the first of them
   * @throws NullPointerException if the feature is null
   * @throws IllegalArgumentException if the enum has grown since the network was compiled
   */
  @SuppressWarnings("EnumOrdinal") // the column of a constant is its place in the enum
  public static void oneHot(Enum<?> feature, String name, int constants, float[] x, int offset) {
    int ordinal = notNull(feature, name).ordinal();
    if (ordinal >= constants) {
      throw new IllegalArgumentException(ErrorCode.LENGTH.text(
          "feature %s is %s, constant %d of its enum, which had %d when the network was"
              + " compiled: compile it again",
          name, feature, ordinal + 1, constants));
    }
    for (int i = 0; i < constants; i++) {
      x[offset + i] = i == ordinal ? 1 : 0;
    }
  }

  /**
   * Copies an array.
   *
   * @param feature the array
   * @param name its name in the user's words
   * @param size the length that it must have
   * @param x receives the elements
   * @param offset where the first of them goes
   * @throws NullPointerException if the array is null
   * @throws IllegalArgumentException if it has another length
   */
  public static void copy(float[] feature, String name, int size, float[] x, int offset) {
    checkSize(notNull(feature, name).length, name, size);
    System.arraycopy(feature, 0, x, offset, size);
  }

  /**
   * Copies an array of doubles, each rounded to the nearest float.
   *
   * @param feature the array
   * @param name its name in the user's words
   * @param size the length that it must have
   * @param x receives the elements
   * @param offset where the first of them goes
   * @throws NullPointerException if the array is null
   * @throws IllegalArgumentException if it has another length
   */
  public static void copy(double[] feature, String name, int size, float[] x, int offset) {
    checkSize(notNull(feature, name).length, name, size);
    for (int i = 0; i < size; i++) {
      x[offset + i] = (float) feature[i];
    }
  }

  private static void checkSize(int length, String name, int size) {
    if (length != size) {
      throw new IllegalArgumentException(ErrorCode.LENGTH.text(
          "feature %s has %d values, but is declared with @Size(%d)", name, length, size));
    }
  }
}
