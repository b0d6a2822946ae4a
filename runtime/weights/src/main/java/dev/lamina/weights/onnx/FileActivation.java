package dev.lamina.weights.onnx;

import dev.lamina.Activation;
import dev.lamina.ActivationParameter;
import dev.lamina.ActivationSpec;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;

/** An activation that a model's file has: one of Lamina's, or one that is refused by name. */
sealed interface FileActivation {

  /**
   * A function that Lamina has.
   *
   * @param spec the function with its parameters
   * @param before what z is scaled by first, if the file's function is Lamina's of another z
   */
  record Known(ActivationSpec spec, Optional<ColumnScaling> before) implements FileActivation {}

  /**
   * A function that Lamina does not have.
   *
   * @param what its name, and what is not right about it
   * @param expected what Lamina has
   * @param fix what to do about it
   */
  record Refused(String what, String expected, String fix) implements FileActivation {}

  /** What can be done about any function that Lamina does not have. */
  String FIX_OTHER_FUNCTION =
      "train with one of these, or export the model without it and compute it in Java";

  static FileActivation of(Activation kind) {
    return of(ActivationSpec.of(kind));
  }

  static FileActivation of(ActivationSpec spec) {
    return new Known(spec, Optional.empty());
  }

  static FileActivation unknown(String name) {
    return new Refused(
        name + " is no activation that Lamina has", "one of " + supported(), FIX_OTHER_FUNCTION);
  }

  /**
   * A function with one parameter.
   *
   * @param name what texts call the function
   * @param value the file's value for the parameter
   */
  static FileActivation of(String name, Activation kind, String parameter, double value) {
    ActivationParameter expected = kind.parameters().stream()
        .filter(candidate -> candidate.name().equals(parameter))
        .findFirst()
        .orElseThrow();
    double rounded = parameterValue(value);
    return expected.accepts(rounded)
        ? of(ActivationSpec.of(kind).with(parameter, rounded))
        : new Refused(
            name + " has " + parameter + " = " + ActivationParameter.text(value) + ", expected "
                + expected.range(),
            parameter + ", " + expected.range(),
            "train with a value in that range");
  }

  /** max(low, min(high, z)); ONNX says that a bound that is left out is the least or greatest float. */
  static FileActivation clip(double low, double high) {
    double min = parameterValue(Math.max(low, -Float.MAX_VALUE));
    double max = parameterValue(Math.min(high, Float.MAX_VALUE));
    if (!(min < max)) {
      return new Refused(
          "Clip has min = " + ActivationParameter.text(low) + " and max = "
              + ActivationParameter.text(high) + ", which leaves nothing between them",
          "min less than max",
          "train with a min that is less than max");
    }
    if (min == 0 && (max == Float.MAX_VALUE || max == 6)) {
      return of(max == 6 ? Activation.RELU6 : Activation.RELU);
    }
    return of(ActivationSpec.of(Activation.HARD_TANH).between(min, max));
  }

  /**
   * The value that a person wrote, 0.2 and not 0.20000000298, which is the float that files hold.
   * Networks compute with the same float.
   */
  static double parameterValue(double value) {
    double shortest = Double.parseDouble(Float.toString((float) value));
    return Math.abs(shortest) > Float.MAX_VALUE ? (float) value : shortest;
  }

  /** All that Lamina has, as texts list them. */
  static String supported() {
    return Arrays.stream(Activation.values())
        .filter(kind -> kind != Activation.IDENTITY)
        .map(Activation::displayName)
        .collect(Collectors.joining(", "));
  }
}
