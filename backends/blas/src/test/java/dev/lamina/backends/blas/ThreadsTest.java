package dev.lamina.backends.blas;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.lamina.Shape;
import dev.lamina.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.bytedeco.openblas.global.openblas_nolapack;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The library stays on the threads that call, however many there are. */
class ThreadsTest {

  private static final int IN = 300;
  private static final int OUT = 200;
  private static final int ROWS = 40;

  @BeforeEach
  void needsTheLibrary() {
    assumeTrue(new BlasBackendProvider().availability().usable());
  }

  @Test
  void theLibraryHasNoThreadsOfItsOwn() throws Throwable {
    LoadedLibrary.get().library();

    assertEquals(1, threadsOfTheLibrary());
  }

  private static int threadsOfTheLibrary() throws Throwable {
    if (Runtime.version().feature() < BlasEnvironment.FOREIGN_FUNCTIONS) {
      return openblas_nolapack.blas_get_num_threads(); // what JavaCPP was told
    }
    // Both ways of calling lead to the same library.
    Object function = ForeignFunctions.open(BundledOpenBlas.load())
        .find("openblas_get_num_threads")
        .orElseThrow();
    return (int) ForeignFunctions.downcall(int.class).invoke(function);
  }

  /** More callers than OpenBLAS has buffers at first. */
  @Test
  void moreThreadsThanTheLibraryIsBuiltForMayCallAtOnce() throws Exception {
    float[] weight = new float[IN * OUT];
    for (int i = 0; i < weight.length; i++) {
      weight[i] = i % 13 - 6;
    }
    AffineMap map = LoadedLibrary.get()
        .library()
        .prepare(Tensor.of(Shape.of(IN, OUT), weight), new float[OUT], Layout.of(IN, OUT));
    int threads = 300;
    ExecutorService executor = Executors.newFixedThreadPool(threads);
    try {
      CountDownLatch start = new CountDownLatch(1);
      List<Future<float[]>> results = new ArrayList<>();
      for (int i = 0; i < threads; i++) {
        results.add(executor.submit(() -> {
          start.await();
          return compute(map);
        }));
      }
      start.countDown();
      float[] expected = compute(map);
      for (Future<float[]> result : results) {
        assertArrayEquals(expected, result.get());
      }
    } finally {
      executor.shutdownNow();
    }
  }

  private static float[] compute(AffineMap map) {
    float[] x = new float[ROWS * IN];
    for (int i = 0; i < x.length; i++) {
      x[i] = i % 5 - 2;
    }
    float[] z = new float[ROWS * OUT];
    for (int i = 0; i < 10; i++) {
      map.apply(ROWS, x, 0, IN, z, 0, OUT, 0, OUT);
    }
    return z;
  }
}
