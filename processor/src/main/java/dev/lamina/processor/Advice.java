package dev.lamina.processor;

import dev.lamina.Activation;
import dev.lamina.ActivationParameter;
import dev.lamina.ErrorCode;
import dev.lamina.Normalization;
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
    Wiring wiring = new Wiring(declaration);
    for (LayerDeclaration layer : layers) {
      boolean isOutput = wiring.outputs().contains(layer);
      List<LayerDeclaration> readers = wiring.readers(layer.name());
      Activation activation = layer.activation();
      String name = activation.displayName();
      if (activation.needsWholeRows() && layer.out() == 1) {
        boolean logarithm = activation == Activation.LOG_SOFTMAX;
        warnings.add(new Problem(
            ErrorCode.SOFTMAX_ONE,
            Place.of(declaration.type(), layer, "activation"),
            layer.title() + " is a " + name + " of one unit, which is " + (logarithm ? 0 : 1)
                + " whatever goes in",
            List.of("fix: " + (logarithm ? "LOG_SIGMOID" : "SIGMOID") + ", or out = 2")));
      } else if (activation.needsWholeRows() && !isOutput) {
        warnings.add(new Problem(
            ErrorCode.SOFTMAX_INSIDE,
            Place.of(declaration.type(), layer, "activation"),
            layer.title() + " is a " + name + ", but the network goes on behind it",
            List.of("fix: RELU or another activation, " + name + " belongs on the last layer")));
      } else if (isLinear(layer) && !isOutput && isAllOf(wiring, layer, readers)) {
        LayerDeclaration next = readers.get(0);
        boolean none = activation == Activation.IDENTITY;
        warnings.add(new Problem(
            ErrorCode.LINEAR,
            none
                ? Place.of(declaration.type(), layer)
                : Place.of(declaration.type(), layer, ActivationParameter.ALPHA),
            layer.title() + (none ? " has no activation" : " has an activation with alpha = 1")
                + ", so it and " + next.title() + " are together one linear layer",
            List.of("fix: an activation here, such as RELU, or leave the layer out")));
      }
    }
    Set<String> suppressed = suppressed(declaration.type());
    warnings.removeIf(warning -> suppressed.contains(warning.code().code()));
    return warnings;
  }

  /** Whether a layer is all that a single other one multiplies, as it is, and nothing is added to it. */
  private static boolean isAllOf(
      Wiring wiring, LayerDeclaration layer, List<LayerDeclaration> readers) {
    return readers.size() == 1
        && wiring.namesRead(readers.get(0)).equals(List.of(layer.name()))
        && readers.get(0).add().filter(layer.name()::equals).isEmpty()
        && readers.get(0).normalization().inputKind() != Normalization.LAYER
        && layer.add().isEmpty();
  }

  /** Whether g(z) is z, and nothing else is not linear: means and variances of batches are constants. */
  private static boolean isLinear(LayerDeclaration layer) {
    return layer.normalization().kind() != Normalization.LAYER
        && (layer.activation() == Activation.IDENTITY
            || (layer.activation() == Activation.LEAKY_RELU
                && layer.activationSpec().value(ActivationParameter.ALPHA) == 1));
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
