package dev.lamina.tck;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.lamina.ActivationSpec;
import dev.lamina.LayerParameters;
import dev.lamina.Workspace;
import dev.lamina.spi.ActivationKernel;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Activations on their own, as layers need them that add a residual or are normalised. */
abstract class ActivationConformance extends ConformanceGroup {

  private static final int[] WIDTHS = {1, 3, 10, 17, 33, 130};
  private static final int[] ROWS = {1, 2, 9, 40};

  ActivationConformance(BackendConformance suite) {
    super(suite);
  }

  @ParameterizedTest
  @MethodSource(Sizes.SOURCE + "activations")
  void activationsInPlaceMatchTheReference(ActivationSpec activation) {
    SplittableRandom random = new SplittableRandom(71);
    for (int width : WIDTHS) {
      for (int rows : ROWS) {
        TestLayer layer = TestLayer.random(2, width, activation, true, 71);
        float[] z = new float[rows * width];
        for (int i = 0; i < z.length; i++) {
          z[i] = (float) random.nextDouble(-6, 6);
        }

        float[] a = applyWithin(layer, rows, z, 0, width, random);

        Check.matches(layer + " in place", layer.activated(rows, z), a);
      }
    }
  }

  @ParameterizedTest
  @MethodSource(Sizes.SOURCE + "activations")
  void someColumnsGiveTheSameBitsAsAll(ActivationSpec activation) {
    if (activation.kind().needsWholeRows()) {
      return;
    }
    SplittableRandom random = new SplittableRandom(72);
    int width = 150;
    int rows = 7;
    TestLayer layer = TestLayer.random(2, width, activation, true, 72);
    float[] z = new float[rows * width];
    for (int i = 0; i < z.length; i++) {
      z[i] = (float) random.nextDouble(-6, 6);
    }
    float[] all = applyWithin(layer, rows, z, 0, width, random);
    int border = 64;
    float[] first = applyWithin(layer, rows, z, 0, border, random);

    float[] both = applyWithin(layer, rows, first, border, width, random);

    Check.sameBits(layer + " in place, in two parts", "all columns at once", width, all, both);
  }

  /** Applies g to a matrix that lies somewhere in a larger array, and checks that all else stays. */
  private float[] applyWithin(
      TestLayer layer, int rows, float[] z, int from, int to, SplittableRandom random) {
    int width = layer.out();
    int offset = random.nextInt(0, 5);
    int ld = width + random.nextInt(0, 4);
    float[] memory = new float[offset + rows * ld + 20];
    Arrays.fill(memory, 0.125f);
    for (int row = 0; row < rows; row++) {
      System.arraycopy(z, row * width, memory, offset + row * ld, width);
    }
    float[] before = memory.clone();
    ActivationKernel kernel =
        backend().prepareActivation(layer.spec(), new LayerParameters(layer.tensors()));
    Workspace workspace = kernel.workspace(rows).allocate();
    Workspaces.fill(workspace, Float.NaN);

    kernel.apply(rows, memory, offset, ld, from, to, workspace);

    float[] a = new float[rows * width];
    for (int row = 0; row < rows; row++) {
      System.arraycopy(memory, offset + row * ld, a, row * width, width);
      System.arraycopy(
          before, offset + row * ld + from, memory, offset + row * ld + from, to - from);
    }
    assertEquals(
        -1, Arrays.mismatch(before, memory), layer + ": what lies around the matrix was written");
    return a;
  }
}
