package dev.lamina.weights;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lamina.Shape;
import dev.lamina.weights.numpy.HostileArchives;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files that are made to take memory, a deep stack or long, in a virtual machine that has little. */
class SmallMemoryTest {

  @TempDir
  private Path directory;

  private final Map<String, String> expected = new TreeMap<>();

  private void file(String name, String outcome, byte[] bytes) throws IOException {
    Files.write(directory.resolve(name), bytes);
    expected.put(name, outcome);
  }

  @Test
  void hostileFilesAreRefusedWithLittleMemory() throws Exception {
    file("deep", "FILE", header("{\"__metadata__\":" + "[".repeat(15_000_000)));
    file("numbers", "FILE", header("{\"a\":{\"shape\":[" + "1,".repeat(7_000_000)));
    file("members", "FILE", header("{\"__metadata__\":{" + members(900_000)));
    file("many-tensors", "WEIGHTS", header("{" + tensors(20_000, 600) + "}"));
    file("too-many-tensors", "FILE", header("{" + tensors(100_000, 50) + "}"));
    file(
        "metadata",
        "read",
        new SafetensorsBuilder()
            .metadata("{\"x\":\"" + "x".repeat(15_000_000) + "\"}")
            .tensor("weight", Shape.of(1, 2))
            .tensor("bias", Shape.of(1))
            .bytes());
    file(
        "long-tool",
        "FILE",
        new SafetensorsBuilder()
            .metadata("{\"lamina.tool\":\"" + "x".repeat(15_000_000) + "\"}")
            .tensor("weight", Shape.of(1, 2))
            .tensor("bias", Shape.of(1))
            .bytes());
    file("many-arrays", "WEIGHTS", HostileArchives.manyArrays(50_000, 40));
    file("too-many-arrays", "FILE", HostileArchives.manyArrays(50_001, 40));
    file("long-names", "WEIGHTS", HostileArchives.manyArrays(14_000, 490));
    file("long-headers", "WEIGHTS", HostileArchives.longHeaders(5_000));
    file("zeros", "WEIGHTS", HostileArchives.zeros(100, 10_000_000));

    assertEquals(expected, outcomes());
  }

  private Map<String, String> outcomes() throws IOException, InterruptedException {
    Path output = Files.createTempFile("small-memory", ".txt");
    Process java = new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx64m",
            "-Xss512k",
            "-cp",
            System.getProperty("java.class.path"),
            SmallMemory.class.getName(),
            directory.toString())
        .redirectErrorStream(true)
        .redirectOutput(output.toFile())
        .start();
    boolean ended = java.waitFor(2, TimeUnit.MINUTES);
    java.destroyForcibly().waitFor();
    String text = Files.readString(output);
    Files.delete(output);
    assertTrue(ended, () -> "it hangs after:\n" + text);
    return text.lines()
        .map(line -> line.split(": ", 2))
        .collect(Collectors.toMap(
            line -> line[0],
            line -> line[1].replaceFirst(" \\d{1,5}$", ""),
            (a, b) -> a,
            TreeMap::new));
  }

  private static byte[] header(String json) {
    return SafetensorsBuilder.file(json, new byte[0]);
  }

  private static String members(int count) {
    return IntStream.range(0, count)
        .mapToObj(i -> "\"" + i + "\":\"\",")
        .collect(Collectors.joining());
  }

  private static String tensors(int count, int nameLength) {
    String padding = "x".repeat(nameLength - 16);
    return IntStream.range(0, count)
        .mapToObj(i -> "\"" + padding + "." + i + ".weight\":"
            + "{\"dtype\":\"F32\",\"shape\":[2,0],\"data_offsets\":[0,0]}")
        .collect(Collectors.joining(","));
  }
}
