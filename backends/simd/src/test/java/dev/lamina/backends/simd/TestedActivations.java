package dev.lamina.backends.simd;

import dev.lamina.Activation;
import dev.lamina.ActivationParameter;
import dev.lamina.ActivationSpec;
import java.util.Arrays;
import java.util.stream.Stream;

/** Every function with its defaults, and those that have parameters with others. */
final class TestedActivations {

  /** What a PReLU learned where it is one slope for all units. */
  static final float SLOPE = -0.3f;

  /** As many units as any test has. */
  private static final int UNITS = 128;

  private TestedActivations() {}

  static Stream<ActivationSpec> all() {
    return Stream.concat(
        Arrays.stream(Activation.values()).map(ActivationSpec::of),
        Stream.of(
            of(Activation.LEAKY_RELU).with(ActivationParameter.ALPHA, 3),
            of(Activation.LEAKY_RELU).with(ActivationParameter.ALPHA, 0),
            of(Activation.PRELU).withSlopePerUnit(),
            of(Activation.ELU).with(ActivationParameter.ALPHA, 0.1),
            of(Activation.CELU).with(ActivationParameter.ALPHA, 7),
            of(Activation.SOFTPLUS).with(ActivationParameter.BETA, 1e-5),
            of(Activation.SOFTPLUS).with(ActivationParameter.BETA, 1e10),
            of(Activation.SOFTPLUS).with(ActivationParameter.THRESHOLD, 0),
            of(Activation.HARD_TANH).between(-0.3, 2.1),
            of(Activation.SOFTMAX).with(ActivationParameter.TEMPERATURE, 2.5),
            of(Activation.LOG_SOFTMAX).with(ActivationParameter.TEMPERATURE, 0.3)));
  }

  /** The functions that compute each value on its own. */
  static Stream<ActivationSpec> elementwise() {
    return all().filter(activation -> !activation.kind().needsWholeRows());
  }

  /** The functions of single values that are the same in all columns. */
  static Stream<ActivationSpec> ofSingleValues() {
    return elementwise().filter(activation -> !activation.slopePerUnit());
  }

  static ActivationFunction function(ActivationSpec activation) {
    float[] slopes = {SLOPE};
    if (activation.slopePerUnit()) {
      slopes = new float[UNITS];
      for (int j = 0; j < UNITS; j++) {
        slopes[j] = j * 37 % 101 / 100f - 0.3f;
      }
    }
    return ActivationFunction.of(activation, slopes);
  }

  private static ActivationSpec of(Activation kind) {
    return ActivationSpec.of(kind);
  }
}
