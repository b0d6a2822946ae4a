package dev.lamina.weights.onnx;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.lamina.Activation;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A network of a usual size, and what PyTorch computed for images that it was not trained on. */
class MnistFileTest {

  private static final int PIXELS = 784;
  private static final int DIGITS = 10;

  private static OnnxFile open() {
    return OnnxFile.open(
        new TestBytes("mnist.onnx", PytorchFileTest.bytes("mnist.onnx")), ExternalFiles.none());
  }

  @Test
  void theLayersAreThoseThatWereTrained() {
    try (OnnxFile file = open()) {
      assertEquals(
          List.of("0: 784 -> 128 relu", "2: 128 -> 64 relu", "4: 64 -> 10 softmax"),
          file.model().layers().stream().map(OnnxLayer::toString).toList());
      assertEquals(List.of("pixels"), file.model().inputs());
      assertEquals(List.of("probabilities"), file.model().outputs());
      assertEquals(
          Activation.SOFTMAX,
          file.model().network("Mnist").layers().get(2).activation().kind());
    }
  }

  @Test
  void graphAndLayersGiveThePyTorchProbabilities() {
    List<String> lines = new String(
            PytorchFileTest.bytes("mnist-expected.tsv"), StandardCharsets.US_ASCII)
        .lines()
        .toList();
    double[] x = new double[lines.size() * PIXELS];
    double[] expected = new double[lines.size() * DIGITS];
    for (int row = 0; row < lines.size(); row++) {
      int tab = lines.get(row).indexOf('\t');
      byte[] pixels = HexFormat.of().parseHex(lines.get(row).substring(0, tab));
      for (int i = 0; i < PIXELS; i++) {
        x[row * PIXELS + i] = (pixels[i] & 0xff) / 255.0;
      }
      double[] probabilities = Arrays.stream(lines.get(row).substring(tab + 1).split(" ", -1))
          .mapToDouble(Double::parseDouble)
          .toArray();
      System.arraycopy(probabilities, 0, expected, row * DIGITS, DIGITS);
    }
    try (OnnxFile file = open()) {
      assertArrayEquals(expected, file.evaluate(x, lines.size()), 2e-6);
      assertArrayEquals(expected, Assertions.forward(file.model(), x, lines.size()), 2e-6);
    }
  }
}
