package dev.lamina.weights;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lamina.Shape;
import java.util.List;
import org.junit.jupiter.api.Test;

class LazyReadingTest {

  private static final byte[] FILE = new SafetensorsBuilder()
      .tensor("0.weight", Shape.of(3, 2))
      .tensor("0.bias", Shape.of(3))
      .tensor("2.weight", Shape.of(1, 3))
      .tensor("2.bias", Shape.of(1))
      .bytes();

  private static final long DATA = FILE.length - 4L * (6 + 3 + 3 + 1);

  @Test
  void openingReadsTheHeaderOnly() {
    RecordingBytes bytes = new RecordingBytes(FILE);
    try (OpenWeights weights = Weights.file(bytes).open(Weights.network(2, 3, 1))) {
      assertEquals(4, weights.parameters().shapes().size());
      assertEquals(DATA, bytes.furthest());
    }
  }

  @Test
  void aTensorIsReadWhenItIsAskedForAndNoOtherOne() {
    RecordingBytes bytes = new RecordingBytes(FILE);
    try (OpenWeights weights = Weights.file(bytes).open(Weights.network(2, 3, 1))) {
      bytes.reads().clear();

      weights.parameters().tensor("layer1.bias");

      assertEquals(List.of(new RecordingBytes.Range(DATA + 24, DATA + 36)), bytes.reads());
    }
  }

  @Test
  void closingClosesTheFile() {
    RecordingBytes bytes = new RecordingBytes(FILE);
    OpenWeights weights = Weights.file(bytes).open(Weights.network(2, 3, 1));
    assertFalse(bytes.isClosed());

    weights.close();

    assertTrue(bytes.isClosed());
  }
}
