package dev.lamina.runtime;

import dev.lamina.ActivationParameter;
import dev.lamina.ActivationSpec;
import dev.lamina.Dense;
import dev.lamina.Input;
import dev.lamina.InputScale;
import dev.lamina.LaminaException;
import dev.lamina.LayerSpec;
import dev.lamina.NetworkSpec;
import dev.lamina.Normalization;
import dev.lamina.NormalizationSpec;
import dev.lamina.Output;
import dev.lamina.OutputScale;
import dev.lamina.PortSpec;
import dev.lamina.ResidualSpec;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Compares the annotations of a type with the shapes in its generated class. A class left from an earlier build
 * would compute another network than the type declares.
 */
final class DeclaredNetwork {

  private DeclaredNetwork() {}

  /**
   * Checks a generated class.
   *
   * @throws LaminaException if it is not what is generated for the annotations
   */
  static void check(Class<?> type, Class<?> generated, NetworkSpec spec) {
    Dense[] declared = type.getAnnotationsByType(Dense.class);
    List<LayerSpec> layers = spec.layers();
    if (declared.length != layers.size()) {
      throw NotGenerated.other(
          type,
          generated,
          layers.size() + " layers in the class, " + declared.length + " in the annotations");
    }
    for (int i = 0; i < declared.length; i++) {
      if (!declares(declared[i], layers.get(i))) {
        throw NotGenerated.other(
            type,
            generated,
            "layer " + (i + 1) + " is " + layers.get(i) + " in the class, " + declared[i]
                + " in the annotations");
      }
    }
    checkEnds(type, generated, spec);
  }

  private static boolean declares(Dense dense, LayerSpec layer) {
    return (dense.in() == Dense.INFERRED || dense.in() == layer.in())
        && dense.out() == layer.out()
        && declares(dense, layer.activation())
        && dense.bias() == layer.bias()
        && (dense.name().isEmpty() || dense.name().equals(layer.name()))
        && (dense.from().length == 0 || List.of(dense.from()).equals(layer.inputs()))
        && residual(dense).equals(layer.residual())
        && normalization(dense, dense.normalization(), dense.normalizeAfterActivation())
            .equals(layer.normalization())
        && normalization(dense, dense.inputNormalization(), false)
            .equals(layer.inputNormalization());
  }

  private static boolean declares(Dense dense, ActivationSpec activation) {
    return dense.activation() == activation.kind()
        && dense.slopePerUnit() == activation.slopePerUnit()
        && activation.kind().parameters().stream().allMatch(parameter -> {
          double written = written(dense, parameter.name());
          double value = Double.isNaN(written) ? parameter.defaultValue() : written;
          return (float) value == activation.value(parameter.name());
        });
  }

  private static double written(Dense dense, String parameter) {
    return switch (parameter) {
      case ActivationParameter.ALPHA -> dense.alpha();
      case ActivationParameter.BETA -> dense.beta();
      case ActivationParameter.THRESHOLD -> dense.threshold();
      case ActivationParameter.MIN -> dense.min();
      case ActivationParameter.MAX -> dense.max();
      case ActivationParameter.TEMPERATURE -> dense.temperature();
      default -> throw new AssertionError("no member of @Dense is called " + parameter);
    };
  }

  private static Optional<ResidualSpec> residual(Dense dense) {
    return dense.add().isEmpty()
        ? Optional.empty()
        : Optional.of(new ResidualSpec(dense.add(), dense.addAfterActivation()));
  }

  private static Optional<NormalizationSpec> normalization(
      Dense dense, Normalization kind, boolean afterActivation) {
    double epsilon =
        Double.isNaN(dense.epsilon()) ? NormalizationSpec.DEFAULT_EPSILON : dense.epsilon();
    return kind == Normalization.NONE
        ? Optional.empty()
        : Optional.of(new NormalizationSpec(kind, epsilon, afterActivation));
  }

  private static void checkEnds(Class<?> type, Class<?> generated, NetworkSpec spec) {
    List<String> inputs = Arrays.stream(type.getAnnotationsByType(Input.class))
        .map(input -> input.name() + "[" + input.size() + "]")
        .toList();
    List<String> generatedInputs = spec.inputs().stream()
        .map(port -> port.name() + "[" + port.size() + "]")
        .toList();
    if (!inputs.isEmpty() && !inputs.equals(generatedInputs)) {
      throw NotGenerated.other(
          type,
          generated,
          "the inputs are " + generatedInputs + " in the class, " + inputs + " in the annotations");
    }
    Output output = type.getAnnotation(Output.class);
    List<String> generatedOutputs = spec.outputs().stream().map(PortSpec::name).toList();
    if (output != null && !List.of(output.value()).equals(generatedOutputs)) {
      throw NotGenerated.other(
          type,
          generated,
          "the outputs are " + generatedOutputs + " in the class, " + List.of(output.value())
              + " in the annotations");
    }
    if (type.isAnnotationPresent(InputScale.class) != spec.inputScaling().isPresent()
        || type.isAnnotationPresent(OutputScale.class) != spec.outputScaling().isPresent()) {
      throw NotGenerated.other(
          type, generated, "@InputScale or @OutputScale is in one of the two only");
    }
  }
}
