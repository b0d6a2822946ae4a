package dev.lamina.backends.plain.functions;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lamina.Activation;
import dev.lamina.ActivationParameter;
import dev.lamina.ActivationSpec;
import dev.lamina.tck.ActivationBound;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Activations of single values against double precision, over all magnitudes of floats. */
class ActivationAccuracyTest {

  /** A prime number of bit patterns apart, so that all magnitudes and mantissas are met. */
  private static final int STEP = 8209;

  private static final int BATCH = 1024;

  private static final float SLOPE = -0.3f;

  static Stream<ActivationSpec> activations() {
    return Stream.concat(
        Arrays.stream(Activation.values())
            .filter(activation -> !activation.needsWholeRows())
            .map(ActivationSpec::of),
        Stream.of(
            ActivationSpec.of(Activation.LEAKY_RELU).with(ActivationParameter.ALPHA, 3),
            ActivationSpec.of(Activation.ELU).with(ActivationParameter.ALPHA, 0.1),
            ActivationSpec.of(Activation.CELU).with(ActivationParameter.ALPHA, 7),
            ActivationSpec.of(Activation.SOFTPLUS).with(ActivationParameter.BETA, 1e-5),
            ActivationSpec.of(Activation.SOFTPLUS).with(ActivationParameter.BETA, 1e10),
            ActivationSpec.of(Activation.SOFTPLUS).with(ActivationParameter.THRESHOLD, 0)));
  }

  @ParameterizedTest
  @MethodSource("activations")
  void everyMagnitudeIsWithinTheBound(ActivationSpec activation) {
    Worst worst = new Worst();
    float[] z = new float[BATCH];
    long bits = Integer.MIN_VALUE;
    while (bits <= Integer.MAX_VALUE) {
      int count = 0;
      while (count < BATCH && bits <= Integer.MAX_VALUE) {
        z[count++] = Float.intBitsToFloat((int) bits);
        bits += STEP;
      }
      worst.add(activation, z, count);
    }
    worst.assertWithinBound(activation);
  }

  @ParameterizedTest
  @MethodSource("activations")
  void theRangeWhereTheFunctionBendsIsWithinTheBound(ActivationSpec activation) {
    Worst worst = new Worst();
    float[] z = new float[BATCH];
    for (int from = -100; from < 100; from++) {
      for (int i = 0; i < BATCH; i++) {
        z[i] = from + (float) i / BATCH;
      }
      worst.add(activation, z, BATCH);
    }
    worst.assertWithinBound(activation);
  }

  /** The largest error, and the argument that has it. */
  private static final class Worst {

    private double error;
    private float z;
    private float result;

    void add(ActivationSpec activation, float[] arguments, int count) {
      ActivationFunction function = ActivationFunction.of(activation, SLOPE);
      ActivationBound bound = ActivationBound.of(activation, SLOPE);
      float[] row = arguments.clone();
      function.applyToRow(row, 0, count, new float[ActivationFunction.SCRATCH_ARRAYS][BATCH]);
      float[] few = arguments.clone();
      function.applyToFew(few, 0, count, 0);
      for (int i = 0; i < count; i++) {
        float argument = arguments[i];
        assertEquals(
            Float.floatToIntBits(row[i]), Float.floatToIntBits(few[i]), () -> "few of " + argument);
        double found = bound.error(argument, row[i]);
        if (found > error) {
          error = found;
          z = argument;
          result = row[i];
        }
      }
    }

    void assertWithinBound(ActivationSpec activation) {
      double expected = ActivationBound.of(activation, SLOPE).expected(z);
      String line = String.format(
          Locale.ROOT,
          "%-36s largest error %.2f of the bound at z = %s: %s, expected %s",
          activation,
          error,
          z,
          result,
          expected);
      System.out.println(line);
      assertTrue(error <= 1, line);
    }
  }

  @Test
  void limitsAreExact() {
    float[] z = {Float.NEGATIVE_INFINITY, -1e30f, 1e30f, Float.POSITIVE_INFINITY, 0};
    assertEquals("0.0 0.0 1.0 1.0 0.5", joined(Activation.SIGMOID, z));
    assertEquals("-1.0 -1.0 1.0 1.0 0.0", joined(Activation.TANH, z));
    assertEquals("-1.0 -1.0 1.0E30 Infinity 0.0", joined(Activation.ELU, z));
    assertEquals("NaN 0.0 1.0E30 Infinity 0.0", joined(Activation.GELU, z));
    assertEquals("NaN -0.0 1.0E30 Infinity 0.0", joined(Activation.SILU, z));
    assertEquals("-Infinity -1.0E30 1.0E30 Infinity 0.0", joined(Activation.TANHSHRINK, z));
    assertEquals("0.0 0.0 Infinity Infinity 1.0", joined(Activation.EXP, z));
  }

  private static String joined(Activation activation, float[] z) {
    float[] values = z.clone();
    ActivationFunction.of(ActivationSpec.of(activation)).applyToFew(values, 0, z.length, 0);
    StringBuilder text = new StringBuilder();
    for (float value : values) {
      text.append(text.isEmpty() ? "" : " ").append(value);
    }
    return text.toString();
  }
}
