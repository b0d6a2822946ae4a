package dev.lamina.processor;

import dev.lamina.ActivationParameter;
import dev.lamina.ErrorCode;
import dev.lamina.NormalizationSpec;
import java.util.ArrayList;
import java.util.List;

/** Checks what layers say about normalisation and dropout. */
final class NormalizationCheck {

  private static final String ADD = "normalization = BATCH or LAYER";

  private NormalizationCheck() {}

  static List<Problem> check(Declaration declaration) {
    List<Problem> problems = new ArrayList<>();
    for (LayerDeclaration layer : declaration.layers()) {
      checkEpsilon(declaration, layer, problems);
      checkPlace(declaration, layer, problems);
      checkDropout(declaration, layer, problems);
    }
    return problems;
  }

  private static void checkEpsilon(
      Declaration declaration, LayerDeclaration layer, List<Problem> problems) {
    layer.normalization().epsilon().ifPresent(epsilon -> {
      String has = layer.title() + " has epsilon = " + ActivationParameter.text(epsilon);
      Place place = Place.of(declaration.type(), layer, "epsilon");
      if (layer.normalization().isNone() && layer.normalization().isInputNone()) {
        problems.add(new Problem(
            ErrorCode.NORMALIZATION,
            place,
            has + ", but no normalization",
            List.of("fix: leave out epsilon, or add normalization or inputNormalization = BATCH or"
                + " LAYER")));
      } else if (!NormalizationSpec.acceptsEpsilon(epsilon)) {
        problems.add(new Problem(
            ErrorCode.NORMALIZATION,
            place,
            has + ", but what is added to a variance is a positive number",
            List.of("fix: the epsilon of the training, or leave it out, it is then "
                + ActivationParameter.text(NormalizationSpec.DEFAULT_EPSILON))));
      }
    });
  }

  private static void checkPlace(
      Declaration declaration, LayerDeclaration layer, List<Problem> problems) {
    layer
        .normalization()
        .afterActivation()
        .filter(value -> layer.normalization().isNone())
        .ifPresent(value -> problems.add(new Problem(
            ErrorCode.NORMALIZATION,
            Place.of(declaration.type(), layer, "normalizeAfterActivation"),
            layer.title() + " has normalizeAfterActivation = " + value + ", but no normalization",
            List.of("fix: leave out normalizeAfterActivation, or add " + ADD))));
  }

  private static void checkDropout(
      Declaration declaration, LayerDeclaration layer, List<Problem> problems) {
    layer
        .dropout()
        .filter(rate -> !(rate >= 0 && rate < 1))
        .ifPresent(rate -> problems.add(new Problem(
            ErrorCode.DROPOUT,
            Place.of(declaration.type(), layer, "dropout"),
            layer.title() + " has dropout = " + ActivationParameter.text(rate)
                + ", but the part that is left out is 0 or more and less than 1",
            List.of("fix: the rate of the training, 0.5 for one half, or leave out dropout"))));
  }
}
