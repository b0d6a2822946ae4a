package dev.lamina;

import java.util.Locale;

/**
 * The functions g that a dense layer may apply to Z = X·W + b, row by row.
 *
 * <p>Special values follow from the formulas as IEEE 754 evaluates them: NaN stays NaN, and none of
 * them overflows for a finite argument.
 */
public enum Activation {
  /** g(z) = z. */
  IDENTITY,
  /** g(z) = max(z, 0): the rectified linear unit. NaN stays NaN; −0 becomes 0. */
  RELU,
  /** g(z) = 1 / (1 + e⁻ᶻ), in [0, 1]: the logistic function. */
  SIGMOID,
  /** g(z) = (eᶻ − e⁻ᶻ) / (eᶻ + e⁻ᶻ), in [−1, 1]: the hyperbolic tangent. */
  TANH,
  /**
   * g(z)ⱼ = e^(zⱼ − m) / Σₖ e^(zₖ − m) with m = maxₖ zₖ: each row becomes probabilities that add up to
   * 1. A row that contains NaN or +∞, or nothing but −∞, becomes NaN throughout.
   */
  SOFTMAX;

  /**
   * The name as texts show it.
   *
   * @return the constant's name in lower case, such as {@code relu}
   */
  public String displayName() {
    return name().toLowerCase(Locale.ROOT);
  }
}
