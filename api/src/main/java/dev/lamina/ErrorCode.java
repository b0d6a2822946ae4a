package dev.lamina;

import java.util.Locale;

/**
 * The catalogue of what Lamina refuses, at compile time, when weights are loaded and in a call. Every
 * error text begins with the code of its entry, {@code [LAM-SHAPE]} for example, so that it can be
 * looked up.
 */
public enum ErrorCode {
  /** A layer does not take what the layer before it produces. */
  SHAPE,
  /** The first layer does not say how many inputs it takes. */
  INPUT,
  /** A dimension is not positive, or too large for the weights to fit a Java array. */
  SIZE,
  /** A layer's name repeats or cannot be used. */
  NAME,
  /** A type has {@link Dense} annotations both inside and beside a {@link Dense.Stack}. */
  STACK,
  /** A parameter of an activation does not fit the function. */
  ACTIVATION,
  /** A layer reads, or adds, one that comes after it, or itself. */
  CYCLE,
  /** Nobody reads a layer or an input. */
  UNUSED,
  /** A normalisation of a layer has an ε that cannot be, or says something without one. */
  NORMALIZATION,
  /** A rate of dropout that cannot be. */
  DROPOUT,
  /** A scaling of the input or of the result does not fit its columns, or has a number that cannot be. */
  SCALING,
  /** The annotated type cannot be implemented or extended by a generated class. */
  TYPE,
  /** An abstract method cannot be implemented over the network. */
  METHOD,
  /** What a method takes does not fit the columns of X. */
  FEATURES,
  /** What a method returns does not fit the columns of the network's result. */
  RESULT,
  /** A method of the annotated type stands in the way of one of {@link Network}'s. */
  CLASH,
  /** An argument, or a part of one, is null. */
  NULL,
  /** A call brings an array whose length does not fit the network's shape. */
  LENGTH,
  /** A call asks for a negative number of rows or brings a negative offset. */
  ROWS,
  /** A call brings the same array as input and output. */
  ALIAS,
  /** A call brings a workspace that was made by another network. */
  WORKSPACE,
  /** Parameters or the tensors of a file do not fit the network. */
  WEIGHTS,
  /** A network does not compute what the examples in its weight file expect. */
  EXAMPLES,
  /** Weights contain NaN or infinite values. */
  NAN,
  /** A weight file cannot be read: truncated, of another format, or inconsistent. */
  FILE,
  /** A model file is in order but computes something else than a network of Lamina's layers. */
  MODEL,
  /** A backend was asked for that cannot be used, or none can. */
  BACKEND,
  /** A type has no {@link Dense} annotation. */
  NOT_ANNOTATED,
  /** An annotated type has no generated network on the class path. */
  NOT_GENERATED,
  /** The module of an annotated type does not let Lamina reach the generated network. */
  ACCESS,
  /** Two layers in a row have nothing between them that is not linear: they are one. A warning. */
  LINEAR(true),
  /** A softmax stands before the last layer. A warning. */
  SOFTMAX_INSIDE(true),
  /** A softmax of one unit is always 1. A warning. */
  SOFTMAX_ONE(true),
  /** Lamina itself is at fault. */
  INTERNAL;

  private final boolean isWarning;

  ErrorCode() {
    this(false);
  }

  ErrorCode(boolean isWarning) {
    this.isWarning = isWarning;
  }

  /**
   * Whether the compiler only warns. {@code @SuppressWarnings} with the {@link #code()} on the type
   * silences it.
   *
   * @return false for an error
   */
  public boolean isWarning() {
    return isWarning;
  }

  /**
   * The code as texts show it.
   *
   * @return the code without brackets, such as {@code LAM-NOT-GENERATED}
   */
  public String code() {
    return "LAM-" + name().replace('_', '-');
  }

  /**
   * An error text that begins with this code.
   *
   * @param format the text, in the form of {@link String#format(Locale, String, Object...)}
   * @param arguments what the text's format specifiers refer to
   * @return {@code [LAM-…] text}
   */
  public String text(String format, Object... arguments) {
    return "[" + code() + "] " + String.format(Locale.ROOT, format, arguments);
  }
}
