package dev.lamina.cli;

import dev.lamina.ActivationSpec;
import dev.lamina.weights.WeightsWriter;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Makes a Java class of a file. */
@Command(
    name = "import",
    description = "Writes the annotated Java source of a network, its weights as a resource with"
        + " examples, and a test; compiles the source and verifies it on every backend.",
    mixinStandardHelpOptions = true)
final class ImportCommand implements Callable<Integer> {

  @Parameters(paramLabel = "FILE", description = "ONNX, or safetensors or .npz with --activations")
  @SuppressWarnings("NullAway.Init") // by picocli
  private Path file;

  @Option(
      names = "--class",
      required = true,
      paramLabel = "NAME",
      description = "full name of the interface to write, such as com.acme.Digits")
  @SuppressWarnings("NullAway.Init") // by picocli
  private String className;

  @Option(
      names = "--out",
      required = true,
      paramLabel = "DIR",
      description = "folder of the project; files go to src/main/java, src/main/resources and"
          + " src/test/java")
  @SuppressWarnings("NullAway.Init") // by picocli
  private Path directory;

  @Option(
      names = "--activations",
      split = ActivationText.SEPARATOR,
      converter = ActivationText.class,
      paramLabel = "NAME",
      description = "those of the layers, for a file that does not say them: relu,softmax, or with"
          + " parameters \"leaky_relu(0.2),softmax\"")
  private List<ActivationSpec> activations = List.of();

  @Option(names = "--force", description = "replaces files that are there")
  private boolean force;

  @Mixin
  @SuppressWarnings("NullAway.Init") // by picocli
  private ExampleOptions examples;

  @Spec
  @SuppressWarnings("NullAway.Init") // by picocli
  private CommandSpec spec;

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    ProjectFiles files = ProjectFiles.of(directory, className);
    if (!force) {
      files.requireAbsent();
    }
    ImportedNetwork network = new NetworkImport(file, files.simpleName(), examples)
        .read(activations)
        .withDeclarableNames();
    ClassSource source = new ClassSource(files, network);
    // Nothing is left in the project if the class does not compile or compute what it should.
    Optional<Verification> verification = Trial.run(files, source, network);
    out.println(network.network().summary());
    out.println();
    out.println(
        verification.map(Verification::toString).orElse("not verified: there are no examples"));
    if (verification.isPresent() && !verification.get().isGood()) {
      return ExitCode.SOFTWARE;
    }
    files.write(files.source(), source.type());
    files.write(files.test(), source.test());
    ProjectFiles.makeFolder(files.resource());
    WeightsWriter.write(
        files.resource(), network.network(), network.parameters(), network.examples());
    out.printf("written:%n  %s%n  %s%n  %s%n", files.source(), files.resource(), files.test());
    return ExitCode.OK;
  }
}
