package dev.lamina.execution;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lamina.Activation;
import dev.lamina.LaminaException;
import dev.lamina.LayerSpec;
import dev.lamina.NetworkSpec;
import dev.lamina.Options;
import dev.lamina.Parameters;
import dev.lamina.Shape;
import dev.lamina.Tensor;
import dev.lamina.Workspace;
import dev.lamina.spi.DenseKernel;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

class ExecutionTest {

  private static final LayerSpec LAYER_1 = LayerSpec.of("layer1", "x", 3, 5, Activation.IDENTITY);
  private static final LayerSpec LAYER_2 =
      LayerSpec.of("layer2", "layer1", 5, 2, Activation.IDENTITY);
  private static final NetworkSpec NETWORK = NetworkSpec.chain("Tiny", LAYER_1, LAYER_2);
  private static final Slot X = Slot.input(0);
  private static final Slot A1 = Slot.scratch(0);
  private static final Slot A2 = Slot.output(0);

  private final SumBackend backend = new SumBackend(4);
  private final Execution execution = execution(Options.defaults());

  private Execution execution(Options options) {
    Preparation preparation =
        new Preparation(NETWORK, Parameters.random(NETWORK, 1), backend, options);
    DenseKernel kernel1 = preparation.dense(LAYER_1);
    DenseKernel kernel2 = preparation.dense(LAYER_2);
    return preparation.execution(5, pass -> {
      pass.dense(LAYER_1, kernel1, X, A1);
      pass.dense(LAYER_2, kernel2, A1, A2);
    });
  }

  private static float[] random(int length) {
    Random random = new Random(length);
    float[] values = new float[length];
    for (int i = 0; i < length; i++) {
      values[i] = random.nextFloat() - 0.5f;
    }
    return values;
  }

  @Test
  void aMinibatchGivesTheSameNumbersAsItsRowsAlone() {
    for (int rows : new int[] {1, 2, 3, 4, 5, 7, 8, 9, 33}) {
      float[] x = random(rows * 3);
      float[] y = new float[rows * 2];
      execution.forward(x, rows, y);
      for (int row = 0; row < rows; row++) {
        assertArrayEquals(
            execution.forward(Arrays.copyOfRange(x, row * 3, row * 3 + 3)),
            Arrays.copyOfRange(y, row * 2, row * 2 + 2));
      }
    }
  }

  @Test
  void rowsAreCutIntoTilesOfEqualSize() {
    execution.forward(random(27), 9, new float[18]);
    assertEquals(List.of(3, 3, 3, 3, 3, 3), backend.tiles);
  }

  @Test
  void theOptionsDecideTheTilesBeforeTheBackendDoes() {
    execution(Options.defaults().withTileRows(2)).forward(random(9), 3, new float[6]);
    assertEquals(List.of(2, 2, 1, 1), backend.tiles);
  }

  @Test
  void noRowsDoNothing() {
    float[] y = {1, 2};
    execution.forward(new float[0], 0, y);
    execution.forward(new float[3], 3, 0, y, 2, execution.newWorkspace());
    assertArrayEquals(new float[] {1, 2}, y);
    assertEquals(List.of(), backend.tiles);
  }

  @Test
  void whatLiesAroundTheResultIsLeftAsItIs() {
    float[] x = random(9 + 6);
    float[] y = new float[3 + 10 + 4];
    Arrays.fill(y, 7);
    execution.forward(x, 0, 5, y, 3, execution.newWorkspace());
    assertArrayEquals(new float[] {7, 7, 7}, Arrays.copyOfRange(y, 0, 3));
    assertArrayEquals(new float[] {7, 7, 7, 7}, Arrays.copyOfRange(y, 13, 17));
    float[] alone = new float[10];
    execution.forward(x, 5, alone);
    assertArrayEquals(alone, Arrays.copyOfRange(y, 3, 13));
  }

  @Test
  void aWorkspaceGrowsWithTheMinibatch() {
    Workspace workspace = execution.newWorkspace();
    for (int rows : new int[] {1, 3, 2, 9}) {
      float[] x = random(rows * 3);
      float[] y = new float[rows * 2];
      float[] expected = new float[rows * 2];
      execution.forward(x, 0, rows, y, 0, workspace);
      execution.forward(x, rows, expected);
      assertArrayEquals(expected, y);
    }
  }

  @Test
  void aWrongLengthIsRefusedWithBothNumbers() {
    assertRefused(
        "[LAM-LENGTH] x of Tiny is one example (1 x 3) and must have 3 values, got 4",
        () -> execution.forward(new float[4]));
    assertRefused(
        "[LAM-LENGTH] y of Tiny is one example (1 x 2) and must have 2 values, got 1",
        () -> execution.forward(new float[3], new float[1]));
    assertRefused(
        "[LAM-LENGTH] x of Tiny is one example (1 x 3) and must have 3 values, got 12: for a"
            + " minibatch call forward(x, 4, y)",
        () -> execution.forward(new float[12], new float[8]));
    assertRefused(
        "[LAM-LENGTH] x of Tiny holds 4 rows (4 x 3) and must have at least 12 values, got 11",
        () -> execution.forward(new float[11], 4, new float[8]));
    assertRefused(
        "[LAM-LENGTH] y of Tiny holds 2 rows (2 x 2) from index 1 on and must have at least 5"
            + " values, got 4",
        () -> execution.forward(new float[6], 0, 2, new float[4], 1, execution.newWorkspace()));
  }

  @Test
  void rowsThatOverflowAnIntAreRefusedAndNotWrappedAround() {
    assertRefused(
        "[LAM-LENGTH] x of Tiny holds 1431655766 rows (1431655766 x 3) and must have at least"
            + " 4294967298 values, got 3",
        () -> execution.forward(new float[3], 1431655766, new float[2]));
  }

  @Test
  void negativeRowsAndOffsetsAreRefused() {
    assertRefused(
        "[LAM-ROWS] Tiny needs rows and offsets of at least 0, got rows = -1, xOffset = 0,"
            + " yOffset = 0",
        () -> execution.forward(new float[3], -1, new float[2]));
    assertRefused(
        "[LAM-ROWS] Tiny needs rows and offsets of at least 0, got rows = 1, xOffset = -3,"
            + " yOffset = 0",
        () -> execution.forward(new float[3], -3, 1, new float[2], 0, execution.newWorkspace()));
  }

  @Test
  void nullIsRefusedByName() {
    assertNull("[LAM-NULL] x of Tiny is null", () -> execution.forward(null));
    assertNull("[LAM-NULL] y of Tiny is null", () -> execution.forward(new float[3], null));
    assertNull("[LAM-NULL] x of Tiny is null", () -> execution.forward(null, 1, new float[2]));
    assertNull(
        "[LAM-NULL] workspace of Tiny is null",
        () -> execution.forward(new float[3], 0, 1, new float[2], 0, null));
  }

  @Test
  void theSameArrayAsInputAndOutputIsRefused() {
    float[] both = new float[6];
    assertRefused(
        "[LAM-ALIAS] x and y of Tiny are the same array: the result needs an array of its own",
        () -> execution.forward(both, 2, both));
  }

  @Test
  void aWorkspaceOfAnotherNetworkIsRefused() {
    Workspace other = execution(Options.defaults()).newWorkspace();
    assertRefused(
        "[LAM-WORKSPACE] the workspace was not made by this network (Tiny): use its newWorkspace()",
        () -> execution.forward(new float[3], 0, 1, new float[2], 0, other));
  }

  @Test
  void aRefusedCallWritesNothing() {
    float[] y = {1, 2, 3};
    assertThrows(IllegalArgumentException.class, () -> execution.forward(random(6), 2, y));
    assertArrayEquals(new float[] {1, 2, 3}, y);
  }

  @Test
  void allProblemsOfTheParametersAreInOneError() {
    Parameters wrong = Parameters.of(Map.of(
        "layer1.weight", Tensor.of(Shape.of(5, 3), new float[15]),
        "layer2.weight", Tensor.of(Shape.of(5, 2), new float[10]),
        "layer2.bias", Tensor.of(Shape.of(2), 0, 0),
        "layer3.bias", Tensor.of(Shape.of(1), 0)));
    String message = assertThrows(
            LaminaException.class,
            () -> new Preparation(NETWORK, wrong, backend, Options.defaults()))
        .getMessage();
    assertEquals(
        List.of(
            "[LAM-WEIGHTS] the parameters do not fit network Tiny (3 problems):",
            "  layer1.weight is (5 x 3), expected (3 x 5)",
            "  layer1.bias is missing, expected (5)",
            "  layer3.bias (1) belongs to no layer"),
        message.lines().toList());
  }

  @Test
  void callsBeyondTheWorkspacesStillWorkAndAreCounted() throws InterruptedException {
    int callers = 3;
    CyclicBarrier allInside = new CyclicBarrier(callers);
    CountDownLatch done = new CountDownLatch(callers);
    Preparation preparation = new Preparation(
        NETWORK, Parameters.random(NETWORK, 1), backend, Options.defaults().withWorkspaces(1));
    DenseKernel kernel1 = preparation.dense(LAYER_1);
    DenseKernel kernel2 = preparation.dense(LAYER_2);
    Execution crowded = preparation.execution(5, pass -> {
      await(allInside);
      pass.dense(LAYER_1, kernel1, X, A1);
      await(allInside);
      pass.dense(LAYER_2, kernel2, A1, A2);
    });
    float[] x = random(3);
    float[] expected = execution.forward(x);
    List<float[]> results = new ArrayList<>();
    for (int i = 0; i < callers; i++) {
      float[] y = new float[2];
      results.add(y);
      new Thread(() -> {
            crowded.forward(x, y);
            done.countDown();
          })
          .start();
    }
    done.await();
    for (float[] y : results) {
      assertArrayEquals(expected, y);
    }
    assertEquals(
        "Tiny (N x 3) -> (N x 2) on backend sum; 2 calls found none of 1 workspaces free",
        crowded.toString());
  }

  private static void await(CyclicBarrier barrier) {
    try {
      barrier.await();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  private static void assertRefused(String beginning, Executable call) {
    String message = assertThrows(IllegalArgumentException.class, call).getMessage();
    assertTrue(message.startsWith(beginning), message);
  }

  private static void assertNull(String message, Executable call) {
    assertEquals(message, assertThrows(NullPointerException.class, call).getMessage());
  }
}
