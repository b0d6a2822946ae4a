package dev.lamina.weights;

import dev.lamina.ErrorCode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ForeignFormatTest {

  @Test
  void aPyTorchFileIsRecognised() throws IOException {
    assertRecognised(
        zip("model/data.pkl"),
        "a PyTorch file written by torch.save",
        "safetensors.torch.save_file");
  }

  @Test
  void aKerasModelIsRecognised() throws IOException {
    assertRecognised(zip("model.weights.h5"), "a Keras model", "numpy.savez");
  }

  @Test
  void anyOtherZipIsRecognised() throws IOException {
    assertRecognised(zip("readme.txt"), "a zip archive of something else", "unpack it");
  }

  @Test
  void aPickleIsRecognised() {
    assertRecognised(
        latin("\u0080\u0002\u008a\nl\u00fc\u009cF\u00f9 j\u00a8P"),
        "a Python pickle",
        "safetensors.torch.save_file");
  }

  /** 640, 0x0280, begins with the same two bytes as a pickle; 0x00120708 with those of ONNX. */
  @ParameterizedTest
  @ValueSource(longs = {0x0280, 0x0480, 0x00120708})
  void theLengthOfAHeaderIsNotTakenForAnotherFormat(long length) {
    byte[] file = SafetensorsBuilder.fileWithLength(length, new byte[] {'{', '"'}, new byte[0]);

    Weights.assertRefused(
        ErrorCode.FILE,
        () -> Weights.open(file, Weights.network(2, 1)),
        "the header ends beyond the end of the file: truncated",
        "found: a length of " + length);
  }

  @Test
  void anHdf5FileIsRecognised() {
    assertRecognised(latin("\u0089HDF\r\n\u001a\n\0\0\0\0"), "an HDF5 file", "numpy.savez");
  }

  @Test
  void aGgufFileIsRecognised() {
    assertRecognised(latin("GGUF\3\0\0\0\0\0\0\0"), "a GGUF file", "export");
  }

  @Test
  void aCompressedFileIsRecognised() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
      gzip.write(new SafetensorsBuilder().bytes());
    }
    assertRecognised(bytes.toByteArray(), "compressed with gzip", "unpack it");
  }

  @Test
  void aGitLfsPointerIsRecognised() {
    assertRecognised(
        latin("version https://git-lfs.github.com/spec/v1\noid sha256:4d7a\nsize 12345\n"),
        "a Git LFS pointer",
        "git lfs pull");
  }

  @ParameterizedTest
  @ValueSource(strings = {"<!DOCTYPE html><html>", "\n<?xml version='1.0'?>"})
  void aWebPageIsRecognised(String page) {
    assertRecognised(latin(page), "an HTML or XML page", "download the file itself");
  }

  @ParameterizedTest
  @ValueSource(strings = {"{}", "{\"weight_map\": {\"0.weight\": \"model-1.safetensors\"}}"})
  void jsonIsRecognised(String json) {
    assertRecognised(latin(json), "JSON text", "model.safetensors");
  }

  @ParameterizedTest
  @ValueSource(strings = {"x", "0.1, 0.2, 0.3\n", "\tweights\r\n", "gr\u00fcn \u2192 gelb"})
  void plainTextIsRecognised(String text) {
    assertRecognised(text.getBytes(StandardCharsets.UTF_8), "plain text", "model.safetensors");
  }

  @Test
  void textThatIsCutInTheMiddleOfACharacterIsText() {
    for (int indent = 0; indent < 3; indent++) {
      String text = " ".repeat(indent) + "\u2192".repeat(100);
      assertRecognised(text.getBytes(StandardCharsets.UTF_8), "plain text", "model.safetensors");
    }
  }

  @Test
  void anythingElseIsSaidToBeDamagedOrSomethingElse() {
    byte[] bytes = new byte[100];
    Arrays.fill(bytes, (byte) 0xff);
    Weights.assertRefused(
        ErrorCode.FILE,
        () -> Weights.open(bytes, Weights.network(2, 1)),
        "truncated, damaged or not safetensors",
        "found: a length of 18446744073709551615");
  }

  private static void assertRecognised(byte[] file, String format, String fix) {
    Weights.assertRefused(
        ErrorCode.FILE,
        () -> Weights.open(file, Weights.network(2, 1)),
        "model.safetensors: the file is no weight file that can be read, it looks like " + format,
        "  expected: a safetensors, .npy or .npz file",
        "  found: " + format,
        "  fix: ",
        fix);
  }

  private static byte[] zip(String entry) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      zip.putNextEntry(new ZipEntry(entry));
      zip.write(new byte[10]);
    }
    return bytes.toByteArray();
  }

  private static byte[] latin(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }
}
