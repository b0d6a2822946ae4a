package dev.lamina.backends.plain.functions;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lamina.Activation;
import dev.lamina.ActivationSpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Activations against double precision, over all magnitudes of floats. */
class ActivationAccuracyTest {

  /** A prime number of bit patterns apart, so that all magnitudes and mantissas are met. */
  private static final int STEP = 4099;

  private static final int BATCH = 1024;

  private static double reference(Activation activation, double z) {
    return switch (activation) {
      case RELU -> Math.max(z, 0);
      case SIGMOID -> 1 / (1 + Math.exp(-z));
      case TANH -> Math.tanh(z);
      default -> throw new IllegalArgumentException(activation + " is not elementwise");
    };
  }

  @ParameterizedTest
  @EnumSource(names = {"RELU", "SIGMOID", "TANH"})
  void everyMagnitudeIsWithinTheBound(Activation activation) {
    float[] z = new float[BATCH];
    long bits = Integer.MIN_VALUE;
    while (bits <= Integer.MAX_VALUE) {
      int count = 0;
      while (count < BATCH && bits <= Integer.MAX_VALUE) {
        z[count++] = Float.intBitsToFloat((int) bits);
        bits += STEP;
      }
      assertWithinBound(activation, z, count);
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"RELU", "SIGMOID", "TANH"})
  void theRangeWhereTheFunctionBendsIsWithinTheBound(Activation activation) {
    float[] z = new float[BATCH];
    for (int from = -100; from < 100; from++) {
      for (int i = 0; i < BATCH; i++) {
        z[i] = from + (float) i / BATCH;
      }
      assertWithinBound(activation, z, BATCH);
    }
  }

  private static void assertWithinBound(Activation activation, float[] z, int count) {
    ActivationFunction function = ActivationFunction.of(ActivationSpec.of(activation));
    float[] row = z.clone();
    function.applyToRow(row, 0, count, new float[ActivationFunction.SCRATCH_ARRAYS][BATCH]);
    float[] few = z.clone();
    function.applyToFew(few, 0, count);
    for (int i = 0; i < count; i++) {
      float argument = z[i];
      double expected = reference(activation, argument);
      float found = row[i];
      assertEquals(
          Float.floatToIntBits(found), Float.floatToIntBits(few[i]), () -> "few of " + argument);
      if (Double.isNaN(expected)) {
        assertTrue(Float.isNaN(found), () -> activation + " of NaN is " + found);
        continue;
      }
      if (expected == found) {
        continue; // also where both are infinite
      }
      double bound = Math.max(
          1e-6 * Math.abs(expected),
          Math.max(1e-7 * Math.min(1, Math.abs(argument)), Float.MIN_NORMAL));
      assertTrue(
          Math.abs(found - expected) <= bound,
          () -> activation + " of " + argument + ": expected " + expected + ", got " + found
              + ", bound " + bound);
    }
  }

  @Test
  void limitsAreExact() {
    float[] z = {Float.NEGATIVE_INFINITY, -1e30f, 1e30f, Float.POSITIVE_INFINITY, 0};
    float[] sigmoid = z.clone();
    ActivationFunction.of(ActivationSpec.of(Activation.SIGMOID)).applyToFew(sigmoid, 0, z.length);
    assertEquals("0.0 0.0 1.0 1.0 0.5", joined(sigmoid));
    float[] tanh = z.clone();
    ActivationFunction.of(ActivationSpec.of(Activation.TANH)).applyToFew(tanh, 0, z.length);
    assertEquals("-1.0 -1.0 1.0 1.0 0.0", joined(tanh));
  }

  private static String joined(float[] values) {
    StringBuilder text = new StringBuilder();
    for (float value : values) {
      text.append(text.isEmpty() ? "" : " ").append(value);
    }
    return text.toString();
  }
}
