package dev.lamina.tck;

import dev.lamina.ActivationSpec;
import dev.lamina.Options;
import dev.lamina.Workspace;
import dev.lamina.execution.Execution;
import dev.lamina.spi.DenseKernel;
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
