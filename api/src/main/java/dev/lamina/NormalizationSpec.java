package dev.lamina;

/**
 * A normalisation in a dense layer, of its own values or of what it reads.
 *
 * @param kind by what the values are normalised, not {@link Normalization#NONE}
 * @param epsilon ε, what is added to a variance so that it is not 0
 * @param afterActivation whether g(Z) is normalised; Z, or the input, is if not
 */
public record NormalizationSpec(Normalization kind, double epsilon, boolean afterActivation) {

  /** ε where nothing else is said, as in PyTorch. */
  public static final double DEFAULT_EPSILON = 1e-5;

  /**
   * Checks.
   *
   * @throws IllegalArgumentException if there is no normalisation, or ε is not positive and finite
   */
  public NormalizationSpec {
    if (kind == Normalization.NONE) {
      throw new IllegalArgumentException(
          ErrorCode.NORMALIZATION.text("a normalisation is BATCH or LAYER; leave it out for none"));
    }
    if (!acceptsEpsilon(epsilon)) {
      throw new IllegalArgumentException(ErrorCode.NORMALIZATION.text(
          "epsilon = %s is added to a variance and must be a positive number", epsilon));
    }
  }

  /**
   * Whether a number can be ε.
   *
   * @param epsilon the number
   * @return whether it is positive and finite
   */
  public static boolean acceptsEpsilon(double epsilon) {
    return epsilon > 0 && epsilon < Double.POSITIVE_INFINITY;
  }

  /**
   * The normalisation of Z, before the activation.
   *
   * @param kind by what
   * @return the normalisation, with the default ε
   */
  public static NormalizationSpec of(Normalization kind) {
    return new NormalizationSpec(kind, DEFAULT_EPSILON, false);
  }

  /**
   * The same normalisation of g(Z).
   *
   * @return the normalisation, after the activation
   */
  public NormalizationSpec afterTheActivation() {
    return new NormalizationSpec(kind, epsilon, true);
  }

  /**
   * The same normalisation with another ε.
   *
   * @param other ε
   * @return the normalisation
   */
  public NormalizationSpec withEpsilon(double other) {
    return new NormalizationSpec(kind, other, afterActivation);
  }

  /** {@code layer_norm(X)}, as equations write it. */
  String applied(String values) {
    return kind.displayName() + "(" + values + ")";
  }
}
