package dev.lamina.backends.blas;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.lamina.Shape;
import dev.lamina.Tensor;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Weights are stored as they are, or transposed, whatever the sizes of the blocks. */
@Tag("access-independent")
class LayoutTest {

  @ParameterizedTest
  @CsvSource({"1, 1", "3, 5", "17, 1", "300, 400", "70000, 3", "3, 70000"})
  void everyElementIsWhereItsOffsetSays(int in, int out) {
    float[] weight = new float[in * out];
    for (int i = 0; i < weight.length; i++) {
      weight[i] = i;
    }
    Tensor tensor = Tensor.of(Shape.of(in, out), weight);
    for (boolean transposed : new boolean[] {false, true}) {
      Layout layout = new Layout(in, out, transposed);
      float[] stored = new float[in * out];
      layout.read(
          tensor,
          (index, values, count) -> System.arraycopy(values, 0, stored, (int) index, count));

      float[] expected = new float[in * out];
      for (int row = 0; row < in; row++) {
        for (int column = 0; column < out; column++) {
          expected[(int) layout.offset(row, column)] = weight[row * out + column];
        }
      }
      assertArrayEquals(expected, stored);
      assertEquals(layout.leadingDimension(), transposed ? in : out);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "64, 10, true",
    "64, 128, false",
    "16, 32, false",
    "784, 128, true",
    "2000, 2000, false"
  })
  void narrowAndMediumLayersAreTransposed(int in, int out, boolean transposed) {
    assertEquals(transposed, Layout.of(in, out).transposed());
  }
}
