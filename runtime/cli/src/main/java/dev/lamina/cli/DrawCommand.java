package dev.lamina.cli;

import dev.lamina.ActivationSpec;
import dev.lamina.NetworkSpec;
import dev.lamina.cli.drawing.NetworkDrawing;
import dev.lamina.runtime.Lamina;
import dev.lamina.weights.FileContents;
import dev.lamina.weights.file.AtomicFile;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Draws a network. */
@Command(
    name = "draw",
    description = "Draws the network of an annotated type, or the one in a file, as an SVG picture:"
        + " layers with their equations, edges with the shapes of what goes along them.",
    mixinStandardHelpOptions = true)
final class DrawCommand implements Runnable {

  /** What is a name of a file rather than of a class, whether there is such a file or not. */
  private static final List<String> FILE_ENDINGS =
      List.of(".safetensors", ".npy", ".npz", ".onnx", ".json");

  @Parameters(
      paramLabel = "CLASS_OR_FILE",
      description =
          "full name of the annotated type; or a file: ONNX, or safetensors or .npz, whose"
              + " activations are drawn if they are said")
  @SuppressWarnings("NullAway.Init") // by picocli
  private String source;

  @Option(
      names = "--class-path",
      defaultValue = "",
      paramLabel = "PATH",
      description = "where the type and its generated network are, such as target/classes")
  @SuppressWarnings("NullAway.Init") // by picocli
  private String classPath;

  @Option(
      names = "--out",
      paramLabel = "FILE",
      description = "ends with .svg, replaced if it is there; the standard output if left out")
  private @Nullable Path file;

  @Option(
      names = "--activations",
      split = ActivationText.SEPARATOR,
      converter = ActivationText.class,
      paramLabel = "NAME",
      description = "those of the layers, for a file that does not say them: relu,softmax, or with"
          + " parameters \"leaky_relu(0.2),softmax\"")
  private List<ActivationSpec> activations = List.of();

  @Spec
  @SuppressWarnings("NullAway.Init") // by picocli
  private CommandSpec spec;

  @Override
  public void run() {
    if (file != null && !file.toString().toLowerCase(Locale.ROOT).endsWith(".svg")) {
      throw new CommandException(String.format(
          "%s is no name of an SVG file, and nothing else is drawn%n  fix: a name that ends with"
              + " .svg",
          file));
    }
    String svg = NetworkDrawing.svg(isFile() ? ofFile(Path.of(source)) : ofClass());
    PrintWriter out = spec.commandLine().getOut();
    if (file == null) {
      out.print(svg);
      out.flush();
    } else {
      byte[] bytes = svg.getBytes(StandardCharsets.US_ASCII);
      AtomicFile.write(file, stream -> stream.write(bytes));
      out.printf("written: %s%n", file);
    }
  }

  private boolean isFile() {
    String name = source.toLowerCase(Locale.ROOT);
    if (name.contains("/")
        || name.contains("\\")
        || FILE_ENDINGS.stream().anyMatch(name::endsWith)) {
      return true;
    }
    try {
      return Files.exists(Path.of(source));
    } catch (InvalidPathException e) {
      return false;
    }
  }

  private NetworkSpec ofFile(Path weights) {
    FileNetwork network = new FileNetwork(weights, String.valueOf(weights.getFileName()));
    if (!activations.isEmpty() || FileContents.isOnnx(weights)) {
      return network.read(activations);
    }
    NetworkSpec shapes = network.read();
    PrintWriter err = spec.commandLine().getErr();
    err.printf(
        "%s does not say which activations its layers have, so none are drawn%n"
            + "  fix: --activations with one for each%n",
        weights);
    return shapes;
  }

  private NetworkSpec ofClass() {
    if (!activations.isEmpty()) {
      throw new ParameterException(
          spec.commandLine(),
          "A class says itself which activations it has: leave --activations out.");
    }
    try (UserClass user = load()) {
      return Lamina.spec(user.type());
    }
  }

  private UserClass load() {
    try {
      return UserClass.load(source, classPath);
    } catch (CommandException e) {
      throw new CommandException("there is no file " + source + ", and " + e.getMessage());
    }
  }
}
