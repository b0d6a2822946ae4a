package dev.lamina.tck;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lamina.Activation;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

final class DenseReferenceTest {

  static LongStream seeds() {
    return LongStream.rangeClosed(1, 50);
  }

  private static TestLayer layer(int in, int out, float[] weight, float... bias) {
    return new TestLayer(
        TestLayer.spec(in, out, Activation.IDENTITY, bias.length > 0), weight, bias, "by hand");
  }

  @Test
  void weightsAreRowMajorAndBiasIsAdded() {
    TestLayer layer = layer(2, 3, new float[] {1, 2, 3, 10, 20, 30}, 100, 200, 300);

    Estimate a = layer.reference(2, new float[] {1, 1, 2, 3});

    assertEquals(111, a.value(0, 0));
    assertEquals(222, a.value(0, 1));
    assertEquals(333, a.value(0, 2));
    assertEquals(132, a.value(1, 0));
    assertEquals(264, a.value(1, 1));
    assertEquals(396, a.value(1, 2));
  }

  @Test
  void boundIsGammaTimesTheSumOfMagnitudes() {
    TestLayer layer = layer(3, 1, new float[] {4, -5, 6}, -7);

    Estimate a = layer.reference(1, new float[] {-1, 2, 3});

    // (4 + 10 + 18 + 7) times 4 roundings, and a trace of the reference's own rounding.
    assertEquals(39 * 4 * 0x1p-24, a.error(0, 0), 1e-11);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void valuesAgreeWithExactDecimals(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    TestLayer layer = TestLayer.random(random.nextInt(1, 100), 3, Activation.IDENTITY, true, seed);
    float[] x = layer.randomX(1, seed);
    Estimate reference = layer.reference(1, x);
    for (int j = 0; j < 3; j++) {
      BigDecimal sum = new BigDecimal(layer.bias(j));
      for (int k = 0; k < layer.in(); k++) {
        sum = sum.add(new BigDecimal(x[k]).multiply(new BigDecimal(layer.weight(k, j))));
      }

      assertEquals(sum.doubleValue(), reference.value(0, j), 1e-13, layer + ", column " + j);
    }
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void floatSumsInAnyOrderAreAdmitted(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    TestLayer layer = TestLayer.random(random.nextInt(1, 400), 1, Activation.IDENTITY, true, seed);
    float[] x = layer.randomX(1, seed);
    Estimate reference = layer.reference(1, x);
    for (int n = 0; n < 20; n++) {
      float[] terms = new float[layer.in() + 1];
      for (int k = 0; k < layer.in(); k++) {
        terms[k] = x[k] * layer.weight(k, 0);
      }
      terms[layer.in()] = layer.bias(0);
      float sum = sumInRandomOrder(random, terms);

      assertTrue(reference.admits(0, 0, sum), layer + ": " + sum);
    }
  }

  /** Adds any two of what is left until one is left: every way to add up terms is possible. */
  private static float sumInRandomOrder(SplittableRandom random, float[] terms) {
    for (int left = terms.length; left > 1; left--) {
      int i = random.nextInt(left);
      float first = terms[i];
      terms[i] = terms[left - 1];
      int k = random.nextInt(left - 1);
      terms[k] += first;
    }
    return terms[0];
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void fusedSumsAreAdmitted(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    TestLayer layer = TestLayer.random(random.nextInt(1, 400), 1, Activation.IDENTITY, true, seed);
    float[] x = layer.randomX(1, seed);
    float sum = layer.bias(0);
    for (int k = 0; k < layer.in(); k++) {
      sum = Math.fma(x[k], layer.weight(k, 0), sum);
    }

    assertTrue(layer.reference(1, x).admits(0, 0, sum), layer + ": " + sum);
  }

  @Test
  void resultsBeyondTheBoundAreRefused() {
    TestLayer layer = TestLayer.random(64, 1, Activation.IDENTITY, true, 1);
    Estimate reference = layer.reference(1, layer.randomX(1, 1));
    double value = reference.value(0, 0);
    double error = reference.error(0, 0);

    assertTrue(error < 1e-4, "a bound that means something: " + error);
    assertTrue(reference.admits(0, 0, (float) (value + 0.9 * error)));
    assertFalse(reference.admits(0, 0, (float) (value + 1.1 * error)));
    assertFalse(reference.admits(0, 0, (float) (value - 1.1 * error)));
    assertFalse(reference.admits(0, 0, Float.NaN));
    assertFalse(reference.admits(0, 0, Float.POSITIVE_INFINITY));
  }

  @Test
  void errorsOfAnEarlierLayerAreCarriedOn() {
    TestLayer first = layer(1, 1, new float[] {1e-3f});
    TestLayer second = layer(1, 1, new float[] {-3});
    Estimate once = first.reference(1, new float[] {5});

    Estimate twice = new DenseReference(second).apply(once);

    assertEquals(-0.015, twice.value(0, 0), 1e-9);
    assertEquals(3 * once.error(0, 0) + 0.015 * 2 * 0x1p-24, twice.error(0, 0), 1e-13);
  }

  @ParameterizedTest
  @CsvSource({
    "0, Infinity, NaN",
    "0, NaN, NaN",
    "2, -Infinity, -Infinity",
    "-Infinity, -1, Infinity",
    "Infinity, 0, NaN",
    "NaN, 0, NaN"
  })
  void specialProductsAreThoseOfIeee754(float x, float w, double product) {
    TestLayer layer = layer(2, 1, new float[] {w, 1}, 1);

    Estimate a = layer.reference(1, new float[] {x, 1});

    assertEquals(product, a.value(0, 0));
    for (float other :
        new float[] {1, Float.NaN, Float.NEGATIVE_INFINITY, Float.POSITIVE_INFINITY}) {
      assertEquals(Float.compare(other, (float) product) == 0, a.admits(0, 0, other), "" + other);
    }
  }

  @Test
  void oppositeInfinitiesAreNan() {
    TestLayer layer = layer(2, 1, new float[] {Float.POSITIVE_INFINITY, 1});

    Estimate a = layer.reference(1, new float[] {1, Float.NEGATIVE_INFINITY});

    assertTrue(a.admits(0, 0, Float.NaN));
    assertFalse(a.admits(0, 0, Float.POSITIVE_INFINITY));
    assertFalse(a.admits(0, 0, 0));
  }

  @Test
  void sumsOfOneSignBeyondTheLargestFloatAreInfinite() {
    float[] weight = new float[10];
    Arrays.fill(weight, -1e38f);

    Estimate a = layer(10, 1, weight).reference(1, new float[] {1, 1, 1, 1, 1, 1, 1, 1, 1, 1});

    assertTrue(a.admits(0, 0, Float.NEGATIVE_INFINITY));
    assertFalse(a.admits(0, 0, -Float.MAX_VALUE));
  }

  @Test
  void sumsThatMayOverflowOrNotAreNoTestData() {
    TestLayer layer = layer(2, 1, new float[] {3e38f, -3e38f}, 3e38f);

    IllegalArgumentException e =
        assertThrows(IllegalArgumentException.class, () -> layer.reference(1, new float[] {1, 1}));

    assertTrue(e.getMessage().contains("by hand"), e.getMessage());
  }
}
