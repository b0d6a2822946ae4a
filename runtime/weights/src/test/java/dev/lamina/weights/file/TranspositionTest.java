package dev.lamina.weights.file;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class TranspositionTest {

  /** Where cache lines, strips, groups and blocks end, and the widest matrices that are not cut. */
  private static final int[] ENDS = {1, 8, 16, 32, 64, 256, 512, 5120, 10240};

  private static final int LONGEST_ROW = 256 * 5136;

  static Stream<Arguments> sizes() {
    SplittableRandom random = new SplittableRandom(17);
    Stream<Arguments> nearEnds = random
        .ints(300, 0, ENDS.length * ENDS.length * 9)
        .mapToObj(k -> {
          int rows = Math.max(1, ENDS[k % ENDS.length] + k / ENDS.length % 3 - 1);
          int columns = Math.max(1, ENDS[k / ENDS.length % ENDS.length] + k / ENDS.length % 5 - 2);
          return Arguments.of(Math.min(rows, 2_000_000 / columns), columns);
        });
    Stream<Arguments> any =
        random.ints(100, 1, 1000).mapToObj(rows -> Arguments.of(rows, random.nextInt(1, 1000)));
    Stream<Arguments> wide = Stream.of(
        Arguments.of(2, LONGEST_ROW - 16),
        Arguments.of(3, LONGEST_ROW - 15),
        Arguments.of(2, LONGEST_ROW + 1),
        Arguments.of(300, 12_345));
    return Stream.of(nearEnds, any, wide).flatMap(sizes -> sizes).distinct();
  }

  /** The elements say where they are, and count how often they are asked for. */
  private static final class Matrix implements Transposition.Source {

    private final int columns;
    private final byte[] reads;
    private int next;
    private boolean isInOrder = true;

    Matrix(int rows, int columns) {
      this.columns = columns;
      this.reads = new byte[rows * columns];
    }

    @Override
    public void read(int row, int column, float[] target, int offset, int count) {
      assertTrue(column + count <= columns, "beyond the end of a row");
      int first = row * columns + column;
      isInOrder &= first == next;
      next = first + count;
      for (int i = 0; i < count; i++) {
        target[offset + i] = first + i;
        reads[first + i]++;
      }
    }

    void assertTransposedIn(float[] transpose) {
      int rows = reads.length / columns;
      float[] expected = new float[reads.length];
      for (int i = 0; i < reads.length; i++) {
        assertEquals(1, reads[i], "reads of element " + i);
        expected[i % columns * rows + i / columns] = i;
      }
      assertArrayEquals(expected, transpose);
    }
  }

  @ParameterizedTest
  @MethodSource("sizes")
  void aMatrixThatIsReadInOrderIsTransposed(int rows, int columns) {
    Matrix matrix = new Matrix(rows, columns);

    matrix.assertTransposedIn(Transposition.inOrder(rows, columns, matrix));

    assertTrue(matrix.isInOrder, "in order");
  }

  @ParameterizedTest
  @MethodSource("sizes")
  void aMatrixThatIsReadInBlocksIsTransposed(int rows, int columns) {
    Matrix matrix = new Matrix(rows, columns);

    matrix.assertTransposedIn(Transposition.inBlocks(rows, columns, matrix));
  }
}
