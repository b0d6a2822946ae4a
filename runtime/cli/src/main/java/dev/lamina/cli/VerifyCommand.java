package dev.lamina.cli;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Computes the examples of a file on every backend. */
@Command(
    name = "verify",
    description =
        "Computes the examples in a file with a network, on every backend, and says how far"
            + " the results are from what the file expects.",
    mixinStandardHelpOptions = true)
final class VerifyCommand implements Callable<Integer> {

  @Parameters(
      paramLabel = "FILE",
      description = "weights with examples, as Lamina.save writes them")
  @SuppressWarnings("NullAway.Init") // by picocli
  private Path file;

  @Option(
      names = "--class",
      required = true,
      paramLabel = "NAME",
      description = "full name of the annotated type")
  @SuppressWarnings("NullAway.Init") // by picocli
  private String className;

  @Option(
      names = "--class-path",
      defaultValue = "",
      paramLabel = "PATH",
      description = "where the type and its generated network are, such as target/classes")
  @SuppressWarnings("NullAway.Init") // by picocli
  private String classPath;

  @Spec
  @SuppressWarnings("NullAway.Init") // by picocli
  private CommandSpec spec;

  @Override
  public Integer call() {
    try (UserClass user = UserClass.load(className, classPath)) {
      Verification verification = Verification.of(user.type(), file);
      spec.commandLine().getOut().print(verification);
      spec.commandLine().getOut().flush();
      return verification.isGood() ? ExitCode.OK : ExitCode.SOFTWARE;
    }
  }
}
