package dev.lamina.processor;

import dev.lamina.Activation;
import dev.lamina.ActivationParameter;
import dev.lamina.ErrorCode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Checks that layers have the parameters that their activations take, and those in their ranges. */
final class ActivationCheck {

  /** All members of an annotation that are parameters of one activation or another. */
  static final List<String> PARAMETERS = Arrays.stream(Activation.values())
      .flatMap(activation -> activation.parameters().stream())
      .map(ActivationParameter::name)
      .distinct()
      .toList();

  private ActivationCheck() {}

  static List<Problem> check(Declaration declaration) {
    List<Problem> problems = new ArrayList<>();
    for (LayerDeclaration layer : declaration.layers()) {
      int before = problems.size();
      for (String name : layer.parameters().keySet()) {
        check(declaration, layer, name).ifPresent(problems::add);
      }
      if (layer.activation() == Activation.HARD_TANH && problems.size() == before) {
        checkEnds(declaration, layer).ifPresent(problems::add);
      }
      if (layer.slopePerUnit().isPresent() && layer.activation() != Activation.PRELU) {
        problems.add(new Problem(
            ErrorCode.ACTIVATION,
            Place.of(declaration.type(), layer, "slopePerUnit"),
            layer.title() + " has slopePerUnit = " + layer.slopePerUnit().get() + ", but "
                + layer.activation() + " learns no slope",
            List.of("fix: leave out slopePerUnit, or PRELU, which learns its slope")));
      }
    }
    return problems;
  }

  private static Optional<Problem> check(
      Declaration declaration, LayerDeclaration layer, String name) {
    double value = layer.parameters().getOrDefault(name, Double.NaN);
    Optional<ActivationParameter> taken = find(layer.activation(), name);
    if (taken.isPresent() && taken.get().accepts(value)) {
      return Optional.empty();
    }
    String expected =
        taken.map(ActivationParameter::range).orElseGet(layer.activation()::parameterNames);
    String fix = taken
        .map(parameter -> "fix: such a number, or leave out " + name + ", which is then "
            + ActivationParameter.text(parameter.defaultValue()))
        .orElseGet(() -> "fix: leave out " + name + ", a parameter of " + takers(name));
    return Optional.of(new Problem(
        ErrorCode.ACTIVATION,
        Place.of(declaration.type(), layer, name),
        layer.title() + " has " + name + " = " + ActivationParameter.text(value) + ", but "
            + layer.activation() + " takes " + expected,
        List.of(fix)));
  }

  private static Optional<ActivationParameter> find(Activation activation, String name) {
    return activation.parameters().stream()
        .filter(parameter -> parameter.name().equals(name))
        .findFirst();
  }

  /** The activations that take a parameter. */
  private static String takers(String name) {
    return Arrays.stream(Activation.values())
        .filter(activation -> find(activation, name).isPresent())
        .map(Activation::name)
        .collect(Collectors.joining(", "));
  }

  private static Optional<Problem> checkEnds(Declaration declaration, LayerDeclaration layer) {
    double[] ends = layer.activation().parameters().stream()
        .mapToDouble(end -> layer.parameters().getOrDefault(end.name(), end.defaultValue()))
        .toArray();
    if (ends[0] < ends[1]) {
      return Optional.empty();
    }
    // At least one of the two was written, for the defaults are in order.
    String written = layer.parameters().containsKey(ActivationParameter.MAX)
        ? ActivationParameter.MAX
        : ActivationParameter.MIN;
    return Optional.of(new Problem(
        ErrorCode.ACTIVATION,
        Place.of(declaration.type(), layer, written),
        layer.title() + " has min = " + ActivationParameter.text(ends[0]) + " and max = "
            + ActivationParameter.text(ends[1]) + ", but min must be less than max",
        List.of("fix: the smaller number as min, the larger one as max")));
  }
}
