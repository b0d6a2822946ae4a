package dev.lamina.cli;

import dev.lamina.processor.LaminaProcessor;
import dev.lamina.runtime.Lamina;
import dev.lamina.weights.WeightsSource;
import dev.lamina.weights.WeightsWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/** Compiles a class and computes its examples in a folder of its own, before anything is kept. */
final class Trial {

  private Trial() {}

  /**
   * Tries a class.
   *
   * @return what the backends computed, empty if there are no examples
   * @throws CommandException if there is no compiler here
   */
  static Optional<Verification> run(
      ProjectFiles project, ClassSource source, ImportedNetwork network) {
    Path folder = temporaryFolder();
    try {
      ProjectFiles files = new ProjectFiles(folder, project.packageName(), project.simpleName());
      files.write(files.source(), source.type());
      ProjectFiles.makeFolder(files.resource());
      WeightsWriter.write(
          files.resource(), network.network(), network.parameters(), network.examples());
      Path classes = Files.createDirectories(folder.resolve("classes"));
      compile(files.source(), folder.resolve("src/main/resources"), classes);
      try (UserClass user = UserClass.load(files.className(), classes.toString())) {
        if (network.examples().isPresent()) {
          return Optional.of(Verification.of(user.type(), files.resource()));
        }
        Lamina.load(user.type(), WeightsSource.file(files.resource()));
        return Optional.empty();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      delete(folder);
    }
  }

  private static void compile(Path source, Path resources, Path classes) throws IOException {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    if (compiler == null) {
      throw new CommandException(
          "this Java has no compiler to try the class with\n  fix: run the tool with a JDK");
    }
    DiagnosticCollector<JavaFileObject> problems = new DiagnosticCollector<>();
    try (StandardJavaFileManager manager =
        compiler.getStandardFileManager(problems, Locale.ROOT, null)) {
      JavaCompiler.CompilationTask task = compiler.getTask(
          null,
          manager,
          problems,
          List.of(
              "-d",
              classes.toString(),
              "-classpath",
              System.getProperty("java.class.path"),
              "-Alamina.weights=" + resources),
          null,
          manager.getJavaFileObjects(source));
      task.setProcessors(List.of(new LaminaProcessor()));
      if (!task.call()) {
        throw new IllegalStateException("the imported class does not compile; please report it:\n"
            + problems.getDiagnostics().stream()
                .map(String::valueOf)
                .collect(Collectors.joining("\n")));
      }
    }
  }

  private static Path temporaryFolder() {
    try {
      return Files.createTempDirectory("lamina-import");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void delete(Path folder) {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
