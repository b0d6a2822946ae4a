package dev.lamina;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * The functions g that a dense layer may apply to Z = X·W + b, row by row. Where a function has
 * parameters they are members of {@link Dense} with PyTorch's values as defaults.
 *
 * <p>Special values follow from the formulas as IEEE 754 evaluates them, as they do in PyTorch: NaN
 * stays NaN, a product 0·∞ is NaN. −0 counts as 0. What is said of ±∞ below holds for z that are
 * infinite; for finite z no function but {@link #EXP}, and those with a factor above 1, overflows.
 *
 * <p>A result is as precise as 10⁻⁶ of its value or, where that is more, 10⁻⁷·min(1, |z|) or the
 * smallest normal float ({@link #SOFTPLUS}: with a beta of at least 10⁻⁵).
 */
public enum Activation {
  /** g(z) = z. */
  IDENTITY,

  /** g(z) = max(z, 0): the rectified linear unit. */
  RELU,

  /** g(z) = min(max(z, 0), 6), in [0, 6] (Krizhevsky, 2010). */
  RELU6,

  /**
   * g(z) = z for z ≥ 0, alpha·z below; alpha = 0.01 unless written (Maas, Hannun, Ng, 2013). −∞ stays
   * −∞ for a positive alpha and becomes NaN for 0.
   */
  LEAKY_RELU(ActivationParameter.any(ActivationParameter.ALPHA, 0.01)),

  /**
   * g(z)ⱼ = zⱼ for zⱼ ≥ 0, sⱼ·zⱼ below, where the slope s is learned: the tensor {@link
   * LayerSpec#SLOPE}, of one element for the whole layer or, with {@link Dense#slopePerUnit()}, one
   * for each unit (He, Zhang, Ren, Sun, 2015). Special values as for {@link #LEAKY_RELU}.
   */
  PRELU,

  /**
   * g(z) = z for z ≥ 0, alpha·(eᶻ − 1) below, at least −alpha: the exponential linear unit; alpha = 1
   * unless written (Clevert, Unterthiner, Hochreiter, 2015). −∞ becomes −alpha.
   */
  ELU(ActivationParameter.atLeastZero(ActivationParameter.ALPHA, 1)),

  /**
   * g(z) = λ·z for z ≥ 0, λ·α·(eᶻ − 1) below, with λ = 1.0507009873554805 and α =
   * 1.6732632423543772: the scaled ELU that keeps mean 0 and variance 1 (Klambauer, Unterthiner, Mayr,
   * Hochreiter, 2017). −∞ becomes −λ·α = −1.7580993408473766.
   */
  SELU,

  /**
   * g(z) = z for z ≥ 0, alpha·(e^(z/alpha) − 1) below, at least −alpha: the ELU whose slope has no jump
   * at 0; alpha = 1 unless written, positive (Barron, 2017). −∞ becomes −alpha.
   */
  CELU(ActivationParameter.positive(ActivationParameter.ALPHA, 1)),

  /**
   * g(z) = z·Φ(z) with Φ(z) = (1 + erf(z/√2)) / 2: the Gaussian error linear unit (Hendrycks, Gimpel,
   * 2016). g → 0 for z → −∞; −∞ itself becomes NaN.
   */
  GELU,

  /**
   * g(z) = z·(1 + tanh(√(2/π)·(z + 0.044715·z³))) / 2: an approximation of {@link #GELU}, up to 5·10⁻⁴
   * away from it, which is what PyTorch calls {@code approximate='tanh'} (Hendrycks, Gimpel, 2016). g →
   * 0 for z → −∞; −∞ itself becomes NaN.
   */
  GELU_TANH,

  /**
   * g(z) = z / (1 + e⁻ᶻ) = z·sigmoid(z), also called swish (Elfwing, Uchibe, Doya, 2017; Ramachandran,
   * Zoph, Le, 2017). g → 0 for z → −∞; −∞ itself becomes NaN.
   */
  SILU,

  /**
   * g(z) = z·tanh(ln(1 + eᶻ)) (Misra, 2019). g → 0 for z → −∞; −∞ itself becomes NaN.
   */
  MISH,

  /**
   * g(z) = ln(1 + e^(beta·z)) / beta, and z itself where beta·z &gt; threshold; beta = 1, positive, and
   * threshold = 20 unless written (Dugas and others, 2001). −∞ becomes 0.
   */
  SOFTPLUS(
      ActivationParameter.positive(ActivationParameter.BETA, 1),
      ActivationParameter.atLeastZero(ActivationParameter.THRESHOLD, 20)),

  /** g(z) = z / (1 + |z|), in [−1, 1] (Turian, Bergstra, Bengio, 2009). ±∞ become NaN. */
  SOFTSIGN,

  /** g(z) = 1 / (1 + e⁻ᶻ), in [0, 1]: the logistic function. */
  SIGMOID,

  /** g(z) = −ln(1 + e⁻ᶻ) = ln(sigmoid(z)), at most 0. −∞ stays −∞, +∞ becomes 0. */
  LOG_SIGMOID,

  /**
   * g(z) = min(max(z + 3, 0), 6) / 6, in [0, 1]: PyTorch's and Keras 3's form; that of Keras 2 has the
   * slope 1/5 (Howard and others, 2019).
   */
  HARD_SIGMOID,

  /**
   * g(z) = z·min(max(z + 3, 0), 6) / 6, 0 up to z = −3 and z from 3 on (Howard and others, 2019). −∞
   * becomes NaN.
   */
  HARD_SWISH,

  /** g(z) = (eᶻ − e⁻ᶻ) / (eᶻ + e⁻ᶻ), in [−1, 1]: the hyperbolic tangent. */
  TANH,

  /**
   * g(z) = min(max(z, min), max); min = −1 and max = 1 unless written, min less than max (Collobert,
   * 2004).
   */
  HARD_TANH(
      ActivationParameter.any(ActivationParameter.MIN, -1),
      ActivationParameter.any(ActivationParameter.MAX, 1)),

  /** g(z) = z − tanh z, which is z³/3 near 0. ±∞ stay. */
  TANHSHRINK,

  /** g(z) = eᶻ, infinite above z = 88.7. −∞ becomes 0. */
  EXP,

  /**
   * g(z)ⱼ = e^((zⱼ − m)/T) / Σₖ e^((zₖ − m)/T) with m = maxₖ zₖ: each row becomes probabilities that add
   * up to 1; the temperature T = 1 unless written, positive. A row that contains NaN or +∞, or nothing
   * but −∞, becomes NaN throughout; an element −∞ becomes 0.
   */
  SOFTMAX(ActivationParameter.positive(ActivationParameter.TEMPERATURE, 1)),

  /**
   * g(z)ⱼ = (zⱼ − m)/T − ln Σₖ e^((zₖ − m)/T) with m = maxₖ zₖ: the logarithms of {@link #SOFTMAX}, at
   * most 0; the temperature T = 1 unless written, positive. A row that contains NaN or +∞, or nothing
   * but −∞, becomes NaN throughout; an element −∞ stays −∞.
   */
  LOG_SOFTMAX(ActivationParameter.positive(ActivationParameter.TEMPERATURE, 1));

  @SuppressWarnings("ImmutableEnumChecker") // List.of makes it immutable
  private final List<ActivationParameter> parameters;

  Activation(ActivationParameter... parameters) {
    this.parameters = List.of(parameters);
  }

  /**
   * The parameters that the function takes.
   *
   * @return an unmodifiable list in the order of {@link ActivationSpec#parameters()}
   */
  public List<ActivationParameter> parameters() {
    return parameters;
  }

  /**
   * Whether a result depends on all values of its row, not on its own z alone.
   *
   * @return true for {@link #SOFTMAX} and {@link #LOG_SOFTMAX}
   */
  public boolean needsWholeRows() {
    return this == SOFTMAX || this == LOG_SOFTMAX;
  }

  /**
   * The parameters' names as error texts list them.
   *
   * @return such as {@code "beta and threshold"}; {@code "no parameters"} if there are none
   */
  public String parameterNames() {
    return parameters.isEmpty()
        ? "no parameters"
        : parameters.stream().map(ActivationParameter::name).collect(Collectors.joining(" and "));
  }

  /**
   * The name as texts show it.
   *
   * @return the constant's name in lower case, such as {@code relu}
   */
  public String displayName() {
    return name().toLowerCase(Locale.ROOT);
  }
}
