package dev.lamina.backends.simd;

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
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Functions of single values against double precision, over all magnitudes of floats. */
class ActivationAccuracyTest {

  private static final int BATCH = 1024;

  /** As the exponential says of itself. */
  private static final double EXPONENTIAL_INFINITE_FROM = 127.5 * Math.log(2);

  static Stream<ActivationSpec> activations() {
    return TestedActivations.ofSingleValues();
  }

  /** A prime number of bit patterns apart, so that all magnitudes and mantissas are met. */
  private static int step() {
    // Where vectors are emulated a thousandth has to do; the formulas do not depend on the width.
    return Emulation.isOn() ? 2_000_003 : VectorBits.requested().isPresent() ? 131_101 : 8209;
  }

  @ParameterizedTest
  @MethodSource("activations")
  void everyMagnitudeIsWithinTheBound(ActivationSpec activation) {
    Worst worst = new Worst(activation);
    float[] z = new float[BATCH];
    long bits = Integer.MIN_VALUE;
    while (bits <= Integer.MAX_VALUE) {
      for (int i = 0; i < BATCH; i++) {
        z[i] = Float.intBitsToFloat((int) Math.min(bits, Integer.MAX_VALUE));
        bits += step();
      }
      worst.add(z);
    }
    worst.assertWithinBound();
  }

  @ParameterizedTest
  @MethodSource("activations")
  void theRangeWhereTheFunctionBendsIsWithinTheBound(ActivationSpec activation) {
    Worst worst = new Worst(activation);
    float[] z = new float[BATCH];
    for (int from = -100; from < 100; from += Emulation.isOn() ? 20 : 1) {
      for (int i = 0; i < BATCH; i++) {
        z[i] = from + (float) i / BATCH;
      }
      worst.add(z);
    }
    worst.assertWithinBound();
  }

  /** The largest error, and the argument that has it. */
  private static final class Worst {

    private final ActivationSpec activation;
    private final ActivationFunction function;
    private final ActivationBound bound;

    private double error;
    private float z;
    private float result;

    Worst(ActivationSpec activation) {
      this.activation = activation;
      function = TestedActivations.function(activation);
      bound = ActivationBound.of(activation, TestedActivations.SLOPE);
    }

    void add(float[] arguments) {
      float[] a = arguments.clone();
      apply(function, a);
      for (int i = 0; i < a.length; i++) {
        double found = bound.error(arguments[i], a[i]);
        if (found > error) {
          error = found;
          z = arguments[i];
          result = a[i];
        }
      }
    }

    void assertWithinBound() {
      assertTrue(
          error <= 1,
          () -> String.format(
              Locale.ROOT,
              "%s has an error of %.2f times the bound at z = %s: %s, expected %s",
              activation,
              error,
              z,
              result,
              bound.expected(z)));
    }
  }

  private static void apply(ActivationFunction function, float[] values) {
    float[] scratch = new float[ActivationFunction.SCRATCH_FLOATS];
    function.apply(values, 0, values.length, 1, 0, values.length, scratch);
  }

  /** What the functions are made of has to be more precise than they are. */
  @Test
  void exponentialsAreWithinHalfTheBound() {
    float[] z = new float[BATCH];
    for (int from = -100; from < 100; from += Emulation.isOn() ? 20 : 1) {
      for (int i = 0; i < BATCH; i++) {
        z[i] = from + (float) i / BATCH;
      }
      float[] power = z.clone();
      Exponential.compute(power, 0, BATCH, 1, 0, power, 0);
      float[] minusOne = new float[BATCH + 3];
      Exponential.computeMinusOne(z, 0, BATCH, 1, minusOne, 3);
      for (int i = 0; i < BATCH; i++) {
        double expected =
            z[i] < EXPONENTIAL_INFINITE_FROM ? Math.exp(z[i]) : Double.POSITIVE_INFINITY;
        assertNear(expected, power[i], "e to the power of " + z[i]);
        expected = Math.expm1(Math.min(z[i], 0));
        assertNear(expected, minusOne[i + 3], "e to the power of " + z[i] + ", minus 1");
      }
    }
  }

  private static void assertNear(double expected, float found, String text) {
    double bound = Math.max(0.5e-6 * Math.abs(expected), Float.MIN_NORMAL);
    assertTrue(
        expected == found || Math.abs(expected - found) <= bound,
        () -> text + ": expected " + expected + ", got " + found);
  }

  /** Of −∞, −10³⁰, 10³⁰, ∞, 0 and −0. */
  @ParameterizedTest
  @CsvSource(delimiter = ':', textBlock = """
      IDENTITY     : -Infinity, -1.0E30, 1.0E30, Infinity, 0.0, -0.0
      RELU         : 0.0, 0.0, 1.0E30, Infinity, 0.0, 0.0
      RELU6        : 0.0, 0.0, 6.0, 6.0, 0.0, 0.0
      LEAKY_RELU   : -Infinity, -1.0E28, 1.0E30, Infinity, 0.0, 0.0
      ELU          : -1.0, -1.0, 1.0E30, Infinity, 0.0, 0.0
      SELU         : -1.7580993, -1.7580993, 1.050701E30, Infinity, 0.0, 0.0
      CELU         : -1.0, -1.0, 1.0E30, Infinity, 0.0, 0.0
      GELU         : NaN, 0.0, 1.0E30, Infinity, 0.0, 0.0
      GELU_TANH    : NaN, -0.0, 1.0E30, Infinity, 0.0, 0.0
      SILU         : NaN, -0.0, 1.0E30, Infinity, 0.0, 0.0
      MISH         : NaN, -0.0, 1.0E30, Infinity, 0.0, 0.0
      SOFTPLUS     : 0.0, 0.0, 1.0E30, Infinity, 0.6931472, 0.6931472
      SOFTSIGN     : NaN, -1.0, 1.0, NaN, 0.0, 0.0
      SIGMOID      : 0.0, 0.0, 1.0, 1.0, 0.5, 0.5
      LOG_SIGMOID  : -Infinity, -1.0E30, 0.0, 0.0, -0.6931472, -0.6931472
      HARD_SIGMOID : 0.0, 0.0, 1.0, 1.0, 0.5, 0.5
      HARD_SWISH   : NaN, -0.0, 1.0E30, Infinity, 0.0, 0.0
      TANH         : -1.0, -1.0, 1.0, 1.0, 0.0, 0.0
      HARD_TANH    : -1.0, -1.0, 1.0, 1.0, 0.0, 0.0
      TANHSHRINK   : -Infinity, -1.0E30, 1.0E30, Infinity, 0.0, 0.0
      EXP          : 0.0, 0.0, Infinity, Infinity, 1.0, 1.0
      """)
  void limitsAreExact(Activation activation, String expected) {
    float[] z = {Float.NEGATIVE_INFINITY, -1e30f, 1e30f, Float.POSITIVE_INFINITY, 0, -0f};
    assertEquals("[" + expected + "]", result(ActivationSpec.of(activation), z));
  }

  @Test
  void slopeOfZeroMakesMinusInfinityNan() {
    ActivationSpec activation =
        ActivationSpec.of(Activation.LEAKY_RELU).with(ActivationParameter.ALPHA, 0);
    assertEquals("[NaN]", result(activation, new float[] {Float.NEGATIVE_INFINITY}));
  }

  @ParameterizedTest
  @MethodSource("activations")
  void nanStaysNanWhateverItsBits(ActivationSpec activation) {
    float[] z = {
      Float.NaN,
      Float.intBitsToFloat(0xffc00000), // what x86 makes of 0·∞
      Float.intBitsToFloat(0x7f800001),
      Float.intBitsToFloat(0xffffffff)
    };
    assertEquals("[NaN, NaN, NaN, NaN]", result(activation, z));
  }

  @ParameterizedTest
  @EnumSource(names = {"SIGMOID", "TANH", "HARD_SIGMOID", "HARD_TANH", "SOFTSIGN", "RELU6"})
  void resultsStayInTheirRange(Activation activation) {
    float lowest = switch (activation) {
      case TANH, HARD_TANH, SOFTSIGN -> -1;
      default -> 0;
    };
    float greatest = activation == Activation.RELU6 ? 6 : 1;
    float[] z = new float[BATCH];
    for (int i = 0; i < BATCH; i++) {
      z[i] = (i - BATCH / 2) * 0.02f;
    }
    apply(ActivationFunction.of(ActivationSpec.of(activation)), z);
    for (float value : z) {
      assertTrue(value >= lowest && value <= greatest, () -> activation + " is " + value);
    }
  }

  /** In an array that is longer than a vector, so that it is computed as it is in a long row. */
  private static String result(ActivationSpec activation, float[] z) {
    float[] values = Arrays.copyOf(z, 40);
    apply(TestedActivations.function(activation), values);
    return Arrays.toString(Arrays.copyOf(values, z.length));
  }
}
