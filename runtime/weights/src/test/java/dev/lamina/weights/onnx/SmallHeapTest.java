package dev.lamina.weights.onnx;

import static dev.lamina.weights.onnx.ModelBuilder.model;
import static dev.lamina.weights.onnx.ModelBuilder.port;
import static dev.lamina.weights.onnx.ModelBuilder.shape;
import static dev.lamina.weights.onnx.ModelBuilder.tensor;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.CodedInputStream;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files that would take a hundred times their size in memory, or a deep stack, in a small JVM. */
class SmallHeapTest {

  private static final String TOO_LARGE = "the graph is too large to describe a network";

  private static Message repeated(int bytes, int... pattern) {
    byte[] file = new byte[bytes / pattern.length * pattern.length];
    for (int i = 0; i < file.length; i++) {
      file[i] = (byte) pattern[i % pattern.length];
    }
    return new Message().raw(file);
  }

  private static Message graph(Message content) {
    return new Message().message(7, content);
  }

  private record HostileFile(Message message, String outcome) {}

  /** Each file and what has to come of it. */
  private static List<HostileFile> files() {
    int size = 3_000_000;
    List<HostileFile> files = new ArrayList<>();
    files.add(new HostileFile(graph(repeated(size, 0x5a, 0)), TOO_LARGE)); // empty inputs
    files.add(new HostileFile(repeated(size, 0x3a, 0), TOO_LARGE)); // empty graphs
    files.add(new HostileFile(
        graph(new Message().message(1, repeated(size, 0x0a, 0))), TOO_LARGE)); // inputs
    Message integers = new Message().message(5, new Message().message(8, repeated(size, 1)));
    files.add(new HostileFile(graph(new Message().message(1, integers)), TOO_LARGE));
    Message pieces = new Message().message(5, repeated(size, 0x2a, 0));
    files.add(new HostileFile(graph(new Message().message(1, pieces)), TOO_LARGE)); // of one tensor
    Message external = repeated(size, 0x6a, 0);
    files.add(new HostileFile(graph(new Message().message(5, external)), TOO_LARGE));
    files.add(new HostileFile(repeated(size, 0x1b), "not ONNX, truncated or damaged")); // groups
    ModelBuilder identities = model().weight("W", shape(3, 2), 1, 2, 3, 4, 5, 6);
    String value = "x";
    for (int i = 0; i < 10_000; i++) {
      identities.node("Identity", "v" + i, value);
      value = "v" + i;
    }
    files.add(new HostileFile(
        new Message().raw(identities.node("MatMul", "y", value, "W").bytes()), "read"));
    ModelBuilder scalings = model().input(-1, 10_000).weight("c", shape(10_000), new float[10_000]);
    value = "x";
    for (int i = 0; i < 1_000; i++) {
      scalings.node("Mul", "v" + i, value, "c");
      value = "v" + i;
    }
    files.add(new HostileFile(
        new Message().raw(scalings.node("Relu", "y", value).bytes()), "by too many constants"));
    files.add(new HostileFile(
        new Message()
            .raw(model()
                .input(-1, 600)
                .output(port("y", -1, 1000))
                .initializer(tensor("W", OnnxType.FLOAT, 600, 1000).floats(4, new float[600_000]))
                .node("MatMul", "y", "x", "W")
                .bytes()),
        "read"));
    return files;
  }

  @Test
  void hostileFilesAreRefusedWithinASmallHeapAndStack(@TempDir Path directory)
      throws IOException, InterruptedException {
    List<String> expected = new ArrayList<>();
    List<Path> paths = new ArrayList<>();
    for (HostileFile file : files()) {
      paths.add(
          Files.write(directory.resolve(paths.size() + ".onnx"), file.message().bytes()));
      expected.add(file.outcome());
    }
    List<String> lines = run(paths);
    assertEquals(paths.size(), lines.size(), lines.toString());
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i);
      String outcome = expected.get(i);
      assertTrue(line.contains(i + ".onnx: ") && line.contains(outcome), line + ", not " + outcome);
    }
  }

  private static List<String> run(List<Path> files) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "-Xmx64m",
        "-Xss512k",
        "-cp",
        Stream.of(
                OnnxFile.class,
                HostileFilesProgram.class,
                dev.lamina.LaminaException.class,
                CodedInputStream.class)
            .map(SmallHeapTest::location)
            .distinct()
            .collect(Collectors.joining(File.pathSeparator)),
        HostileFilesProgram.class.getName()));
    files.forEach(file -> command.add(file.toString()));
    Path output = files.get(0).resolveSibling("output.txt");
    Process process = new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(output.toFile())
        .start();
    assertTrue(process.waitFor(120, TimeUnit.SECONDS), "the program hangs");
    return Files.readAllLines(output, StandardCharsets.UTF_8);
  }

  /** The folder or jar that a class comes from; its module may say another one than that. */
  private static String location(Class<?> type) {
    String file = type.getName().replace('.', '/') + ".class";
    URL url = Objects.requireNonNull(type.getResource("/" + file));
    String text = url.toString();
    try {
      String root = text.startsWith("jar:")
          ? text.substring("jar:".length(), text.indexOf("!/"))
          : text.substring(0, text.length() - file.length());
      return Path.of(new URI(root)).toString();
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }
}
