package dev.lamina.backends.simd;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lamina.Activation;
import dev.lamina.ActivationSpec;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Functions of single values against double precision, over all magnitudes of floats. */
class ActivationAccuracyTest {

  private static final int BATCH = 1024;

  /** As the exponential says of itself. */
  private static final double EXPONENTIAL_INFINITE_FROM = 127.5 * Math.log(2);

  /** The functions of single values; e to the power of z is what others are made of. */
  enum Function {
    IDENTITY,
    RELU,
    SIGMOID,
    TANH,
    EXPONENTIAL;

    double reference(double z) {
      return switch (this) {
        case IDENTITY -> z;
        case RELU -> Math.max(z, 0);
        case SIGMOID -> 1 / (1 + Math.exp(-z));
        case TANH -> Math.tanh(z);
        case EXPONENTIAL ->
          z < EXPONENTIAL_INFINITE_FROM
              ? Math.exp(z)
              : Double.isNaN(z) ? z : Double.POSITIVE_INFINITY;
      };
    }

    void apply(float[] values) {
      if (this == EXPONENTIAL) {
        Exponential.applyToRange(values, 0, values.length, 1, 0);
      } else {
        ActivationFunction.of(ActivationSpec.of(Activation.valueOf(name())))
            .apply(
                values,
                0,
                values.length,
                1,
                values.length,
                new float[ActivationFunction.SCRATCH_FLOATS]);
      }
    }
  }

  /** A prime number of bit patterns apart, so that all magnitudes and mantissas are met. */
  private static int step() {
    // Where vectors are emulated a thousandth has to do.
    return Emulation.isOn() ? 2_000_003 : 8209;
  }

  @ParameterizedTest
  @EnumSource
  void everyMagnitudeIsWithinTheBound(Function function) {
    float[] z = new float[BATCH];
    long bits = Integer.MIN_VALUE;
    while (bits <= Integer.MAX_VALUE) {
      for (int i = 0; i < BATCH; i++) {
        z[i] = Float.intBitsToFloat((int) Math.min(bits, Integer.MAX_VALUE));
        bits += step();
      }
      assertWithinBound(function, z);
    }
  }

  @ParameterizedTest
  @EnumSource
  void theRangeWhereTheFunctionBendsIsWithinTheBound(Function function) {
    float[] z = new float[BATCH];
    for (int from = -100; from < 100; from += Emulation.isOn() ? 20 : 1) {
      for (int i = 0; i < BATCH; i++) {
        z[i] = from + (float) i / BATCH;
      }
      assertWithinBound(function, z);
    }
  }

  private static void assertWithinBound(Function function, float[] z) {
    float[] a = z.clone();
    function.apply(a);
    for (int i = 0; i < BATCH; i++) {
      float argument = z[i];
      double expected = function.reference(argument);
      float found = a[i];
      if (Double.isNaN(expected)) {
        assertTrue(Float.isNaN(found), () -> function + " of NaN is " + found);
        continue;
      }
      if (expected == found
          || (Math.abs(expected) > Float.MAX_VALUE && found == (float) expected)) {
        continue; // also where both are infinite
      }
      double bound = Math.max(
          1e-6 * Math.abs(expected),
          Math.max(1e-7 * Math.min(1, Math.abs(argument)), Float.MIN_NORMAL));
      assertTrue(
          Math.abs(found - expected) <= bound,
          () -> function + " of " + argument + ": expected " + expected + ", got " + found
              + ", bound " + bound);
    }
  }

  @Test
  void limitsAreExact() {
    float[] z = {Float.NEGATIVE_INFINITY, -1e30f, 1e30f, Float.POSITIVE_INFINITY, 0, -0f};
    assertEquals("[0.0, 0.0, 1.0, 1.0, 0.5, 0.5]", result(Function.SIGMOID, z));
    assertEquals("[-1.0, -1.0, 1.0, 1.0, 0.0, 0.0]", result(Function.TANH, z));
    assertEquals("[0.0, 0.0, 1.0E30, Infinity, 0.0, 0.0]", result(Function.RELU, z));
    assertEquals("[-Infinity, -1.0E30, 1.0E30, Infinity, 0.0, -0.0]", result(Function.IDENTITY, z));
    assertEquals("[0.0, 0.0, Infinity, Infinity, 1.0, 1.0]", result(Function.EXPONENTIAL, z));
  }

  @Test
  void nanStaysNanWhateverItsBits() {
    float[] z = {
      Float.NaN,
      Float.intBitsToFloat(0xffc00000), // what x86 makes of 0·∞
      Float.intBitsToFloat(0x7f800001),
      Float.intBitsToFloat(0xffffffff)
    };
    for (Function function : Function.values()) {
      assertEquals("[NaN, NaN, NaN, NaN]", result(function, z), function::toString);
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"SIGMOID", "TANH"})
  void resultsStayInTheirRange(Function function) {
    float lowest = function == Function.TANH ? -1 : 0;
    float[] z = new float[BATCH];
    for (int i = 0; i < BATCH; i++) {
      z[i] = (i - BATCH / 2) * 0.02f;
    }
    function.apply(z);
    for (float value : z) {
      assertTrue(value >= lowest && value <= 1, () -> function + " is " + value);
    }
  }

  /** In an array that is longer than a vector, so that it is computed as it is in a long row. */
  private static String result(Function function, float[] z) {
    float[] values = Arrays.copyOf(z, 40);
    function.apply(values);
    return Arrays.toString(Arrays.copyOf(values, z.length));
  }
}
