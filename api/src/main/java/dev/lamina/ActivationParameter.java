package dev.lamina;

import java.util.Locale;

/**
 * A number that shapes an {@link Activation}, as {@link Activation#parameters()} lists it. It is
 * chosen when the layer is declared, not learned. Networks compute with the float nearest to it.
 *
 * @param name its name, which is also that of the member of {@link Dense} it is written with
 * @param defaultValue its value where none is written, PyTorch's
 * @param least the smallest value it may have
 * @param most the greatest value it may have
 */
public record ActivationParameter(String name, double defaultValue, double least, double most) {

  /** The slope, or the scale, of the part below 0. */
  public static final String ALPHA = "alpha";

  /** What z is multiplied by in {@link Activation#SOFTPLUS}. */
  public static final String BETA = "beta";

  /** From where on {@link Activation#SOFTPLUS} is z itself. */
  public static final String THRESHOLD = "threshold";

  /** The lower end of {@link Activation#HARD_TANH}. */
  public static final String MIN = "min";

  /** The upper end of {@link Activation#HARD_TANH}. */
  public static final String MAX = "max";

  /** What z is divided by in {@link Activation#SOFTMAX} and {@link Activation#LOG_SOFTMAX}. */
  public static final String TEMPERATURE = "temperature";

  /** Neither a positive parameter nor its reciprocal may overflow or vanish as a float. */
  private static final double LEAST_POSITIVE = 1e-30;

  private static final double MOST_POSITIVE = 1e30;

  static ActivationParameter any(String name, double defaultValue) {
    return new ActivationParameter(name, defaultValue, -Float.MAX_VALUE, Float.MAX_VALUE);
  }

  static ActivationParameter atLeastZero(String name, double defaultValue) {
    return new ActivationParameter(name, defaultValue, 0, Float.MAX_VALUE);
  }

  static ActivationParameter positive(String name, double defaultValue) {
    return new ActivationParameter(name, defaultValue, LEAST_POSITIVE, MOST_POSITIVE);
  }

  /**
   * Whether a value is in the parameter's range.
   *
   * @param value a value
   * @return false for NaN and what is smaller than {@link #least()} or greater than {@link #most()}
   */
  public boolean accepts(double value) {
    return value >= least && value <= most;
  }

  /**
   * The values that the parameter may have, as error texts say it.
   *
   * @return such as {@code "a finite number"} or {@code "a positive number"}
   */
  public String range() {
    if (least > 0) {
      return String.format(Locale.ROOT, "a positive number from %s to %s", text(least), text(most));
    }
    return least == 0 ? "a finite number, 0 or more" : "a finite number";
  }

  /**
   * A value as a person would write it.
   *
   * @param value a value
   * @return such as {@code 0.2} and {@code 20}, not 20.0
   */
  public static String text(double value) {
    return value == Math.rint(value) && Math.abs(value) < 1e6
        ? String.valueOf((long) value)
        : String.valueOf(value).replace("E", "e").replace(".0e", "e");
  }
}
