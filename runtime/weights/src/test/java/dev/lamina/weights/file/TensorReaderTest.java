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
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TensorReaderTest {

  /** Around the sizes at which buffers end, 16384 elements, and from which on rows are read in parts, 5120. */
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
    "300, 5120",
    "300, 5121",
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
    StoredTensor tensor = stored(Shape.of(rows, columns), stored);

    assertArrayEquals(expected, reader(tensor).readTransposed());
    assertArrayEquals(expected, reader(inOrderOnly(tensor)).readTransposed(), "in order");
  }

  /** The same as in an archive, where no part can be read without those before. */
  private static StoredTensor inOrderOnly(StoredTensor tensor) {
    return new StoredTensor(
        tensor.name(),
        tensor.type(),
        tensor.dimensions(),
        tensor.order(),
        () -> tensor.bytes().open());
  }

  @Test
  void otherTypesAreTransposedToo() {
    int rows = 300;
    int columns = 5130;
    ByteBuffer bytes = ByteBuffer.allocate(8 * rows * columns);
    float[] expected = new float[rows * columns];
    for (int i = 0; i < rows * columns; i++) {
      bytes.putDouble(i + 0.25);
      expected[i % columns * rows + i / columns] = i + 0.25f;
    }
    StoredTensor tensor = new StoredTensor(
        "w",
        StoredType.readable(">f8", FloatFormat.F64, ByteOrder.BIG_ENDIAN),
        List.of((long) rows, (long) columns),
        StorageOrder.ROW_MAJOR,
        new FileRange(new ArrayBytes("w", bytes.array()), 0));

    assertArrayEquals(expected, reader(tensor).readTransposed());
  }

  /** Of a wide matrix the beginnings of many rows are read before the end of the first. */
  @Test
  void theFirstValueThatIsNotFiniteIsTheFirstInTheFile() {
    int columns = 20_000;
    float[] elements = random(3 * columns);
    elements[columns - 1] = Float.NEGATIVE_INFINITY;
    elements[columns + 3] = Float.NaN;
    StoredTensor tensor = stored(Shape.of(3, columns), elements);
    ValueScan scan = new ValueScan(tensor);

    new TensorReader(tensor, scan).readTransposed();

    assertEquals(
        Optional.of(
            "w (3 x 20000) has 2 values that are NaN or infinite, the first at [0, 19999] is"
                + " -Infinity"),
        scan.nonFinite());
  }

  @Test
  void largeValuesAreFiniteThoughTheirSumIsNot() {
    float[] elements = new float[100];
    Arrays.fill(elements, Float.MAX_VALUE);
    StoredTensor tensor = stored(Shape.of(100), elements);
    ValueScan scan = new ValueScan(tensor);

    new TensorReader(tensor, scan).read();

    assertEquals(Optional.empty(), scan.nonFinite());
  }

  @ParameterizedTest
  @ValueSource(floats = {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY})
  void aValueThatIsNotFiniteIsFoundWhereverItIs(float value) {
    for (int position = 0; position < 100; position++) {
      float[] elements = random(100);
      elements[position] = value;
      elements[99 - position] = value;
      StoredTensor tensor = stored(Shape.of(100), elements);
      ValueScan scan = new ValueScan(tensor);

      new TensorReader(tensor, scan).read();

      assertEquals(
          Optional.of("w (100) has 2 values that are NaN or infinite, the first at ["
              + Math.min(position, 99 - position) + "] is " + value),
          scan.nonFinite());
    }
  }

  @ParameterizedTest
  @CsvSource({"0", "1", "16383", "16384", "16385", "300000"})
  void aVectorIsReadAsItIs(int length) {
    float[] stored = random(length);

    assertArrayEquals(stored, reader(stored(Shape.of(length), stored)).read());
  }

  @ParameterizedTest
  @ValueSource(ints = {64, 2050, 12_345})
  void everyElementIsReadOnce(int columns) {
    Shape shape = Shape.of(130, columns);
    byte[] file =
        new SafetensorsBuilder().tensor("w", shape, random(130 * columns)).bytes();
    RecordingBytes bytes = new RecordingBytes(file);
    StoredTensor tensor = new SafetensorsFile(bytes).tensors().get(0);
    bytes.reads().clear();

    new TensorReader(tensor, new ValueScan(tensor)).readTransposed();

    long read =
        bytes.reads().stream().mapToLong(range -> range.end() - range.begin()).sum();
    assertEquals(4L * 130 * columns, read);
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
          allocated < tensor + (6 << 20),
          () -> allocated + " bytes were allocated for a tensor of " + tensor);
    }
  }

  private static StoredTensor stored(Shape shape, float[] elements) {
    ArrayBytes file = new ArrayBytes(
        "w", new SafetensorsBuilder().tensor("w", shape, elements).bytes());
    return new SafetensorsFile(file).tensors().get(0);
  }

  private static TensorReader reader(StoredTensor tensor) {
    return new TensorReader(tensor, new ValueScan(tensor));
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
