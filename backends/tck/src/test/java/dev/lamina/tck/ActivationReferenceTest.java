package dev.lamina.tck;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lamina.Activation;
import dev.lamina.ActivationParameter;
import dev.lamina.ActivationSpec;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import java.util.stream.Stream;
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

  @ParameterizedTest
  @CsvSource({
    "RELU6, 7, 6",
    "LEAKY_RELU, -2, -0.019999999552965164",
    "ELU, -1, -0.632120558828557678404476229839",
    "ELU, -1e-20, -1e-20",
    "SELU, -1, -1.111330737812562788",
    "CELU, -1, -0.632120558828557678404476229839",
    "GELU, 1, 0.841344746068542948585232545632",
    "GELU, -1, -0.158655253931457051414767454368",
    "GELU, -5, -1.43325785939526969e-6",
    "GELU, -10, -7.61985302416052606597e-23",
    "GELU_TANH, 1, 0.841191990607475838",
    "GELU_TANH, -3, -3.63739208177e-3",
    "SILU, -1, -0.268941421369995120748840758",
    "MISH, -1, -0.303401461374268217",
    "MISH, 60, 60",
    "SOFTPLUS, 0, 0.693147180559945309417232121458",
    "SOFTPLUS, -50, 1.92874984796391778e-22",
    "SOFTPLUS, 20.5, 20.5",
    "SOFTSIGN, -3, -0.75",
    "LOG_SIGMOID, 50, -1.92874984796391778e-22",
    "LOG_SIGMOID, -800, -800",
    "HARD_SIGMOID, -1.5, 0.25",
    "HARD_SWISH, -1.5, -0.375",
    "HARD_TANH, -1.5, -1",
    "TANHSHRINK, 1, 0.238405844044234870",
    "TANHSHRINK, 1e-3, 3.3333320000005397e-10",
    "EXP, 1, 2.71828182845904523536",
    "EXP, 100, 2.6881171418161354e43"
  })
  void valuesOfTheOthersAreThoseOfTheFormula(Activation activation, double z, double value) {
    assertEquals(value, apply(activation, z)[0], 1e-11 * Math.abs(value));
  }

  @Test
  void logarithmsOfSoftmaxAreThoseOfTheFormula() {
    double[] z = {1, 2, 3};
    double[] softmax = apply(Activation.SOFTMAX, z);

    double[] logarithms = apply(Activation.LOG_SOFTMAX, z);

    for (int j = 0; j < z.length; j++) {
      assertEquals(Math.log(softmax[j]), logarithms[j], 1e-15);
    }
    assertArrayEquals(
        new double[] {-INFINITY, 0}, apply(Activation.LOG_SOFTMAX, -INFINITY, 3), 1e-15);
    assertArrayEquals(new double[] {-2e30, 0}, apply(Activation.LOG_SOFTMAX, -1e30, 1e30), 0);
  }

  static Stream<ActivationSpec> activationsOfPyTorch() {
    return ArithmeticConformance.activationsOfPyTorch();
  }

  @ParameterizedTest
  @MethodSource("activationsOfPyTorch")
  void valuesAreThoseOfPyTorch(ActivationSpec activation) {
    PyTorchValues torch = PyTorchValues.of(activation);
    for (int from = 0; from < torch.z().length; from += torch.columns()) {
      double[] z = new double[torch.columns()];
      for (int j = 0; j < z.length; j++) {
        z[j] = torch.z()[from + j];
      }
      double[] values = apply(activation, z);
      for (int j = 0; j < z.length; j++) {
        double expected = torch.values()[from + j];
        if (Double.isNaN(expected) || Double.isInfinite(expected)) {
          assertEquals(expected, values[j], activation + " of " + torch.z()[from + j]);
          continue;
        }
        // PyTorch's own formulas lose some digits where z or the value is small.
        double magnitude = Math.max(1, Math.abs(torch.z()[from + j]));
        double bound = Math.max(2e-14 * Math.abs(expected), 3e-16 * magnitude);
        assertEquals(expected, values[j], bound, activation + " of " + torch.z()[from + j]);
      }
    }
  }

  @Test
  void everyFunctionWithoutALearnedSlopeHasValuesOfPyTorch() {
    List<ActivationSpec> compared = activationsOfPyTorch().toList();
    Set<ActivationSpec> others = new HashSet<>(Sizes.ACTIVATIONS);
    compared.forEach(others::remove);
    assertEquals(
        Set.of(
            ActivationSpec.of(Activation.IDENTITY),
            ActivationSpec.of(Activation.PRELU),
            ActivationSpec.of(Activation.PRELU).withSlopePerUnit()),
        others);
    assertEquals(PyTorchValues.all().size(), compared.size());
  }

  @Test
  void aMinimumWithinTheErrorOfZCounts() {
    // Near 0 at both ends, -0.16997 between them, and -0.00405 in the middle.
    assertEquals(0.1659215, error(Activation.GELU, -3, 3), 1e-6);
  }

  @Test
  void atAJumpBothValuesAreRight() {
    ActivationSpec softplus =
        ActivationSpec.of(Activation.SOFTPLUS).with(ActivationParameter.THRESHOLD, 0);
    double[] errors = {0, 0};

    new ActivationReference(softplus).apply(new double[] {1e-30, 0}, errors);

    assertEquals(0, errors[0], 1e-6);
    assertEquals(Math.log(2), errors[1], 1e-5);
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
