package dev.lamina.tck;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lamina.Activation;
import dev.lamina.ActivationSpec;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

final class ActivationReferenceTest {

  private static final double INFINITY = Double.POSITIVE_INFINITY;

  static LongStream seeds() {
    return LongStream.rangeClosed(1, 50);
  }

  private static double[] apply(Activation activation, double... z) {
    return apply(ActivationSpec.of(activation), z);
  }

  private static double[] apply(ActivationSpec activation, double... z) {
    double[] values = z.clone();
    new ActivationReference(activation).apply(values, new double[z.length]);
    return values;
  }

  /** The error of g(z) for an error of z. */
  private static double error(Activation activation, double z, double error) {
    double[] errors = {error};
    new ActivationReference(ActivationSpec.of(activation)).apply(new double[] {z}, errors);
    return errors[0];
  }

  @ParameterizedTest
  @CsvSource({
    "IDENTITY, -3.5, -3.5",
    "RELU, -3.5, 0",
    "RELU, 3.5, 3.5",
    "RELU, NaN, NaN",
    "SIGMOID, 0, 0.5",
    "SIGMOID, 2, 0.88079707797788243",
    "SIGMOID, -2, 0.11920292202211756",
    "SIGMOID, -800, 0",
    "SIGMOID, 800, 1",
    "SIGMOID, -Infinity, 0",
    "SIGMOID, Infinity, 1",
    "SIGMOID, NaN, NaN",
    "TANH, 0.5, 0.46211715726000979",
    "TANH, -1e30, -1",
    "TANH, Infinity, 1",
    "TANH, NaN, NaN"
  })
  void valuesAreThoseOfTheFormula(Activation activation, double z, double value) {
    assertEquals(value, apply(activation, z)[0], 1e-15);
  }

  @Test
  void softmaxValuesAreThoseOfTheFormula() {
    // e^1, e^2 and e^3 over their sum.
    double[] expected = {0.09003057317038046, 0.24472847105479767, 0.6652409557748218};

    assertArrayEquals(expected, apply(Activation.SOFTMAX, 1, 2, 3), 1e-15);
    assertArrayEquals(expected, apply(Activation.SOFTMAX, 1e6 + 1, 1e6 + 2, 1e6 + 3), 1e-15);
    assertArrayEquals(new double[] {1}, apply(Activation.SOFTMAX, -1e30), 0);
    assertArrayEquals(new double[] {0, 1}, apply(Activation.SOFTMAX, -1e30, 1e30), 0);
    assertArrayEquals(new double[] {0, 0.5, 0.5}, apply(Activation.SOFTMAX, -INFINITY, 7, 7), 0);
  }

  @Test
  void softmaxRowsWithoutAFiniteMaximumAreNan() {
    double nan = Double.NaN;
    double[] expected = {nan, nan};

    assertArrayEquals(expected, apply(Activation.SOFTMAX, 1, INFINITY));
    assertArrayEquals(expected, apply(Activation.SOFTMAX, nan, 1));
    assertArrayEquals(expected, apply(Activation.SOFTMAX, nan, -INFINITY));
    assertArrayEquals(expected, apply(Activation.SOFTMAX, INFINITY, nan));
    assertArrayEquals(expected, apply(Activation.SOFTMAX, -INFINITY, -INFINITY));
  }

  @Test
  void exactFunctionsAddNoErrorOfTheirOwn() {
    assertEquals(1e-3, error(Activation.IDENTITY, 5, 1e-3), 1e-15);
    assertEquals(1e-3, error(Activation.RELU, 5, 1e-3), 1e-15);
    assertEquals(0, error(Activation.RELU, -5, 1e-3));
    assertEquals(4e-4, error(Activation.RELU, -6e-4, 1e-3), 1e-15);
  }

  @Test
  void errorsGrowByTheSlopeAndTheAllowance() {
    double allowance = 0.5e-6;
    assertEquals(0.25e-3 + allowance, error(Activation.SIGMOID, 0, 1e-3), 1e-9);
    assertEquals(1e-3, error(Activation.TANH, 0, 1e-3), 1e-9);
  }

  @ParameterizedTest
  @EnumSource(names = {"SIGMOID", "TANH"})
  void saturatedFunctionsLeaveNoRoomForMoreThanTheAllowance(Activation activation) {
    assertEquals(1e-6, error(activation, 1e30, 1e24));
    assertEquals(activation == Activation.TANH ? 1e-6 : 1e-7, error(activation, -1e30, 1e24));
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void softmaxErrorsAreTheFarthestThatTheErrorsOfZCanLead(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    int out = random.nextInt(1, 6);
    double spread = Math.pow(10, random.nextInt(-1, 4));
    double[] z = random.doubles(out, -spread, spread).toArray();
    double[] errors = random.doubles(out, 0, 0.3).toArray();
    double[] values = z.clone();
    double[] bounds = errors.clone();
    new ActivationReference(ActivationSpec.of(Activation.SOFTMAX)).apply(values, bounds);
    double[] farthest = new double[out];
    for (int corner = 0; corner < 1 << out; corner++) {
      double[] moved = z.clone();
      for (int k = 0; k < out; k++) {
        moved[k] += (corner >> k & 1) == 0 ? errors[k] : -errors[k];
      }
      double[] probabilities = apply(Activation.SOFTMAX, moved);
      for (int j = 0; j < out; j++) {
        farthest[j] = Math.max(farthest[j], Math.abs(probabilities[j] - values[j]));
      }
    }

    for (int j = 0; j < out; j++) {
      double allowance =
          Math.max(1e-6 * values[j], 1e-7) + Rounding.gamma(out, 0x1p-24) * values[j];
      assertEquals(
          farthest[j] + allowance,
          bounds[j],
          1e-12,
          "seed " + seed + ", column " + j + " of " + Arrays.toString(z));
    }
  }

  @Test
  void softmaxOfHugeArgumentsIsCertain() {
    double[] z = {1e30, -1e30, 0.9e30, -INFINITY};
    double[] errors = {1e24, 1e24, 1e24, 0};

    new ActivationReference(ActivationSpec.of(Activation.SOFTMAX)).apply(z, errors);

    assertArrayEquals(new double[] {1, 0, 0, 0}, z);
    for (double error : errors) {
      assertTrue(error < 2e-6, "error " + error);
    }
  }
}
