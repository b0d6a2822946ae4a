package dev.lamina.weights.file;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import dev.lamina.Shape;
import dev.lamina.weights.OpenWeights;
import dev.lamina.weights.RecordingBytes;
import dev.lamina.weights.SafetensorsBuilder;
import dev.lamina.weights.Weights;
import dev.lamina.weights.WeightsSource;
import dev.lamina.weights.safetensors.SafetensorsFile;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TensorReaderTest {

  /** Around the sizes at which pieces, tiles and panels end: 16384, 64 and 1048576 elements. */
  @ParameterizedTest
  @CsvSource({
    "1, 1",
    "1, 7",
    "7, 1",
    "2, 3",
    "63, 65",
    "64, 64",
    "65, 1023",
    "64, 1024",
    "65, 1025",
    "130, 257",
    "3, 20000",
    "70, 16385",
    "5, 300000",
    "2, 1048577",
    "129, 2050",
    "3, 70000",
    "70000, 3",
    "1, 65537",
    "65537, 1",
    "1000, 64",
    "1025, 64"
  })
  void aMatrixIsTransposed(int rows, int columns) {
    float[] stored = random(rows * columns);
    float[] expected = new float[rows * columns];
    for (int row = 0; row < rows; row++) {
      for (int column = 0; column < columns; column++) {
        expected[column * rows + row] = stored[row * columns + column];
      }
    }

    assertArrayEquals(expected, reader(Shape.of(rows, columns), stored).readTransposed());
  }

  @ParameterizedTest
  @CsvSource({"0", "1", "16383", "16384", "16385", "300000"})
  void aVectorIsReadAsItIs(int length) {
    float[] stored = random(length);

    assertArrayEquals(stored, reader(Shape.of(length), stored).read());
  }

  @Test
  void everyElementIsReadOnce() {
    Shape shape = Shape.of(130, 2050);
    byte[] file =
        new SafetensorsBuilder().tensor("w", shape, random(130 * 2050)).bytes();
    RecordingBytes bytes = new RecordingBytes(file);
    StoredTensor tensor = new SafetensorsFile(bytes).tensors().get(0);
    bytes.reads().clear();

    new TensorReader(tensor, new ValueScan(tensor)).readTransposed();

    long read =
        bytes.reads().stream().mapToLong(range -> range.end() - range.begin()).sum();
    assertEquals(130 * 2050 * 4, read);
    assertEquals(file.length, bytes.furthest());
  }

  @Test
  void onlyOneCopyOfATensorIsMade(@TempDir Path directory) {
    int rows = 1500;
    int columns = 2000;
    Path path = new SafetensorsBuilder()
        .tensor("0.weight", Shape.of(rows, columns), random(rows * columns))
        .tensor("0.bias", Shape.of(rows))
        .writeTo(directory);
    try (OpenWeights weights = WeightsSource.file(path).open(Weights.network(columns, rows))) {
      ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
      long before = threads.getCurrentThreadAllocatedBytes();
      weights.parameters().tensor("layer1.weight");
      long allocated = threads.getCurrentThreadAllocatedBytes() - before;

      long tensor = 4L * rows * columns;
      assertTrue(
          allocated < tensor + (1 << 20),
          () -> allocated + " bytes were allocated for a tensor of " + tensor);
    }
  }

  private static TensorReader reader(Shape shape, float[] elements) {
    ArrayBytes file = new ArrayBytes(
        "w", new SafetensorsBuilder().tensor("w", shape, elements).bytes());
    List<StoredTensor> tensors = new SafetensorsFile(file).tensors();
    return new TensorReader(tensors.get(0), new ValueScan(tensors.get(0)));
  }

  private static float[] random(int count) {
    SplittableRandom random = new SplittableRandom(count);
    float[] elements = new float[count];
    for (int i = 0; i < count; i++) {
      elements[i] = (float) random.nextDouble();
    }
    return elements;
  }
}
