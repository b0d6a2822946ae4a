package dev.lamina.tck;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import dev.lamina.Activation;
import dev.lamina.ActivationSpec;
import dev.lamina.spi.Backend;
import dev.lamina.spi.DenseKernel;
import java.util.Arrays;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** NaN, infinities, zeros with a sign, subnormal and huge values. */
abstract class SpecialValueConformance extends ConformanceGroup {

  private static final float INFINITY = Float.POSITIVE_INFINITY;

  private static final float[] NOT_FINITE = {Float.NaN, INFINITY, -INFINITY};

  /** Two vectors of 16 and a remainder of 1, so that a value can stand in either. */
  private static final int IN = 33;

  private static final int OUT = 33;

  /** First and last in a vector, first of the second one, and in the remainder. */
  private static final int[] POSITIONS = {0, 15, 16, 32};

  SpecialValueConformance(BackendConformance suite) {
    super(suite);
  }

  @ParameterizedTest
  @MethodSource(Sizes.SOURCE + "activations")
  void nanAndInfinityInXSpreadOverTheirRowOnly(ActivationSpec activation) {
    TestLayer layer = TestLayer.random(IN, OUT, activation, true, 21);
    DenseKernel kernel = layer.prepare(backend());
    int rows = 5;
    float[] x = layer.randomX(rows, 21);
    for (float value : NOT_FINITE) {
      for (int k : POSITIONS) {
        for (int row = 0; row < rows; row++) {
          float[] special = x.clone();
          special[row * IN + k] = value;

          float[] a = Matrices.apply(layer, kernel, rows, special);

          Check.matches(
              layer + ", x[" + row + ", " + k + "] = " + value, layer.reference(rows, special), a);
        }
      }
    }
  }

  @ParameterizedTest
  @MethodSource(Sizes.SOURCE + "activations")
  void nanAndInfinityInTheWeightsSpreadOverTheirColumnOnly(ActivationSpec activation) {
    Backend backend = backend();
    TestLayer layer = TestLayer.random(IN, OUT, activation, true, 22);
    float[] x = layer.randomX(5, 22);
    for (float value : NOT_FINITE) {
      for (int position : POSITIONS) {
        TestLayer special = layer.withWeight(OUT - 1 - position, position, value);

        float[] a = Matrices.apply(special, special.prepare(backend), 5, x);

        Check.matches(special.toString(), special.reference(5, x), a);
      }
    }
  }

  @ParameterizedTest
  @MethodSource(Sizes.SOURCE + "activations")
  void nanAndInfinityInTheBiasSpreadOverTheirColumnOnly(ActivationSpec activation) {
    Backend backend = backend();
    TestLayer layer = TestLayer.random(IN, OUT, activation, true, 23);
    float[] x = layer.randomX(5, 23);
    for (float value : NOT_FINITE) {
      for (int position : POSITIONS) {
        TestLayer special = layer.withBias(position, value);

        float[] a = Matrices.apply(special, special.prepare(backend), 5, x);

        Check.matches(special.toString(), special.reference(5, x), a);
      }
    }
  }

  @ParameterizedTest
  @MethodSource(Sizes.SOURCE + "activations")
  void zeroTimesNanOrInfinityIsNan(ActivationSpec activation) {
    Backend backend = backend();
    TestLayer layer = TestLayer.random(IN, OUT, activation, true, 24);
    float[] zeros = new float[3 * IN];
    for (float value : NOT_FINITE) {
      TestLayer specialWeight = layer.withWeight(16, 16, value);

      float[] a = Matrices.apply(specialWeight, specialWeight.prepare(backend), 3, zeros);

      Check.matches(specialWeight + ", x = 0", specialWeight.reference(3, zeros), a);

      TestLayer zeroWeight = layer.withWeight(16, 16, 0).withWeight(16, 32, -0f);
      float[] x = layer.randomX(3, 24);
      x[16] = value;

      float[] b = Matrices.apply(zeroWeight, zeroWeight.prepare(backend), 3, x);

      Check.matches(zeroWeight + ", x[0, 16] = " + value, zeroWeight.reference(3, x), b);
    }
  }

  @ParameterizedTest
  @MethodSource(Sizes.SOURCE + "activations")
  void oppositeInfinitiesAddUpToNan(ActivationSpec activation) {
    TestLayer layer = TestLayer.random(IN, OUT, activation, true, 25);
    DenseKernel kernel = layer.prepare(backend());
    float[] x = layer.randomX(3, 25);
    x[IN] = INFINITY;
    x[IN + 17] = -INFINITY;
    x[IN + 32] = INFINITY;

    float[] a = Matrices.apply(layer, kernel, 3, x);

    Check.matches(layer + ", +Infinity and -Infinity in row 1", layer.reference(3, x), a);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void reluTurnsNegativeZeroIntoZero(boolean bias) {
    int rows = 5;
    float[] weight = new float[IN * OUT];
    Arrays.fill(weight, -0f);
    float[] negativeZeros = new float[bias ? OUT : 0];
    Arrays.fill(negativeZeros, -0f);
    TestLayer layer = new TestLayer(
        TestLayer.spec(IN, OUT, Activation.RELU, bias), weight, negativeZeros, "W = b = -0");
    float[] x = new float[rows * IN];
    Arrays.fill(x, 1);

    float[] a = Matrices.apply(layer, layer.prepare(backend()), rows, x);

    Check.sameBits(layer + ", x = 1", "max(-0, 0)", OUT, new float[rows * OUT], a);
  }

  @Test
  void zeroOfEitherSignAddsNothing() {
    Backend backend = backend();
    for (ActivationSpec activation : Sizes.ACTIVATIONS) {
      TestLayer layer = TestLayer.random(IN, OUT, activation, true, 26);
      float[] x = new float[5 * IN];
      for (int i = 0; i < x.length; i++) {
        x[i] = i % 3 == 0 ? -0f : 0;
      }

      float[] a = Matrices.apply(layer, layer.prepare(backend), 5, x);

      Check.matches(layer + ", x = 0 and -0", layer.reference(5, x), a);
    }
  }

  @Test
  void softmaxRowWithNanOrPlusInfinityIsNanThroughout() {
    int size = OUT;
    TestLayer layer = TestLayer.random(1, size, Activation.SOFTMAX, true, 27);
    for (float value : new float[] {Float.NaN, INFINITY}) {
      for (int j = 0; j < size; j++) {
        TestLayer special = layer.withBias(j, value);

        float[] a = Matrices.apply(special, special.prepare(backend()), 2, new float[] {1, -1});

        for (int i = 0; i < a.length; i++) {
          assertTrue(Float.isNaN(a[i]), describe(special, size, i, "NaN", a[i]));
        }
      }
    }
  }

  @Test
  void softmaxOfNothingButMinusInfinityIsNanThroughout() {
    for (int size : new int[] {1, 7, 16, 33}) {
      float[] bias = new float[size];
      Arrays.fill(bias, -INFINITY);
      TestLayer layer = new TestLayer(
          TestLayer.spec(3, size, Activation.SOFTMAX, true),
          new float[3 * size],
          bias,
          "W = 0, b = -Infinity");

      float[] a = Matrices.apply(layer, layer.prepare(backend()), 2, layer.randomX(2, 28));

      for (int i = 0; i < a.length; i++) {
        assertTrue(Float.isNaN(a[i]), describe(layer, size, i, "NaN", a[i]));
      }
    }
  }

  @Test
  void softmaxGivesMinusInfinityTheProbabilityZero() {
    TestLayer layer = TestLayer.random(3, OUT, Activation.SOFTMAX, true, 29);
    for (int j : POSITIONS) {
      layer = layer.withBias(j, -INFINITY);
    }
    float[] x = layer.randomX(4, 29);

    float[] a = Matrices.apply(layer, layer.prepare(backend()), 4, x);

    Check.matches(layer.toString(), layer.reference(4, x), a);
    for (int row = 0; row < 4; row++) {
      for (int j : POSITIONS) {
        int i = row * OUT + j;
        assertEquals(0, a[i], 0, describe(layer, OUT, i, "0", a[i]));
      }
    }
  }

  private static String describe(
      TestLayer layer, int columns, int index, String expected, float got) {
    return String.format(
        Locale.ROOT,
        "%s: row %d, column %d: expected %s, got %s",
        layer,
        index / columns,
        index % columns,
        expected,
        got);
  }

  @ParameterizedTest
  @MethodSource(Sizes.SOURCE + "elementwiseActivations")
  void infiniteArgumentsGiveTheLimits(ActivationSpec activation) {
    for (float value : new float[] {INFINITY, -INFINITY}) {
      float[] bias = new float[OUT];
      Arrays.fill(bias, value);
      TestLayer layer = new TestLayer(
          TestLayer.spec(3, OUT, activation, true), new float[3 * OUT], bias, "b = " + value);
      float[] x = layer.randomX(5, 30);

      float[] a = Matrices.apply(layer, layer.prepare(backend()), 5, x);

      Check.matches(layer.toString(), layer.reference(5, x), a);
    }
  }

  /** Every activation with |z| from where they saturate to near the largest float. */
  @ParameterizedTest
  @MethodSource(Sizes.SOURCE + "activations")
  void largeArgumentsSaturateWithoutOverflow(ActivationSpec activation) {
    TestLayer layer = TestLayer.random(7, OUT, activation, true, 31);
    DenseKernel kernel = layer.prepare(backend());
    for (double scale : new double[] {20, 90, 110, 1e3, 1e10, 1e20, 1e30, 1e37}) {
      float[] x = layer.randomX(5, scale, 31);

      float[] a = Matrices.apply(layer, kernel, 5, x);

      Check.matches(layer + ", x in +-" + scale, layer.reference(5, x), a);
      for (int i = 0; i < a.length; i++) {
        if (Float.isNaN(a[i])) {
          fail(describe(layer, OUT, i, "no NaN with x in +-" + scale, a[i]));
        }
      }
    }
  }

  @ParameterizedTest
  @MethodSource(Sizes.SOURCE + "activations")
  void hugeButFiniteProductsAddUp(ActivationSpec activation) {
    // Products up to 3e36: the sum of 33 of them is still below the largest float.
    TestLayer layer = TestLayer.random(TestLayer.spec(IN, OUT, activation, true), 1e19, 32);
    float[] x = layer.randomX(5, 3e17, 32);

    float[] a = Matrices.apply(layer, layer.prepare(backend()), 5, x);

    Check.matches(layer + ", x in +-3e17", layer.reference(5, x), a);
  }

  @ParameterizedTest
  @MethodSource(Sizes.SOURCE + "elementwiseActivations")
  void sumsBeyondTheLargestFloatAreInfinite(ActivationSpec activation) {
    for (float sign : new float[] {1, -1}) {
      float[] weight = new float[IN * OUT];
      Arrays.fill(weight, sign * 1e30f);
      TestLayer layer = new TestLayer(
          TestLayer.spec(IN, OUT, activation, false), weight, new float[0], "W = " + sign * 1e30f);
      float[] x = new float[5 * IN];
      Arrays.fill(x, 1e20f);

      float[] a = Matrices.apply(layer, layer.prepare(backend()), 5, x);

      Check.matches(layer + ", x = 1e20", layer.reference(5, x), a);
    }
  }

  /** Subnormal values count: they are not flushed to zero before they are multiplied. */
  @ParameterizedTest(name = "{0}")
  @MethodSource("subnormalPlaces")
  void subnormalValuesAreNotTakenForZero(String place, double largestWeight, double largestX) {
    Backend backend = backend();
    for (ActivationSpec activation : Sizes.ACTIVATIONS) {
      TestLayer layer =
          TestLayer.random(TestLayer.spec(IN, OUT, activation, false), largestWeight, 33);
      float[] x = layer.randomX(5, largestX, 33);

      float[] a = Matrices.apply(layer, layer.prepare(backend), 5, x);

      Check.matches(layer + ", subnormal " + place, layer.reference(5, x), a);
    }
  }

  static Stream<Arguments> subnormalPlaces() {
    return Stream.of(
        Arguments.of("x", 1e37, 1e-38),
        Arguments.of("W", 1e-38, 1e37),
        Arguments.of("x and W", 1e-38, 1e-38),
        Arguments.of("products", 1e-20, 1e-20));
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource(Sizes.SOURCE + "seeds")
  void randomMixturesSpreadAsTheFormulaSays(long seed) {
    Backend backend = backend();
    SplittableRandom random = new SplittableRandom(seed);
    for (int i = 0; i < 10; i++) {
      TestLayer layer = TestLayer.randomShape(random, 40, 40, 100 * seed + i);
      for (int n = random.nextInt(3); n > 0; n--) {
        int k = random.nextInt(layer.in());
        layer = layer.withWeight(k, random.nextInt(layer.out()), special(random));
        if (layer.hasBias()) {
          layer = layer.withBias(random.nextInt(layer.out()), special(random));
        }
      }
      int rows = random.nextInt(1, 10);
      float[] x = layer.randomX(rows, 100 * seed + i);
      for (int n = random.nextInt(4); n > 0; n--) {
        x[random.nextInt(x.length)] = special(random);
      }

      float[] a = Matrices.apply(layer, layer.prepare(backend), rows, x);

      Check.matches(layer + ", special values in x", layer.reference(rows, x), a);
    }
  }

  /** Small enough that the product of two of the finite ones is finite. */
  private static float special(SplittableRandom random) {
    float[] values = {
      Float.NaN, INFINITY, -INFINITY, 0, -0f, Float.MIN_VALUE, -1e-40f, 0x1p50f, -0x1p50f
    };
    return values[random.nextInt(values.length)];
  }
}
