package dev.lamina.execution;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lamina.Activation;
import dev.lamina.LayerSpec;
import java.util.List;
import org.junit.jupiter.api.Test;

class SharingTest {

  private static final ChainNetwork TINY = new ChainNetwork(16, 32, 16, 4);
  private static final ChainNetwork MNIST = new ChainNetwork(784, 128, 64, 10);
  private static final ChainNetwork RECSYS = new ChainNetwork(512, 1024, 512, 256, 1);
  private static final ChainNetwork WIDE = new ChainNetwork(1024, 4096, 4096, 1024);

  private static Division divide(ChainNetwork network, int threads, int rows) {
    return sharing(network, threads, 64).divide(rows);
  }

  /** All layers can be cut in blocks of 16, but for one of 10 columns, which stands for softmax. */
  private static Sharing sharing(ChainNetwork network, int threads, int tileRows) {
    List<LayerSpec> layers = network.spec().layers();
    int[] columnBlocks =
        layers.stream().mapToInt(layer -> layer.out() == 10 ? 0 : 16).toArray();
    return new Sharing(
        Runnable::run, threads, Sharing.Costs.MEASURED, layers, columnBlocks, 0, tileRows);
  }

  @Test
  void callsThatEndBeforeAHelperIsAwakeAreNotShared() {
    assertNull(divide(TINY, 2, 1));
    assertNull(divide(TINY, 2, 512));
    assertNull(divide(MNIST, 2, 1));
    assertNull(divide(MNIST, 64, 7));
  }

  @Test
  void sharingBeginsSoonAfterTheFewestRows() {
    for (ChainNetwork network : List.of(TINY, MNIST, RECSYS, WIDE)) {
      Sharing sharing = sharing(network, 2, 1 << 20);
      int rows = sharing.fewestRows();
      assertNotNull(sharing.divide(2 * rows), network::toString);
      assertTrue(rows == 1 || sharing.divide(rows - 1) == null, network::toString);
    }
  }

  @Test
  void manyRowsAreCutByRows() {
    for (int rows : new int[] {64, 512, 4096}) {
      assertInstanceOf(RowDivision.class, divide(MNIST, 2, rows));
    }
    assertInstanceOf(RowDivision.class, divide(TINY, 2, 4096));
    assertInstanceOf(RowDivision.class, divide(RECSYS, 2, 512));
    assertInstanceOf(RowDivision.class, divide(WIDE, 2, 512));
  }

  @Test
  void fewRowsOfManyWeightsAreCutByColumns() {
    for (int rows : new int[] {1, 8, 64}) {
      assertInstanceOf(ColumnDivision.class, divide(WIDE, 2, rows));
    }
    assertInstanceOf(ColumnDivision.class, divide(RECSYS, 2, 1));
    assertInstanceOf(ColumnDivision.class, divide(RECSYS, 2, 8));
  }

  @Test
  void layersThatCannotBeCutLeaveASingleRowAlone() {
    ChainNetwork softmax = new ChainNetwork(1000, 10_000);
    int[] whole = {0};
    Sharing sharing = new Sharing(
        Runnable::run, 2, Sharing.Costs.MEASURED, softmax.spec().layers(), whole, 0, 64);
    assertNull(sharing.divide(1));
    assertInstanceOf(RowDivision.class, sharing.divide(64));
  }

  @Test
  void moreThreadsComeWithMoreWork() {
    assertEquals(2, divide(MNIST, 64, 24).threads());
    assertEquals(4, divide(MNIST, 64, 40).threads());
    assertEquals(64, divide(MNIST, 64, 4096).threads());
    assertEquals(2, divide(MNIST, 2, 4096).threads());
  }

  @Test
  void threadsThatWouldFindNoColumnsAreNotAskedFor() {
    List<LayerSpec> layers = new ChainNetwork(4000, 3000).spec().layers();
    int[] fourBlocks = {750};
    Sharing sharing =
        new Sharing(Runnable::run, 64, Sharing.Costs.MEASURED, layers, fourBlocks, 0, 64);
    assertEquals(4, assertInstanceOf(ColumnDivision.class, sharing.divide(1)).threads());
  }

  @Test
  void unitsAreWorthTheirTrouble() {
    ColumnDivision division = (ColumnDivision) divide(WIDE, 2, 1);
    LayerSpec small = LayerSpec.of("small", "x", 10, 100, Activation.IDENTITY);
    assertEquals(1, division.cutting().units(small, 16, 1));
    assertEquals(6, division.units());
  }

  @Test
  void theWorkOfHugeCallsDoesNotOverflow() {
    assertTrue(sharing(WIDE, 1 << 20, 64).divide(2_000_000).units() > 0);
  }
}
