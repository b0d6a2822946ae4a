package dev.lamina.weights.onnx;

import static dev.lamina.weights.onnx.Assertions.assertRefused;
import static dev.lamina.weights.onnx.Assertions.weight;
import static dev.lamina.weights.onnx.ModelBuilder.model;
import static dev.lamina.weights.onnx.ModelBuilder.raw;
import static dev.lamina.weights.onnx.ModelBuilder.tensor;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.lamina.ErrorCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tensors in files beside the model. */
class ExternalDataTest {

  private static final float[] W = {1, 2, 3, 4, 5, 6};

  @TempDir
  private Path directory;

  private Path folder;

  @BeforeEach
  void writeData() throws IOException {
    folder = Files.createDirectory(directory.resolve("model"));
    Files.write(folder.resolve("weights.bin"), raw(9, 9, 1, 2, 3, 4, 5, 6));
    Files.write(directory.resolve("secret.bin"), raw(W));
  }

  private static Message entry(String key, String value) {
    return new Message().text(1, key).text(2, value);
  }

  private static ModelBuilder withData(String location, String offset, String length) {
    Message tensor = tensor("W", OnnxType.FLOAT, 3, 2)
        .message(13, entry("location", location))
        .message(13, entry("offset", offset))
        .message(13, entry("length", length))
        .varint(14, 1);
    return model().initializer(tensor).node("MatMul", "y", "x", "W");
  }

  private OnnxFile open(ModelBuilder model) {
    return OnnxFile.open(
        new TestBytes("model.onnx", model.bytes()), ExternalFiles.in(folder, TestBytes::of));
  }

  private void assertNotRead(ModelBuilder model, String... fragments) {
    assertRefused(ErrorCode.FILE, () -> open(model).close(), fragments);
  }

  @Test
  void aTensorIsReadFromTheFileBeside() {
    try (OnnxFile file = open(withData("weights.bin", "8", "24"))) {
      assertArrayEquals(W, weight(file.model().layers().get(0)));
      Assertions.assertLayersComputeTheGraph(file);
    }
  }

  @Test
  void aTensorIsReadFromAFolderWithinTheFolder() throws IOException {
    Files.createDirectory(folder.resolve("data"));
    Files.write(folder.resolve("data/w.bin"), raw(W));
    try (OnnxFile file = open(withData("data/w.bin", "0", "24"))) {
      assertArrayEquals(W, weight(file.model().layers().get(0)));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "../secret.bin",
        "data/../../secret.bin",
        "..",
        "/etc/passwd",
        "..\\secret.bin",
        "C:\\secret.bin",
        "C:secret.bin"
      })
  void aLocationOutsideOfTheFolderIsRefused(String location) {
    assertNotRead(
        withData(location, "0", "24"), "the model keeps tensors outside of its own folder");
  }

  @Test
  void aLinkOutOfTheFolderIsRefused() throws IOException {
    try {
      Files.createSymbolicLink(folder.resolve("link.bin"), directory.resolve("secret.bin"));
      Files.createSymbolicLink(folder.resolve("up"), directory);
    } catch (UnsupportedOperationException e) {
      assumeTrue(false, "no links here");
    }
    assertNotRead(withData("link.bin", "0", "24"), "outside of its own folder");
    assertNotRead(withData("up/secret.bin", "0", "24"), "outside of its own folder");
  }

  @Test
  void aLinkWithinTheFolderIsFollowed() throws IOException {
    try {
      Files.createSymbolicLink(folder.resolve("link.bin"), Path.of("weights.bin"));
    } catch (UnsupportedOperationException e) {
      assumeTrue(false, "no links here");
    }
    try (OnnxFile file = open(withData("link.bin", "8", "24"))) {
      assertArrayEquals(W, weight(file.model().layers().get(0)));
    }
  }

  @Test
  void aFileThatIsNotThereIsNamed() {
    assertNotRead(
        withData("lost.bin", "0", "24"),
        "the file with the model's external data is not there",
        "\"lost.bin\"",
        "no such file");
    assertNotRead(withData("a\0b", "0", "24"), "in a way that is no path");
  }

  @Test
  void aRangeBeyondTheEndIsRefused() {
    assertNotRead(withData("weights.bin", "12", "24"), "ends beyond the end of the file");
    assertNotRead(
        withData("weights.bin", "9223372036854775807", "24"), "ends beyond the end of the file");
  }

  @Test
  void offsetsAndLengthsMustMakeSense() {
    assertNotRead(withData("weights.bin", "-1", "24"), "offset -1");
    assertNotRead(withData("weights.bin", "0", "20"), "length of 24 bytes", "length 20");
    assertNotRead(withData("weights.bin", "zero", "24"), "without a proper offset", "\"zero\"");
    assertNotRead(withData("", "0", "24"), "does not say where its external data are");
  }

  @Test
  void aModelThatIsNoFileHasNoFilesBeside() {
    String text = assertRefused(
        ErrorCode.FILE,
        () -> withData("weights.bin", "8", "24").open().close(),
        "the model keeps tensors in another file");
    assertEquals(0, text.indexOf("[LAM-FILE] model.onnx: "));
  }
}
