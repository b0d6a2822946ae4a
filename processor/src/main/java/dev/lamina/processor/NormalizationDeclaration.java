package dev.lamina.processor;

import dev.lamina.Normalization;
import dev.lamina.NormalizationSpec;
import java.util.Optional;

/**
 * What one {@code @Dense} says about a normalisation, right or wrong.
 *
 * @param kind by what the layer is normalised
 * @param afterActivation whether the activation comes first, if it was written
 * @param epsilon what is added to a variance, if it was written
 */
record NormalizationDeclaration(
    Normalization kind, Optional<Boolean> afterActivation, Optional<Double> epsilon) {

  boolean isNone() {
    return kind == Normalization.NONE;
  }

  /** The normalisation, once it was found right. */
  Optional<NormalizationSpec> spec() {
    return isNone()
        ? Optional.empty()
        : Optional.of(new NormalizationSpec(
            kind,
            epsilon.orElse(NormalizationSpec.DEFAULT_EPSILON),
            afterActivation.orElse(false)));
  }
}
