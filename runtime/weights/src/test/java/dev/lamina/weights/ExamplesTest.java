package dev.lamina.weights;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.lamina.ErrorCode;
import dev.lamina.NetworkSpec;
import dev.lamina.Shape;
import dev.lamina.weights.Examples.Disagreement;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ExamplesTest {

  /** Two rows of one input and two outputs. */
  private static final Examples EXAMPLES =
      Examples.of(2, new float[] {1, 2}, new float[] {0.5f, -20, 3, 0});

  @Test
  void equalResultsAgree() {
    assertEquals(Optional.empty(), EXAMPLES.compare(new float[] {0.5f, -20, 3, 0}));
  }

  @Test
  void theWorstValueIsNamedAndWrongRowsAreCounted() {
    assertEquals(
        Optional.of(new Disagreement(1, 0, 3, 2, 2, 2)),
        EXAMPLES.compare(new float[] {0.6f, -20.1f, 2, 0}));
    assertEquals(
        "row 1, output 0: expected 3.0, got 2.0; 2 of 2 rows are wrong",
        EXAMPLES.compare(new float[] {0.6f, -20.1f, 2, 0}).orElseThrow().toString());
  }

  /** Absolute up to 1, relative beyond. */
  @ParameterizedTest
  @CsvSource({"0.5, 0.59, true", "0.5, 0.61, false", "-20, -21.9, true", "-20, -22.1, false"})
  void toleranceIsAbsoluteForSmallValuesAndRelativeForLargeOnes(
      float expected, float found, boolean agrees) {
    Examples examples = Examples.of(1, new float[] {1}, new float[] {expected}).withTolerance(0.1);

    assertEquals(agrees, examples.compare(new float[] {found}).isEmpty());
  }

  @Test
  void zeroToleranceAdmitsEqualValuesOnly() {
    Examples exact = Examples.of(1, new float[] {1}, new float[] {0.1f}).withTolerance(0);

    assertEquals(Optional.empty(), exact.compare(new float[] {0.1f}));
    assertEquals(1, exact.compare(new float[] {Math.nextUp(0.1f)}).orElseThrow().wrongRows());
  }

  @ParameterizedTest
  @CsvSource({
    "NaN, NaN, true",
    "NaN, 0, false",
    "0, NaN, false",
    "Infinity, Infinity, true",
    "Infinity, -Infinity, false",
    "Infinity, 3e38, false",
    "3e38, Infinity, false"
  })
  void specialValuesAgreeWithThemselvesOnly(float expected, float found, boolean agrees) {
    Examples examples = Examples.of(1, new float[] {1}, new float[] {expected});

    assertEquals(agrees, examples.compare(new float[] {found}).isEmpty());
    assertEquals(
        agrees ? 0 : Double.POSITIVE_INFINITY, examples.largestDifference(new float[] {found}));
  }

  @Test
  void arraysAreCopied() {
    float[] x = {1};
    float[] y = {2};
    Examples examples = Examples.of(1, x, y);
    x[0] = 9;
    y[0] = 9;
    examples.x()[0] = 8;
    examples.y()[0] = 8;

    assertArrayEquals(new float[] {1}, examples.x());
    assertArrayEquals(new float[] {2}, examples.y());
  }

  @Test
  void arraysThatDoNotDivideIntoRowsAreRefused() {
    assertRefused(0, new float[0], new float[0]);
    assertRefused(2, new float[3], new float[2]);
    assertRefused(2, new float[2], new float[3]);
    assertRefused(1, new float[0], new float[1]);
  }

  private static void assertRefused(int rows, float[] x, float[] y) {
    IllegalArgumentException error =
        assertThrows(IllegalArgumentException.class, () -> Examples.of(rows, x, y));
    assertEquals(
        "[LAM-EXAMPLES] examples have at least one row, and as many values for each; got " + rows
            + " rows, " + x.length + " values of x and " + y.length + " of y",
        error.getMessage());
  }

  @ParameterizedTest
  @ValueSource(doubles = {-1e-9, Double.NaN, Double.POSITIVE_INFINITY})
  void toleranceIsAFiniteNumberFromZeroOn(double tolerance) {
    assertThrows(IllegalArgumentException.class, () -> EXAMPLES.withTolerance(tolerance));
  }

  private static WeightsFile fileWithTolerance(String tolerance) {
    byte[] file = new SafetensorsBuilder()
        .metadata("{\"lamina.tolerance\":\"" + tolerance + "\"}")
        .tensor("0.weight", Shape.of(2, 3))
        .tensor("0.bias", Shape.of(2))
        .tensor("lamina.x", Shape.of(4, 3))
        .tensor("lamina.y", Shape.of(4, 2))
        .bytes();
    return WeightsSource.bytes("model.safetensors", file);
  }

  @Test
  void aFileIsReadWithoutItsExamples() {
    NetworkSpec network = Weights.network(3, 2);
    try (OpenWeights weights = fileWithTolerance("1e-3").open(network)) {
      assertEquals(4, weights.examples().orElseThrow().rows());
    }
    try (OpenWeights weights = fileWithTolerance("1e-3").withoutExamples().open(network)) {
      assertEquals(Optional.empty(), weights.examples());
    }
  }

  @Test
  void aToleranceThatIsNoNumberIsRefusedUnlessTheExamplesAreLeftOut() {
    NetworkSpec network = Weights.network(3, 2);

    Weights.assertRefused(
        ErrorCode.WEIGHTS,
        () -> fileWithTolerance("little").open(network),
        "examples: lamina.tolerance is \"little\", expected a number from 0 on, such as 1e-4",
        "WeightsSource.file(path).withoutExamples()");

    fileWithTolerance("little").withoutExamples().open(network).close();
  }
}
