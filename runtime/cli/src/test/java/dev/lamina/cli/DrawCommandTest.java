package dev.lamina.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lamina.Activation;
import dev.lamina.Dense;
import dev.lamina.LayerSpec;
import dev.lamina.NetworkSpec;
import dev.lamina.Parameters;
import dev.lamina.Shape;
import dev.lamina.Tensor;
import dev.lamina.cli.drawing.NetworkDrawing;
import dev.lamina.weights.WeightsWriter;
import dev.lamina.weights.numpy.NumpyWriter;
import dev.lamina.weights.onnx.OnnxWriter;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code lamina draw} as its users call it. */
class DrawCommandTest {

  @TempDir
  private Path directory;

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  /** Annotated, but no processor runs on tests. */
  @Dense(in = 3, out = 2)
  interface NotCompiled {}

  private static NetworkSpec network(String name) {
    return NetworkSpec.chain(
        name,
        LayerSpec.of("layer1", NetworkSpec.INPUT, 3, 5, Activation.TANH),
        LayerSpec.of("layer2", "layer1", 5, 2, Activation.SOFTMAX));
  }

  private void assertEnds(int expected, Object... arguments) {
    int actual = Main.run(
        new PrintWriter(out, true),
        new PrintWriter(err, true),
        Stream.of(arguments).map(String::valueOf).toArray(String[]::new));
    assertEquals(expected, actual, () -> out + "\n" + err);
  }

  private void assertRefused(int exitCode, String text, Object... arguments) {
    assertEnds(exitCode, arguments);
    assertTrue(err.toString().contains(text), err::toString);
    assertFalse(err.toString().contains("\tat "), err::toString);
    assertEquals("", out.toString());
  }

  private Path onnx() throws IOException {
    NetworkSpec network = network("Model");
    return Files.write(
        directory.resolve("model.onnx"),
        OnnxWriter.of(network, Parameters.random(network, 3)).bytes());
  }

  private Path safetensors() {
    NetworkSpec network = network("Model");
    Path file = directory.resolve("model.safetensors");
    WeightsWriter.write(file, network, Parameters.random(network, 3), Optional.empty());
    return file;
  }

  /** As a user's build does it. From JDK 23 on javac runs processors only if it is told to. */
  private Path compile(String source) throws IOException {
    Path file = Files.createDirectories(directory.resolve("com/acme")).resolve("Model.java");
    Files.writeString(file, source);
    Path classes = Files.createDirectories(directory.resolve("classes"));
    List<String> arguments = List.of(
        Runtime.version().feature() >= 21 ? "-proc:full" : "-Xlint:none",
        "-d",
        classes.toString(),
        "-cp",
        System.getProperty("java.class.path"),
        file.toString());
    assertEquals(
        0,
        ToolProvider.getSystemJavaCompiler()
            .run(null, null, null, arguments.toArray(String[]::new)));
    return classes;
  }

  @Test
  void aModelIsDrawnToTheStandardOutput() throws IOException {
    assertEnds(0, "draw", onnx());

    assertEquals(NetworkDrawing.svg(network("model.onnx")), out.toString());
    assertEquals("", err.toString());
  }

  @Test
  void anAnnotatedTypeIsDrawnWithoutWeights() throws IOException {
    Path classes = compile("""
        package com.acme;
        import dev.lamina.Activation;
        import dev.lamina.Dense;
        @Dense(in = 3, out = 5, activation = Activation.TANH)
        @Dense(out = 2, activation = Activation.SOFTMAX)
        public interface Model {}
        """);
    Path file = directory.resolve("model.svg");

    assertEnds(0, "draw", "com.acme.Model", "--class-path", classes, "--out", file);

    assertEquals(NetworkDrawing.svg(network("Model")), Files.readString(file));
    assertEquals("written: " + file + System.lineSeparator(), out.toString());
  }

  @Test
  void tensorsAreDrawnWithTheActivationsThatAreSaid() {
    assertEnds(0, "draw", safetensors(), "--activations", "tanh,softmax");

    assertEquals(NetworkDrawing.svg(network("model.safetensors")), out.toString());
  }

  @Test
  void tensorsAreDrawnWithoutActivationsIfNoneAreSaidAndTheUserIsTold() {
    assertEnds(0, "draw", safetensors());

    assertTrue(out.toString().contains(">X&#183;W + b<"), out::toString);
    assertTrue(
        err.toString().contains("model.safetensors does not say which activations its layers have"),
        err::toString);
  }

  @Test
  void activationsThatAreTooFewAreRefused() {
    assertRefused(
        1,
        "has 2 layers and does not say their activations, got 1",
        "draw",
        safetensors(),
        "--activations",
        "tanh");
  }

  @Test
  void activationsOfWhatHasThemAreRefused() throws IOException {
    assertRefused(
        1,
        "an ONNX file says itself which activations it has",
        "draw",
        onnx(),
        "--activations",
        "tanh,softmax");
    assertRefused(
        2,
        "A class says itself which activations it has",
        "draw",
        NotCompiled.class.getName(),
        "--activations",
        "tanh");
  }

  @Test
  void aClassThatIsNotThereIsNamedWithWhereItWasSought() {
    assertRefused(
        1,
        "there is no file com.acme.Nothing, and there is no class com.acme.Nothing"
            + System.lineSeparator()
            + "  searched: "
            + directory
            + System.lineSeparator()
            + "  fix: give its full name",
        "draw",
        "com.acme.Nothing",
        "--class-path",
        directory);
  }

  @Test
  void aClassThatIsNoNetworkIsRefused() {
    assertRefused(
        1,
        "[LAM-NOT-ANNOTATED] java.lang.String has no @Dense, so there is no network to load",
        "draw",
        "java.lang.String");
  }

  @Test
  void aClassWhoseNetworkWasNotGeneratedIsRefused() {
    assertRefused(
        1,
        "[LAM-NOT-GENERATED] " + NotCompiled.class.getName() + " has @Dense but ",
        "draw",
        NotCompiled.class.getName());
  }

  @Test
  void aFileThatIsNotThereIsNotTakenForAClass() {
    assertRefused(1, "[LAM-FILE]", "draw", "model.onnx");
    assertRefused(1, "[LAM-FILE]", "draw", directory.resolve("model"));
  }

  @Test
  void aFileWithoutANetworkIsRefused() {
    Path file = directory.resolve("one.npy");
    NumpyWriter.write(file, Tensor.of(Shape.of(2), 1, 2));

    assertRefused(1, "one.npy does not look like a chain of dense layers", "draw", file);
  }

  @Test
  void aPictureThatCannotBeWrittenIsAnErrorThatSaysWhere() throws IOException {
    Path file = directory.resolve("missing").resolve("model.svg");

    assertRefused(1, "[LAM-FILE] " + file, "draw", onnx(), "--out", file);
    assertTrue(err.toString().contains("the file cannot be written"), err::toString);
  }

  @Test
  void nothingButSvgIsWritten() throws IOException {
    Path file = directory.resolve("model.png");

    assertRefused(1, "model.png is no name of an SVG file", "draw", onnx(), "--out", file);
    assertFalse(Files.exists(file));
  }
}
