package dev.lamina.tck;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.lamina.Activation;
import dev.lamina.ActivationSpec;
import dev.lamina.LayerParameters;
import dev.lamina.Options;
import dev.lamina.Workspace;
import dev.lamina.execution.Execution;
import dev.lamina.spi.Backend;
import dev.lamina.spi.DenseKernel;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.function.IntConsumer;
import java.util.function.IntUnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Several threads at once. */
abstract class ConcurrencyConformance extends ConformanceGroup {

  private static final int THREADS = 4;

  private static final int VIRTUAL_THREADS = 500;

  ConcurrencyConformance(BackendConformance suite) {
    super(suite);
  }

  @ParameterizedTest
  @MethodSource(Sizes.SOURCE + "activations")
  void kernelSharedByThreadsGivesTheSameBits(ActivationSpec activation) {
    TestLayer layer = TestLayer.random(64, 33, activation, true, 51);
    DenseKernel kernel = layer.prepare(backend());

    Threads.runTogether(THREADS, sharedBy(layer, kernel, true));
  }

  @ParameterizedTest
  @MethodSource(Sizes.SOURCE + "activations")
  void kernelSharedByVirtualThreadsGivesTheSameBits(ActivationSpec activation) {
    TestLayer layer = TestLayer.random(64, 33, activation, true, 51);
    DenseKernel kernel = layer.prepare(backend());
    Optional<ExecutorService> executor = Threads.virtual();
    assumeTrue(executor.isPresent(), "this Java has no virtual threads");

    Threads.runTogether(executor.get(), VIRTUAL_THREADS, sharedBy(layer, kernel, false));
  }

  /** Each thread has inputs of its own, so that another one's result is noticed. */
  private static IntConsumer sharedBy(TestLayer layer, DenseKernel kernel, boolean often) {
    int rows = 8;
    float[][] x = new float[THREADS][];
    float[][] expected = new float[THREADS][];
    for (int i = 0; i < THREADS; i++) {
      x[i] = layer.randomX(rows, 100 + i);
      expected[i] = Matrices.apply(layer, kernel, rows, x[i]);
    }
    String subject = layer + ", threads share the kernel";
    return thread -> {
      int which = thread % THREADS;
      float[] y = new float[rows * layer.out()];
      Workspace workspace = kernel.workspace(rows).allocate();
      Runnable call = () -> {
        kernel.apply(rows, x[which], 0, layer.in(), y, 0, layer.out(), 0, layer.out(), workspace);
        Check.sameBits(subject, "in a single thread", layer.out(), expected[which], y);
      };
      if (often) {
        Threads.repeat(call);
      } else {
        call.run();
      }
    };
  }

  @ParameterizedTest
  @MethodSource(Sizes.SOURCE + "activations")
  void threadsMayComputeNeighbouringColumnsOfOneMatrix(ActivationSpec activation) {
    TestLayer layer = TestLayer.random(17, 67, activation, true, 52);
    DenseKernel kernel = layer.prepare(backend());
    int block = kernel.columnBlock();
    assumeTrue(
        block > 0 && block < layer.out(), () -> layer + ": the backend does not split its columns");
    int rows = 8;
    // Two inputs take turns, so that an old value that somebody puts back is a wrong one.
    float[][] x = {layer.randomX(rows, 52), layer.randomX(rows, 53)};
    float[] y = new float[rows * layer.out()];
    int blocks = (layer.out() - 1) / block + 1;
    int threads = Math.min(blocks, THREADS);
    IntUnaryOperator start = thread -> Math.min(layer.out(), blocks * thread / threads * block);
    float[][][] expected = new float[threads][2][];
    for (int thread = 0; thread < threads; thread++) {
      int from = start.applyAsInt(thread);
      int to = start.applyAsInt(thread + 1);
      for (int turn = 0; turn < 2; turn++) {
        float[] alone = new Matrices(layer, rows, x[turn], Placement.TIGHT)
            .apply(kernel, from, to, kernel.workspace(rows).allocate())
            .result();
        expected[thread][turn] = columns(alone, layer.out(), from, to);
      }
    }

    Threads.runTogether(threads, thread -> {
      int from = start.applyAsInt(thread);
      int to = start.applyAsInt(thread + 1);
      String subject =
          layer + ", columns from " + from + " on, while other threads compute the others";
      Workspace workspace = kernel.workspace(rows).allocate();
      Threads.repeat(() -> {
        for (int turn = 0; turn < 2; turn++) {
          kernel.apply(rows, x[turn], 0, layer.in(), y, 0, layer.out(), from, to, workspace);
          Check.sameBits(
              subject,
              "in a single thread",
              to - from,
              expected[thread][turn],
              columns(y, layer.out(), from, to));
        }
      });
    });
  }

  /** Some columns of a matrix, row by row. */
  private static float[] columns(float[] matrix, int columns, int from, int to) {
    int rows = matrix.length / columns;
    float[] part = new float[rows * (to - from)];
    for (int row = 0; row < rows; row++) {
      System.arraycopy(matrix, row * columns + from, part, row * (to - from), to - from);
    }
    return part;
  }

  @Test
  void threadsMayPrepareLayersAtOnce() {
    Backend backend = backend();

    Threads.runTogether(THREADS, thread -> {
      TestLayer layer = TestLayer.random(31, 17, Activation.RELU, true, 54 + thread);
      LayerParameters parameters = new LayerParameters(layer.tensors());
      float[] x = layer.randomX(1, 54);
      Estimate reference = layer.reference(1, x);
      String subject = layer + ", threads share the backend";
      DenseKernel[] kernels = new DenseKernel[16];
      Threads.repeat(() -> {
        // Prepared one right after the other, so that the threads meet there.
        Arrays.setAll(kernels, i -> backend.prepare(layer.spec(), parameters));
        for (DenseKernel kernel : kernels) {
          float[] a = Matrices.apply(layer, kernel, 1, x);
          Check.matches(subject, reference, a);
        }
      });
    });
  }

  @Test
  void networkSharedByThreadsGivesTheSameBits() {
    // Fewer workspaces than threads: some calls make their own.
    Options options = Options.defaults().withWorkspaces(2).withTileRows(5);
    TestNetwork network = TestNetwork.random(3, 33, 53);
    Execution execution = network.build(backend(), options);

    Threads.runTogether(THREADS, sharedBy(network, execution, true));
  }

  @Test
  void networkSharedByVirtualThreadsGivesTheSameBits() {
    TestNetwork network = TestNetwork.random(3, 33, 53);
    Execution execution = network.build(backend(), Options.defaults());
    Optional<ExecutorService> executor = Threads.virtual();
    assumeTrue(executor.isPresent(), "this Java has no virtual threads");

    Threads.runTogether(executor.get(), VIRTUAL_THREADS, sharedBy(network, execution, false));
  }

  private static IntConsumer sharedBy(TestNetwork network, Execution execution, boolean often) {
    int rows = 12;
    float[][] x = new float[THREADS][];
    float[][] expected = new float[THREADS][];
    for (int i = 0; i < THREADS; i++) {
      x[i] = network.randomX(rows, 100 + i);
      expected[i] = new float[rows * network.outputSize()];
      execution.forward(x[i], rows, expected[i]);
    }
    String subject = network + ", threads share the network";
    int out = network.outputSize();
    return thread -> {
      int which = thread % THREADS;
      float[] y = new float[rows * out];
      Runnable call = () -> {
        execution.forward(x[which], rows, y);
        Check.sameBits(subject, "in a single thread", out, expected[which], y);
      };
      if (often) {
        Threads.repeat(call);
      } else {
        call.run();
      }
    };
  }
}
