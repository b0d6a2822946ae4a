package dev.lamina.execution;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lamina.Options;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What goes wrong, or comes late, in a call that is shared. */
@Timeout(60)
class SharedCallTest {

  private static final Sharing.Costs ROWS = new Sharing.Costs(0, 1 << 20, 1);
  private static final Sharing.Costs COLUMNS = new Sharing.Costs(0, 0, 1);

  private final Thread caller = Thread.currentThread();
  private final ExecutorService pool = Executors.newFixedThreadPool(2);

  @AfterEach
  void end() throws InterruptedException {
    pool.shutdown();
    assertTrue(pool.awaitTermination(10, TimeUnit.SECONDS));
  }

  private Execution rows(Runnable beforeEachUnit) {
    return new ChainNetwork(1, 1)
        .prepare(
            new WaitingKernels(beforeEachUnit),
            Options.defaults().withTileRows(1).withExecutor(pool, 2),
            ROWS);
  }

  private static void sleep(int milliseconds) {
    try {
      Thread.sleep(milliseconds);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private static void await(CountDownLatch latch) {
    while (latch.getCount() > 0) {
      Thread.onSpinWait();
    }
  }

  @Test
  void whatAHelperThrowsReachesTheCallerAsItIs() {
    IllegalStateException problem = new IllegalStateException("a kernel failed");
    CountDownLatch helperCame = new CountDownLatch(1);
    Execution execution = rows(() -> {
      if (Thread.currentThread() != caller) {
        helperCame.countDown();
        throw problem;
      }
      await(helperCame);
    });
    assertSame(
        problem,
        assertThrows(
            IllegalStateException.class,
            () -> execution.forward(new float[20], 20, new float[20])));
  }

  @Test
  void whatTheCallerThrowsWaitsForTheHelpers() {
    CountDownLatch helperCame = new CountDownLatch(1);
    AtomicInteger inside = new AtomicInteger();
    Execution execution = rows(() -> {
      if (Thread.currentThread() == caller) {
        await(helperCame);
        throw new IllegalStateException("a kernel failed");
      }
      inside.incrementAndGet();
      helperCame.countDown();
      sleep(50);
      inside.decrementAndGet();
    });
    assertThrows(
        IllegalStateException.class, () -> execution.forward(new float[20], 20, new float[20]));
    assertEquals(0, inside.get());
  }

  @Test
  void aFailureInOneLayerDoesNotLeaveOthersWaitingBeforeTheNext() {
    AtomicInteger calls = new AtomicInteger();
    ChainNetwork network = new ChainNetwork(4, 16, 16, 16);
    for (int failing = 1; failing <= 9; failing++) {
      int last = failing;
      calls.set(0);
      Execution execution = network.prepare(
          new WaitingKernels(() -> {
            if (calls.incrementAndGet() == last) {
              throw new StackOverflowError("a kernel failed");
            }
          }),
          Options.defaults().withTileRows(2).withExecutor(pool, 3),
          COLUMNS);
      assertThrows(
          StackOverflowError.class, () -> execution.forward(new float[8], 2, new float[32]));
    }
  }

  @Test
  void aCallAfterOneThatFailedIsComplete() {
    boolean[] fails = {true};
    Execution execution = rows(() -> {
      if (fails[0]) {
        throw new IllegalStateException("a kernel failed");
      }
    });
    assertThrows(
        IllegalStateException.class, () -> execution.forward(new float[20], 20, new float[20]));
    fails[0] = false;
    float[] y = new float[20];
    execution.forward(new float[20], 20, y);
    for (float value : y) {
      assertEquals(WaitingKernels.RESULT, value);
    }
  }

  @Test
  void whatAnExecutorThrowsIsNotTakenForARefusal() {
    Execution execution = new ChainNetwork(1, 1)
        .prepare(
            new WaitingKernels(() -> {}),
            Options.defaults()
                .withTileRows(1)
                .withExecutor(
                    task -> {
                      throw new UnsupportedOperationException("no threads here");
                    },
                    2),
            ROWS);
    assertThrows(
        UnsupportedOperationException.class,
        () -> execution.forward(new float[20], 20, new float[20]));
  }

  @Test
  void anInterruptDoesNotEndTheCallAndIsNotLost() {
    CountDownLatch helperCame = new CountDownLatch(1);
    AtomicInteger done = new AtomicInteger();
    Execution execution = rows(() -> {
      if (Thread.currentThread() == caller) {
        // Nothing is left for the caller but to wait for the helper.
        await(helperCame);
        done.incrementAndGet();
      } else {
        helperCame.countDown();
        caller.interrupt();
        sleep(50);
        caller.interrupt();
        sleep(50);
        done.incrementAndGet();
      }
    });
    execution.forward(new float[2], 2, new float[2]);
    assertTrue(Thread.interrupted());
    assertEquals(2, done.get());
  }

  @Test
  void aHelperThatComesTooLateFindsNothingOfTheCall() {
    List<Runnable> tasks = new ArrayList<>();
    AtomicInteger units = new AtomicInteger();
    Execution execution = new ChainNetwork(1, 1)
        .prepare(
            new WaitingKernels(units::incrementAndGet),
            Options.defaults().withTileRows(1).withExecutor(tasks::add, 4),
            ROWS);
    WeakReference<float[]> x = call(execution);
    assertEquals(3, tasks.size());
    int before = units.get();
    for (int i = 0; i < 100 && x.get() != null; i++) {
      System.gc();
      sleep(10);
    }
    assertNull(x.get(), "tasks that wait for a thread keep the caller's arrays");
    tasks.forEach(Runnable::run);
    // An executor that runs a task twice does no harm either.
    tasks.forEach(Runnable::run);
    assertEquals(before, units.get());
  }

  private static WeakReference<float[]> call(Execution execution) {
    float[] x = new float[20];
    execution.forward(x, 20, new float[20]);
    return new WeakReference<>(x);
  }
}
