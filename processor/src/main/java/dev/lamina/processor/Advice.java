package dev.lamina.processor;

import dev.lamina.Activation;
import dev.lamina.ErrorCode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import javax.lang.model.element.TypeElement;

/** Warns of networks that are right and probably not what was meant. */
final class Advice {

  private Advice() {}

  static List<Problem> on(Declaration declaration) {
    List<Problem> warnings = new ArrayList<>();
    List<LayerDeclaration> layers = declaration.layers();
    for (LayerDeclaration layer : layers) {
      boolean isLast = layer.number() == layers.size();
      if (layer.activation() == Activation.SOFTMAX && layer.out() == 1) {
        warnings.add(new Problem(
            ErrorCode.SOFTMAX_ONE,
            Place.of(declaration.type(), layer, "activation"),
            layer.title() + " is a softmax of one unit, which is 1 whatever goes in",
            List.of("fix: SIGMOID, or out = 2")));
      } else if (layer.activation() == Activation.SOFTMAX && !isLast) {
        warnings.add(new Problem(
            ErrorCode.SOFTMAX_INSIDE,
            Place.of(declaration.type(), layer, "activation"),
            layer.title() + " is a softmax, but the network goes on behind it",
            List.of("fix: RELU or another activation, softmax belongs on the last layer")));
      } else if (layer.activation() == Activation.IDENTITY && !isLast) {
        LayerDeclaration next = layers.get(layer.number());
        warnings.add(new Problem(
            ErrorCode.LINEAR,
            Place.of(declaration.type(), layer),
            layer.title() + " has no activation, so it and " + next.title()
                + " are together one linear layer",
            List.of("fix: an activation here, such as RELU, or leave the layer out")));
      }
    }
    Set<String> suppressed = suppressed(declaration.type());
    warnings.removeIf(warning -> suppressed.contains(warning.code().code()));
    return warnings;
  }

  /** What {@code @SuppressWarnings} on the type, or on one around it, silences. */
  private static Set<String> suppressed(TypeElement type) {
    Set<String> codes = new HashSet<>();
    for (TypeElement outer : Nesting.outwards(type)) {
      SuppressWarnings suppress = outer.getAnnotation(SuppressWarnings.class);
      if (suppress != null) {
        codes.addAll(Arrays.asList(suppress.value()));
      }
    }
    return codes;
  }
}
