package dev.lamina.weights;

import static dev.lamina.weights.Weights.assertRefused;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.lamina.ErrorCode;
import dev.lamina.Shape;
import dev.lamina.Tensor;
import dev.lamina.weights.file.ArrayBytes;
import dev.lamina.weights.file.AtomicFile;
import dev.lamina.weights.file.FileBytes;
import dev.lamina.weights.file.StoredTensor;
import dev.lamina.weights.file.TensorReader;
import dev.lamina.weights.file.ValueScan;
import dev.lamina.weights.file.WeightFile;
import dev.lamina.weights.numpy.NumpyWriter;
import dev.lamina.weights.safetensors.SafetensorsWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WritersTest {

  private static final Map<String, String> METADATA =
      Map.of("format", "np", "note", "gr\u00f6\u00dfer \"\\\n\ud83d\ude00");

  @TempDir
  private Path directory;

  /** One is larger than any buffer. Names are not in order. */
  private static Map<String, Tensor> tensors() {
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    tensors.put("2.weight", counting(2, 3));
    tensors.put("10.weight", counting(300, 1000));
    tensors.put("scalar", counting());
    tensors.put("empty", counting(0, 4));
    tensors.put("dense/kernel:0", counting(7));
    return tensors;
  }

  private static Tensor counting(int... shape) {
    int count = (int) Shape.of(shape).elementCount();
    return Tensor.of(Shape.of(shape), SafetensorsBuilder.counting(count));
  }

  private static void assertHolds(Path path, Map<String, Tensor> expected) {
    try (WeightFile file = WeightFormat.open(FileBytes.open(path))) {
      assertEquals(
          List.copyOf(expected.keySet()),
          file.tensors().stream().map(StoredTensor::name).toList());
      for (StoredTensor stored : file.tensors()) {
        Tensor tensor = expected.get(stored.name());
        assertTrue(stored.hasShape(tensor.shape()), stored.toString());
        float[] elements = new float[(int) tensor.shape().elementCount()];
        tensor.read(0, elements, 0, elements.length);
        assertArrayEquals(elements, new TensorReader(stored, new ValueScan(stored)).read());
      }
    }
  }

  @Test
  void aSafetensorsFileIsReadAsItWasWritten() {
    Path path = directory.resolve("model.safetensors");
    SafetensorsWriter.write(path, tensors(), METADATA);

    assertHolds(path, new TreeMap<>(tensors()));
    try (WeightFile file = WeightFormat.open(FileBytes.open(path))) {
      assertEquals(METADATA, file.metadata(name -> true));
    }
  }

  /** The same bytes as the reference implementation's, but for the order of several metadata. */
  @Test
  void aSafetensorsFileIsWrittenAsTheReferenceDoes() throws IOException {
    Path path = directory.resolve("model.safetensors");
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    try (WeightFile file =
        WeightFormat.open(new ArrayBytes("torch", Fixtures.bytes("torch-deep.safetensors")))) {
      for (StoredTensor stored : file.tensors()) {
        int[] shape = stored.dimensions().stream().mapToInt(Long::intValue).toArray();
        tensors.put(
            stored.name(),
            Tensor.of(Shape.of(shape), new TensorReader(stored, new ValueScan(stored)).read()));
      }
      SafetensorsWriter.write(path, tensors, file.metadata(name -> true));
    }

    assertArrayEquals(Fixtures.bytes("torch-deep.safetensors"), Files.readAllBytes(path));
  }

  @Test
  void theHeaderEndsAtAMultipleOf8Bytes() throws IOException {
    Path path = directory.resolve("model.safetensors");
    for (int length = 1; length <= 9; length++) {
      SafetensorsWriter.write(path, Map.of("x".repeat(length), counting(1)), Map.of());

      assertEquals(0, Files.size(path) % 8 - 4, "a name of " + length);
    }
  }

  @Test
  void aNumpyArchiveIsReadAsItWasWritten() {
    Path path = directory.resolve("model.npz");
    NumpyWriter.write(path, tensors());

    assertHolds(path, tensors());
  }

  @Test
  void aNumpyArrayIsWrittenAsNumpyDoes() throws IOException {
    Path path = directory.resolve("model.npy");
    NumpyWriter.write(path, Tensor.of(Shape.of(3, 4), 1, 2, 3, 4, 11, 12, 13, 14, 21, 22, 23, 24));

    assertArrayEquals(Fixtures.bytes("version1.npy"), Files.readAllBytes(path));
  }

  @Test
  void theSameTensorsMakeTheSameBytes() throws IOException {
    Path first = directory.resolve("first");
    Path second = directory.resolve("second");
    NumpyWriter.write(first, tensors());
    NumpyWriter.write(second, tensors());
    assertEquals(-1, Files.mismatch(first, second));
    SafetensorsWriter.write(first, tensors(), METADATA);
    SafetensorsWriter.write(second, new TreeMap<>(tensors()), new TreeMap<>(METADATA));
    assertEquals(-1, Files.mismatch(first, second));
  }

  @Test
  void noTensorCanHaveTheNameOfTheMetadata() {
    Path path = directory.resolve("model.safetensors");

    assertThrows(
        IllegalArgumentException.class,
        () -> SafetensorsWriter.write(path, Map.of("__metadata__", counting(1)), Map.of()));
    assertFalse(Files.exists(path));
  }

  // All or nothing

  @Test
  void aFileIsReplacedAsAWhole() throws IOException {
    Path path = Files.writeString(directory.resolve("model"), "old");
    AtomicFile.write(path, out -> {
      out.write("new".getBytes(StandardCharsets.US_ASCII));
      out.flush();
      assertEquals("old", Files.readString(path));
    });

    assertEquals("new", Files.readString(path));
    assertOnly(path);
  }

  @Test
  void aFileThatCannotBeWrittenLeavesTheOldOne() throws IOException {
    Path path = Files.writeString(directory.resolve("model"), "old");

    assertRefused(
        ErrorCode.FILE,
        () -> AtomicFile.write(path, out -> {
          out.write(1);
          throw new IOException("the disk is full");
        }),
        path + ": the file cannot be written",
        "found: IOException: the disk is full");
    assertThrows(
        IllegalStateException.class,
        () -> AtomicFile.write(path, out -> {
          throw new IllegalStateException();
        }));

    assertEquals("old", Files.readString(path));
    assertOnly(path);
  }

  private void assertOnly(Path path) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      assertEquals(List.of(path), files.toList());
    }
  }

  @Test
  void aFolderThatIsNotThereIsAnError() {
    assertRefused(
        ErrorCode.FILE,
        () -> NumpyWriter.write(directory.resolve("nowhere/model.npy"), counting(1)),
        "the file cannot be written",
        "NoSuchFileException");
  }

  @Test
  void othersMayReadWhatWasWritten() throws IOException {
    Path plain = Files.createFile(directory.resolve("plain"));
    assumeTrue(
        plain.getFileSystem().supportedFileAttributeViews().contains("posix"), "no permissions");
    Path path = directory.resolve("model.npy");
    NumpyWriter.write(path, counting(1));

    assertEquals(Files.getPosixFilePermissions(plain), Files.getPosixFilePermissions(path));
  }

  // Other readers

  @Test
  void numpyReadsWhatWasWritten() throws Exception {
    assumeTrue(hasPython("import numpy"), "there is no python3 with numpy here");
    Path path = directory.resolve("model.npz");
    NumpyWriter.write(path, tensors());

    assertEquals(expectedByPython(), python("""
        import numpy, sys
        data = numpy.load(sys.argv[1])
        for name in sorted(data.files):
            print(name, data[name].dtype.str, list(data[name].shape), data[name].sum(dtype='f8'))
        """, path));
  }

  @Test
  void safetensorsForPythonReadsWhatWasWritten() throws Exception {
    assumeTrue(
        hasPython("import numpy, safetensors.numpy"), "there is no python3 with safetensors here");
    Path path = directory.resolve("model.safetensors");
    SafetensorsWriter.write(path, tensors(), METADATA);

    assertEquals(expectedByPython() + METADATA.get("note").length() + "\n", python("""
        import sys
        from safetensors import safe_open
        with safe_open(sys.argv[1], "np") as data:
            for name in sorted(data.keys()):
                a = data.get_tensor(name)
                print(name, a.dtype.str, list(a.shape), a.sum(dtype='f8'))
            print(len(data.metadata()["note"].encode("utf-16-le")) // 2)
        """, path));
  }

  private static String expectedByPython() {
    return """
        10.weight <f4 [300, 1000] 44999850000.0
        2.weight <f4 [2, 3] 15.0
        dense/kernel:0 <f4 [7] 21.0
        empty <f4 [0, 4] 0.0
        scalar <f4 [] 0.0
        """;
  }

  private static boolean hasPython(String imports) {
    try {
      Process python = new ProcessBuilder("python3", "-c", imports)
          .redirectErrorStream(true)
          .redirectOutput(ProcessBuilder.Redirect.DISCARD)
          .start();
      return python.waitFor(60, TimeUnit.SECONDS) && python.exitValue() == 0;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private static String python(String script, Path file) throws Exception {
    Process python = new ProcessBuilder("python3", "-c", script, file.toString())
        .redirectErrorStream(true)
        .start();
    String output = new String(python.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(0, python.waitFor(), output);
    return output.replace("\r\n", "\n");
  }
}
