package dev.lamina.processor;

import dev.lamina.Normalization;
import dev.lamina.NormalizationSpec;
import java.util.Optional;

/**
 * What one {@code @Dense} says about normalisations, right or wrong.
 *
 * @param kind by what the layer is normalised
 * @param afterActivation whether the activation comes first, if it was written
 * @param inputKind by what the layer's input is normalised
 * @param epsilon what is added to the variances of both, if it was written
 */
record NormalizationDeclaration(
    Normalization kind,
    Optional<Boolean> afterActivation,
    Normalization inputKind,
    Optional<Double> epsilon) {

  /** Whether the layer's own values are not normalised. */
  boolean isNone() {
    return kind == Normalization.NONE;
  }

  /** Whether the layer's input is not normalised. */
  boolean isInputNone() {
    return inputKind == Normalization.NONE;
  }

  /** The normalisation of the layer's own values, once it was found right. */
  Optional<NormalizationSpec> spec() {
    return isNone()
        ? Optional.empty()
        : Optional.of(
            new NormalizationSpec(kind, epsilonOrDefault(), afterActivation.orElse(false)));
  }

  /** The normalisation of the layer's input, once it was found right. */
  Optional<NormalizationSpec> inputSpec() {
    return isInputNone()
        ? Optional.empty()
        : Optional.of(new NormalizationSpec(inputKind, epsilonOrDefault(), false));
  }

  private double epsilonOrDefault() {
    return epsilon.orElse(NormalizationSpec.DEFAULT_EPSILON);
  }
}
