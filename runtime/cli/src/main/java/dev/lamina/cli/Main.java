package dev.lamina.cli;

import dev.lamina.LaminaException;
import java.io.OutputStreamWriter;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.Charset;
import java.util.logging.Level;
import java.util.logging.Logger;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The entry of the tool. It ends with 0, with 1 if a file is refused, with 2 if it is called wrongly. */
@Command(
    name = "lamina",
    description =
        "Looks into weight files, converts and verifies them, makes Java classes of them, and draws"
            + " networks.",
    mixinStandardHelpOptions = true,
    version = "Lamina 0.1.0-SNAPSHOT",
    subcommands = {
      InspectCommand.class,
      ConvertCommand.class,
      VerifyCommand.class,
      ImportCommand.class,
      DrawCommand.class
    })
public final class Main implements Runnable {

  @Spec
  @SuppressWarnings("NullAway.Init") // by picocli
  private CommandSpec spec;

  private Main() {}

  /**
   * Runs one command.
   *
   * @param arguments the command and what belongs to it
   */
  public static void main(String[] arguments) {
    System.exit(run(writer(System.out), writer(System.err), arguments));
  }

  private static PrintWriter writer(PrintStream console) {
    return new PrintWriter(new OutputStreamWriter(console, Charset.defaultCharset()), true);
  }

  /** Runs one command, and returns what the program is to end with. */
  static int run(PrintWriter out, PrintWriter err, String... arguments) {
    // The tool says itself which backend computed what. The logger is held, or its level is lost.
    Logger logger = Logger.getLogger("dev.lamina.runtime");
    logger.setLevel(Level.WARNING);
    return new CommandLine(new Main())
        .setOut(out)
        .setErr(err)
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setExecutionExceptionHandler(Main::explain)
        .execute(arguments);
  }

  /** Mistakes of the user have no stack trace; ours have. */
  private static int explain(
      Exception error, CommandLine command, CommandLine.ParseResult arguments) throws Exception {
    if (!(error instanceof LaminaException || error instanceof CommandException)) {
      throw error;
    }
    command.getErr().println(error.getMessage());
    return CommandLine.ExitCode.SOFTWARE;
  }

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "Say what to do.");
  }
}
