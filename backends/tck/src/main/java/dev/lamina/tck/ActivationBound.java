package dev.lamina.tck;

import dev.lamina.ActivationSpec;

/**
 * What an activation of single values is in double precision, and how far a backend's float may be from
 * it: 10⁻⁶ of the value, 10⁻⁷·min(1, |z|) or the smallest normal float, whichever is most; nothing for
 * functions that only choose, such as relu. For a backend's own tests of its functions.
 */
public final class ActivationBound {

  private final Curve curve;

  private ActivationBound(Curve curve) {
    this.curve = curve;
  }

  /**
   * The bound of an activation.
   *
   * @param activation the function, not one of whole rows
   * @param slope the slope of a PReLU, not read for another function
   * @return its bound
   * @throws IllegalArgumentException if the function is one of whole rows
   */
  public static ActivationBound of(ActivationSpec activation, float slope) {
    return new ActivationBound(Curve.of(activation, slope));
  }

  /**
   * g(z).
   *
   * @param z any number, infinite ones and NaN too
   * @return the value in double precision
   */
  public double expected(float z) {
    return curve.value(z);
  }

  /**
   * How wrong a result is.
   *
   * @param z the argument
   * @param result what a backend computed from it
   * @return the error in units of the bound: up to 1 is right; infinite if the result is NaN, infinite
   *     or another number where it must not be
   */
  public double error(float z, float result) {
    return error(expected(z), curve.error(z, 0), result);
  }

  /** How wrong a result is in units of a bound. */
  static double error(double expected, double bound, float result) {
    if (Double.isNaN(expected) || Float.isNaN(result)) {
      return Double.isNaN(expected) && Float.isNaN(result) ? 0 : Double.POSITIVE_INFINITY;
    }
    if (result == expected || overflows(expected, bound, result)) {
      return 0;
    }
    return Math.abs(result - expected) / bound;
  }

  private static boolean overflows(double expected, double bound, float result) {
    return Float.isInfinite(result)
        && Math.abs(expected) + bound > Float.MAX_VALUE
        && result * expected > 0;
  }
}
