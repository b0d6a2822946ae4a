package dev.lamina.weights;

import static dev.lamina.weights.Weights.assertRefused;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.lamina.ErrorCode;
import dev.lamina.NetworkSpec;
import dev.lamina.Shape;
import dev.lamina.Tensor;
import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileSourceTest {

  private static final NetworkSpec NETWORK = Weights.network(2, 1);

  @TempDir
  private Path directory;

  private static SafetensorsBuilder builder() {
    return new SafetensorsBuilder()
        .tensor("weight", Shape.of(1, 2), 1, 2)
        .tensor("bias", Shape.of(1), 3);
  }

  private Path file() {
    return builder().writeTo(directory);
  }

  @Test
  void aFileIsReadAnyNumberOfTimes() {
    WeightsSource source = WeightsSource.file(file());
    for (int i = 0; i < 2; i++) {
      try (OpenWeights weights = source.open(NETWORK)) {
        assertEquals(NETWORK.tensorShapes(), weights.parameters().shapes());
        assertEquals(
            List.copyOf(NETWORK.tensorShapes().keySet()),
            List.copyOf(weights.parameters().shapes().keySet()));
        assertArrayEquals(new float[] {1, 2}, Weights.elements(weights, "layer1.weight"));
        assertArrayEquals(new float[] {3}, Weights.elements(weights, "layer1.bias"));
        assertEquals(List.of(), weights.warnings());
      }
    }
  }

  @Test
  void aFileInsideAZipFileSystemIsReadToo() throws IOException {
    URI zip = URI.create("jar:" + directory.resolve("models.zip").toUri());
    try (FileSystem files = FileSystems.newFileSystem(zip, Map.of("create", "true"))) {
      Path path = Files.write(files.getPath("/model.safetensors"), builder().bytes());
      try (OpenWeights weights = WeightsSource.file(path).open(NETWORK)) {
        assertArrayEquals(new float[] {1, 2}, Weights.elements(weights, "layer1.weight"));
      }
    }
  }

  @Test
  void aFileSystemWithoutChannelsIsAnError() {
    FileSystem modules = FileSystems.getFileSystem(URI.create("jrt:/"));
    Path path = modules.getPath("/modules/java.base/java/lang/Object.class");

    assertRefused(
        ErrorCode.FILE,
        () -> WeightsSource.file(path).open(NETWORK),
        "the file is in a file system without file channels",
        "found: file system jrt");
  }

  @Test
  void theDescriptionIsTheAbsolutePath() {
    Path relative = Path.of("some", "model.safetensors");

    assertEquals(
        relative.toAbsolutePath().toString(), WeightsSource.file(relative).description());
  }

  @Test
  void aFileThatIsNotThereIsAnErrorWithItsAbsolutePath() {
    Path relative = Path.of("nowhere", "model.safetensors");

    assertRefused(
        ErrorCode.FILE,
        () -> WeightsSource.file(relative).open(NETWORK),
        "[LAM-FILE] " + relative.toAbsolutePath() + ": there is no such file",
        relative + " is relative to the working directory");
  }

  @Test
  void aDirectoryIsAnError() {
    assertRefused(
        ErrorCode.FILE,
        () -> WeightsSource.file(directory).open(NETWORK),
        directory + ": this is a directory");
  }

  /** Opening it would wait for somebody to write to it. */
  @Test
  void aNamedPipeIsAnError() throws IOException, InterruptedException {
    Path pipe = directory.resolve("pipe");
    Path mkfifo = Path.of("/usr/bin/mkfifo");
    assumeTrue(Files.isExecutable(mkfifo), "there is no mkfifo here");
    assertEquals(
        0, new ProcessBuilder(mkfifo.toString(), pipe.toString()).start().waitFor());

    assertRefused(
        ErrorCode.FILE,
        () -> WeightsSource.file(pipe).open(NETWORK),
        pipe + ": this is not a regular file");
  }

  @Test
  void aFileThatMustNotBeReadIsAnError() {
    Path file = file();
    assertTrue(file.toFile().setReadable(false));
    assumeFalse(Files.isReadable(file), "this user may read everything");

    assertRefused(
        ErrorCode.FILE,
        () -> WeightsSource.file(file).open(NETWORK),
        file + ": the file must not be read",
        "access denied");
  }

  @Test
  void errorsOfTheContentNameTheFile() {
    Path file = SafetensorsBuilder.write(directory, new byte[0]);

    assertRefused(
        ErrorCode.FILE,
        () -> WeightsSource.file(file).open(NETWORK),
        "[LAM-FILE] " + file + ": the file is empty");
    assertRefused(
        ErrorCode.WEIGHTS,
        () -> WeightsSource.file(file()).open(Weights.network(3, 1)),
        "[LAM-WEIGHTS] " + file + " does not fit network Net");
  }

  @Test
  void aTensorThatWasReadStaysValidAndAnotherCannotBeReadAfterClosing() {
    OpenWeights weights = WeightsSource.file(file()).open(NETWORK);
    Tensor weight = weights.parameters().tensor("layer1.weight");
    weights.close();
    weights.close();

    float[] elements = new float[4];
    weight.read(0, elements, 1, 2);
    assertArrayEquals(new float[] {0, 1, 2, 0}, elements);
    assertRefused(
        ErrorCode.FILE,
        () -> weights.parameters().tensor("layer1.bias"),
        "a tensor was asked for after the file was closed");
  }

  @Test
  void aTensorThatDoesNotExistIsAnError() {
    try (OpenWeights weights = WeightsSource.file(file()).open(NETWORK)) {
      assertRefused(
          ErrorCode.WEIGHTS,
          () -> weights.parameters().tensor("weight"),
          "there is no tensor weight, there are layer1.weight, layer1.bias");
    }
  }

  @Test
  void elementsOutsideATensorAreAnError() {
    try (OpenWeights weights = WeightsSource.file(file()).open(NETWORK)) {
      Tensor weight = weights.parameters().tensor("layer1.weight");

      assertThrows(IndexOutOfBoundsException.class, () -> weight.read(1, new float[5], 0, 2));
      assertThrows(IndexOutOfBoundsException.class, () -> weight.read(-1, new float[5], 0, 1));
      assertThrows(IndexOutOfBoundsException.class, () -> weight.read(0, new float[1], 0, 2));
    }
  }

  @Test
  void aFileThatWasTruncatedAfterItWasOpenedIsAnError() throws IOException {
    Path file = file();
    try (OpenWeights weights = WeightsSource.file(file).open(NETWORK)) {
      try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
        channel.truncate(channel.size() - 4);
      }

      for (String tensor : NETWORK.tensorShapes().keySet()) {
        assertRefused(
            ErrorCode.FILE,
            () -> weights.parameters().tensor(tensor),
            file + ": the file was changed while it was read",
            "rename");
      }
    }
  }

  @Test
  void aFileThatWasOverwrittenAfterItWasOpenedIsAnError() throws IOException {
    Path file = file();
    try (OpenWeights weights = WeightsSource.file(file).open(NETWORK)) {
      try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
        channel.write(ByteBuffer.allocate(4), channel.size() - 4);
      }
      // The clock of some file systems is coarse.
      Files.setLastModifiedTime(file, FileTime.from(Instant.now().plus(Duration.ofSeconds(5))));

      assertRefused(
          ErrorCode.FILE,
          () -> weights.parameters().tensor("layer1.bias"),
          file + ": the file was changed while it was read");
    }
  }

  /** The way to publish new weights: whoever reads the old ones is not disturbed. */
  @Test
  void aFileThatWasReplacedByAnotherOneIsReadToItsEnd() throws IOException {
    Path file = file();
    assumeTrue(
        Files.readAttributes(file, "fileKey").get("fileKey") != null, "files have no identity");
    try (OpenWeights weights = WeightsSource.file(file).open(NETWORK)) {
      Path other = Files.write(directory.resolve("new"), new byte[7]);
      Files.move(other, file, StandardCopyOption.REPLACE_EXISTING);

      assertArrayEquals(new float[] {1, 2}, Weights.elements(weights, "layer1.weight"));
      Files.delete(file);
      assertArrayEquals(new float[] {3}, Weights.elements(weights, "layer1.bias"));
    }
  }

  @Test
  void anInterruptIsAnErrorAndStaysSet() {
    Path file = file();
    try (OpenWeights weights = WeightsSource.file(file).open(NETWORK)) {
      Thread.currentThread().interrupt();

      assertRefused(
          ErrorCode.FILE,
          () -> weights.parameters().tensor("layer1.weight"),
          file + ": reading was interrupted");
      assertTrue(Thread.interrupted());
    }
  }

  @Test
  void aFileThatIsRefusedIsClosed() throws IOException {
    Path openFiles = Path.of("/proc/self/fd");
    assumeTrue(Files.isDirectory(openFiles), "open files are not listed here");
    Path file = file();

    assertRefused(ErrorCode.WEIGHTS, () -> WeightsSource.file(file).open(Weights.network(3, 1)));

    try (var descriptors = Files.list(openFiles)) {
      assertFalse(descriptors.anyMatch(descriptor -> pointsTo(descriptor, file)));
    }
  }

  private static boolean pointsTo(Path descriptor, Path file) {
    try {
      return Files.readSymbolicLink(descriptor).equals(file.toRealPath());
    } catch (IOException e) {
      return false;
    }
  }

  @Test
  void nullIsRefusedAtOnce() {
    assertThrows(NullPointerException.class, () -> WeightsSource.file(null));
    assertThrows(NullPointerException.class, () -> WeightsSource.resource(null, "x"));
    assertThrows(NullPointerException.class, () -> WeightsSource.resource(getClass(), null));
    assertThrows(NullPointerException.class, () -> WeightsSource.parameters(null));
  }
}
