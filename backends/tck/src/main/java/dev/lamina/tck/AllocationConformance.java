package dev.lamina.tck;

import dev.lamina.ActivationSpec;
import dev.lamina.LayerParameters;
import dev.lamina.Options;
import dev.lamina.Shape;
import dev.lamina.Tensor;
import dev.lamina.Workspace;
import dev.lamina.execution.Execution;
import dev.lamina.spi.ActivationKernel;
import dev.lamina.spi.DenseKernel;
import dev.lamina.spi.NormalizationKernel;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** No allocation per call. */
abstract class AllocationConformance extends ConformanceGroup {

  AllocationConformance(BackendConformance suite) {
    super(suite);
  }

  @ParameterizedTest
  @MethodSource(Sizes.SOURCE + "activations")
  void kernelsAllocateNothingPerCall(ActivationSpec activation) {
    TestLayer layer = TestLayer.random(33, 17, activation, true, 61);
    DenseKernel kernel = layer.prepare(backend());
    for (int rows : new int[] {1, 9}) {
      float[] x = layer.randomX(rows, 61);
      float[] y = new float[rows * 17];
      Workspace workspace = kernel.workspace(rows).allocate();

      AllocatedBytes.assertNonePerCall(
          layer + ", N = " + rows, () -> kernel.apply(rows, x, 0, 33, y, 0, 17, 0, 17, workspace));
    }
  }

  @ParameterizedTest
  @MethodSource(Sizes.SOURCE + "activations")
  void activationsInPlaceAllocateNothing(ActivationSpec activation) {
    TestLayer layer = TestLayer.random(2, 33, activation, true, 75);
    ActivationKernel kernel =
        backend().prepareActivation(layer.spec(), new LayerParameters(layer.tensors()));
    for (int rows : new int[] {1, 30}) {
      float[] z = random(rows * 33);
      float[] r = z.clone();
      Workspace workspace = kernel.workspace(rows).allocate();

      AllocatedBytes.assertNonePerCall(layer + " in place, N = " + rows, () -> {
        kernel.apply(rows, z, 0, 33, 0, 33, workspace);
        kernel.add(rows, z, 0, 33, r, 0, 33, 0, 33);
      });
    }
  }

  @Test
  void normalizationAllocatesNothing() {
    Tensor vector = Tensor.of(Shape.of(33), random(33));
    NormalizationKernel kernel = backend().prepareNormalization(1e-5, vector, vector);
    for (int rows : new int[] {1, 30}) {
      float[] x = random(rows * 33);
      float[] y = new float[x.length];
      Workspace workspace = kernel.workspace(rows).allocate();

      AllocatedBytes.assertNonePerCall(
          "layer normalisation of (" + rows + " x 33)",
          () -> kernel.apply(rows, x, 0, 33, y, 0, 33, workspace));
    }
  }

  private static float[] random(int count) {
    SplittableRandom random = new SplittableRandom(75);
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = (float) random.nextDouble(-6, 6);
    }
    return values;
  }

  @Test
  void networksAllocateNothingPerCall() {
    TestNetwork network = TestNetwork.random(4, 33, 62);
    Execution execution = network.build(backend(), Options.defaults().withTileRows(4));
    float[] one = network.randomX(1, 62);
    float[] result = new float[network.outputSize()];
    float[] nine = network.randomX(9, 62);
    float[] results = new float[9 * network.outputSize()];

    AllocatedBytes.assertNonePerCall(
        network + ", one example", () -> execution.forward(one, result));
    AllocatedBytes.assertNonePerCall(
        network + ", N = 9", () -> execution.forward(nine, 9, results));
  }
}
