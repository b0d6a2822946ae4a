package dev.lamina.backends.blas;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.lamina.Activation;
import dev.lamina.LayerParameters;
import dev.lamina.LayerSpec;
import dev.lamina.NetworkSpec;
import dev.lamina.Parameters;
import dev.lamina.Workspace;
import dev.lamina.spi.Backend;
import dev.lamina.spi.DenseKernel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The weights' memory off the heap is there as long as it is needed, and no longer. */
class NativeMemoryTest {

  private static final int SIZE = 1024;
  private static final LayerSpec LAYER =
      LayerSpec.of("layer1", "x", SIZE, SIZE, Activation.IDENTITY);

  private final LayerParameters parameters = parameters();

  private static LayerParameters parameters() {
    Parameters all = Parameters.random(NetworkSpec.chain("Chain", LAYER), 1);
    return new LayerParameters(Map.of(
        LayerSpec.WEIGHT, all.tensor("layer1." + LayerSpec.WEIGHT),
        LayerSpec.BIAS, all.tensor("layer1." + LayerSpec.BIAS)));
  }

  @BeforeEach
  void needsTheLibrary() {
    assumeTrue(new BlasBackendProvider().availability().usable());
  }

  private static float[] apply(DenseKernel kernel, int rows) {
    float[] x = new float[rows * SIZE];
    for (int i = 0; i < x.length; i++) {
      x[i] = i % 7 - 3;
    }
    float[] y = new float[rows * SIZE];
    Workspace workspace = kernel.workspace(rows).allocate();
    kernel.apply(rows, x, 0, SIZE, y, 0, SIZE, 0, SIZE, workspace);
    return y;
  }

  /** 4 MB a kernel: 250 of them would be 1 GB. */
  @Test
  void kernelsThatAreDroppedGiveTheirMemoryBack() throws IOException {
    Backend backend = new BlasBackendProvider().create();
    assumeTrue(Files.exists(Path.of("/proc/self/status")), "only Linux says how much is resident");
    long before = residentKilobytes();
    long most = 0;
    for (int i = 0; i < 250; i++) {
      backend.prepare(LAYER, parameters);
      if (i % 50 == 49) {
        System.gc();
        most = Math.max(most, residentKilobytes() - before);
      }
    }

    long grown = most >> 10;
    assertTrue(grown < 500, () -> "250 kernels of 4 MB, one at a time, take " + grown + " MB");
  }

  private static long residentKilobytes() throws IOException {
    return Files.readAllLines(Path.of("/proc/self/status")).stream()
        .filter(line -> line.startsWith("VmRSS:"))
        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
        .sum();
  }

  @Test
  void kernelsKeepTheirMemoryWhileOthersComeAndGo() {
    Backend backend = new BlasBackendProvider().create();
    DenseKernel kept = backend.prepare(LAYER, parameters);
    float[] one = apply(kept, 1);
    float[] many = apply(kept, 64);
    for (int i = 0; i < 100; i++) {
      backend.prepare(LAYER, parameters);
      if (i % 10 == 0) {
        System.gc();
        assertArrayEquals(one, apply(kept, 1));
        assertArrayEquals(many, apply(kept, 64));
      }
    }
  }

  @Test
  void kernelsMayBeDroppedWhileTheyCompute() {
    Backend backend = new BlasBackendProvider().create();
    float[] expected = apply(backend.prepare(LAYER, parameters), 300);
    Thread collector = new Thread(() -> {
      while (!Thread.currentThread().isInterrupted()) {
        System.gc();
      }
    });
    collector.start();
    try {
      for (int i = 0; i < 10; i++) {
        assertArrayEquals(expected, apply(backend.prepare(LAYER, parameters), 300));
      }
    } finally {
      collector.interrupt();
    }
  }
}
