package dev.lamina.tck;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import dev.lamina.Activation;
import dev.lamina.ActivationParameter;
import dev.lamina.ActivationSpec;
import dev.lamina.spi.Backend;
import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Results against the reference: shapes, numbers of rows, activations. */
abstract class ArithmeticConformance extends ConformanceGroup {

  ArithmeticConformance(BackendConformance suite) {
    super(suite);
  }

  @ParameterizedTest(name = "in = {0}, out = {1}")
  @MethodSource(Sizes.SOURCE + "pairs")
  void everyShapeMatchesTheReference(int in, int out) {
    Backend backend = backend();
    long seed = 1000L * in + out;
    int turn = in + out;
    for (ActivationSpec activation : Sizes.activationsInTurn(turn)) {
      for (boolean bias : new boolean[] {true, false}) {
        // The numbers of rows take turns, so that every shape meets every one of them.
        int rows = Sizes.ROWS.get(1 + turn++ % (Sizes.ROWS.size() - 1));
        TestLayer layer = TestLayer.random(in, out, activation, bias, seed);
        float[] x = layer.randomX(rows, seed);

        float[] a = Matrices.apply(layer, layer.prepare(backend), rows, x);

        Check.matches(layer.toString(), layer.reference(rows, x), a);
      }
    }
  }

  @ParameterizedTest(name = "N = {0}")
  @MethodSource("numbersOfRows")
  void everyNumberOfRowsMatchesTheReference(int rows) {
    Backend backend = backend();
    Sizes.activationsAndFewPairs().forEach(arguments -> {
      Object[] values = arguments.get();
      TestLayer layer = TestLayer.random(
          (int) values[1], (int) values[2], (ActivationSpec) values[0], true, rows);
      float[] x = layer.randomX(rows, rows);

      float[] a = Matrices.apply(layer, layer.prepare(backend), rows, x);

      Check.matches(layer.toString(), layer.reference(rows, x), a);
    });
  }

  static IntStream numbersOfRows() {
    return IntStream.concat(
        Sizes.ROWS.stream().mapToInt(Integer::intValue), IntStream.of(33, 64, 131));
  }

  @ParameterizedTest(name = "in = {0}, out = {1}")
  @MethodSource(Sizes.SOURCE + "pairs")
  void sumsThatNeedNoRoundingAreExact(int in, int out) {
    Backend backend = backend();
    // Integers whose sums stay below 2^24: no rounding, in whatever order they are added.
    SplittableRandom random = new SplittableRandom(1000L * in + out);
    TestLayer layer = new TestLayer(
        TestLayer.spec(in, out, Activation.IDENTITY, true),
        integers(random, in * out),
        integers(random, out),
        "integer weights of seed " + (1000L * in + out));
    int rows = 5;
    float[] x = integers(random, rows * in);
    Estimate reference = layer.reference(rows, x);

    float[] a = Matrices.apply(layer, layer.prepare(backend), rows, x);

    for (int i = 0; i < a.length; i++) {
      int row = i / out;
      int column = i % out;
      if (a[i] != reference.value(row, column)) {
        fail(String.format(
            Locale.ROOT,
            "%s, integer inputs, N = %d: row %d, column %d: expected exactly %s, got %s",
            layer,
            rows,
            row,
            column,
            reference.value(row, column),
            a[i]));
      }
    }
  }

  private static float[] integers(SplittableRandom random, int count) {
    float[] integers = new float[count];
    for (int i = 0; i < count; i++) {
      integers[i] = random.nextInt(-9, 10);
    }
    return integers;
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource(Sizes.SOURCE + "seeds")
  void randomLayersMatchTheReferenceWhereverTheyLie(long seed) {
    Backend backend = backend();
    SplittableRandom random = new SplittableRandom(seed);
    for (int i = 0; i < 10; i++) {
      TestLayer layer = TestLayer.randomShape(random, 70, 70, 100 * seed + i)
          .scaled(Math.scalb(1f, random.nextInt(-10, 10)));
      int rows = random.nextInt(1, 20);
      float[] x = layer.randomX(rows, 100 * seed + i);

      float[] a = Matrices.apply(layer, layer.prepare(backend), rows, x, Placement.random(random));

      Check.matches(layer.toString(), layer.reference(rows, x), a);
    }
  }

  @ParameterizedTest
  @MethodSource(Sizes.SOURCE + "activations")
  void activationsMatchTheReferenceOverTheirWholeRange(ActivationSpec activation) {
    int size = 33;
    TestLayer layer = TestLayer.identityMatrix(size, activation);
    float[] z = sweep(size);
    int rows = z.length / size;

    float[] a = Matrices.apply(layer, layer.prepare(backend()), rows, z);

    // z is x: the bound is that of the activation alone.
    Check.matches(layer.toString(), layer.activated(rows, z), a);
    checkRange(layer, z, a);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("activationsOfPyTorch")
  void activationsMatchPyTorch(ActivationSpec activation) {
    PyTorchValues torch = PyTorchValues.of(activation);
    int count = torch.z().length;
    // Narrow and wide layers, few and many rows: the ways that kernels take.
    int[] widths = torch.columns() > 1 ? new int[] {torch.columns()} : new int[] {7, count};
    double worst = 0;
    String where = "";
    for (int width : widths) {
      for (int from = 0; from < count; from += width) {
        int to = Math.min(count, from + width);
        float[] z = Arrays.copyOfRange(torch.z(), from, to);
        TestLayer layer = new TestLayer(
            TestLayer.spec(1, to - from, activation, true),
            new float[to - from],
            z,
            "W = 0, b = z of PyTorch's values");
        for (int rows : new int[] {1, 80}) {
          float[] a = Matrices.apply(layer, layer.prepare(backend()), rows, new float[rows]);
          Estimate bounds = layer.activated(1, z);
          for (int i = 0; i < a.length; i++) {
            int j = i % z.length;
            double expected = torch.values()[from + j];
            double error = ActivationBound.error(expected, bounds.error(0, j), a[i]);
            if (error > worst) {
              worst = error;
              where =
                  String.format(Locale.ROOT, " at z = %s: %s, PyTorch %s", z[j], a[i], expected);
            }
          }
        }
      }
    }
    String line = String.format(
        Locale.ROOT, "%-36s largest error %.2f of the bound%s", activation, worst, where);
    System.out.println(line);
    assertTrue(worst <= 1, line);
  }

  static Stream<ActivationSpec> activationsOfPyTorch() {
    Set<String> names = PyTorchValues.all().keySet();
    return Sizes.activations().filter(activation -> names.contains(activation.toString()));
  }

  /** Dense between −110 and 110, then ±10ⁿ for n from −40 to 38 in fine steps, and both zeros. */
  private static float[] sweep(int columns) {
    int steps = columns * 400;
    int powers = columns * 20;
    float[] z = new float[steps + 2 * powers];
    for (int i = 0; i < steps; i++) {
      z[i] = (float) (-110 + 220.0 * i / steps);
    }
    for (int i = 0; i < powers; i++) {
      float power = (float) Math.pow(10, -40 + 78.0 * i / powers);
      z[steps + 2 * i] = power;
      z[steps + 2 * i + 1] = -power;
    }
    z[0] = 0;
    z[1] = -0f;
    return z;
  }

  private static void checkRange(TestLayer layer, float[] z, float[] a) {
    float least = least(layer.activation());
    float most = most(layer.activation());
    for (int i = 0; i < a.length; i++) {
      if (!(a[i] >= least && a[i] <= most)) {
        fail(String.format(
            Locale.ROOT,
            "%s: z = %s, row %d, column %d: got %s, which is not in [%s, %s]",
            layer,
            z[i],
            i / layer.out(),
            i % layer.out(),
            a[i],
            least,
            most));
      }
    }
  }

  /** The lower end of the function's range, where it has one that rounding must not pass. */
  private static float least(ActivationSpec activation) {
    return switch (activation.kind()) {
      case RELU, RELU6, SIGMOID, HARD_SIGMOID, SOFTPLUS, EXP, SOFTMAX -> 0;
      case TANH, SOFTSIGN -> -1;
      case HARD_TANH -> activation.value(ActivationParameter.MIN);
      case ELU, CELU -> -activation.value(ActivationParameter.ALPHA);
      default -> Float.NEGATIVE_INFINITY;
    };
  }

  /** The upper end of the function's range, where it has one that rounding must not pass. */
  private static float most(ActivationSpec activation) {
    return switch (activation.kind()) {
      case SIGMOID, TANH, HARD_SIGMOID, SOFTSIGN, SOFTMAX -> 1;
      case RELU6 -> 6;
      case HARD_TANH -> activation.value(ActivationParameter.MAX);
      case LOG_SIGMOID, LOG_SOFTMAX -> 0;
      default -> Float.POSITIVE_INFINITY;
    };
  }
}
