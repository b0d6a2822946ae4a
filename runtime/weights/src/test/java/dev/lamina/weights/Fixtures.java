package dev.lamina.weights;

import static org.junit.jupiter.api.Assertions.fail;

import dev.lamina.weights.file.ArrayBytes;
import dev.lamina.weights.file.StoredTensor;
import dev.lamina.weights.file.TensorReader;
import dev.lamina.weights.file.ValueScan;
import dev.lamina.weights.file.WeightFile;
import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;

/** The files that real tools wrote. */
public final class Fixtures {

  private Fixtures() {}

  public static byte[] bytes(String name) {
    try (InputStream stream = Fixtures.class.getResourceAsStream("fixtures/" + name)) {
      return Objects.requireNonNull(stream, name).readAllBytes();
    } catch (IOException e) {
      return fail(e);
    }
  }

  static WeightsFile source(String name) {
    return WeightsSource.resource(Fixtures.class, "fixtures/" + name);
  }

  /** The elements of a tensor as the file has them, whatever it is. */
  static float[] elements(String file, String tensor) {
    try (WeightFile open = WeightFormat.open(new ArrayBytes(file, bytes(file)))) {
      StoredTensor stored = open.tensors().stream()
          .filter(candidate -> candidate.name().equals(tensor))
          .findFirst()
          .orElseThrow();
      return new TensorReader(stored, new ValueScan(stored)).read();
    }
  }
}
