package dev.lamina.processor;

import dev.lamina.Dense;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.StandardLocation;
import javax.tools.ToolProvider;
import org.eclipse.jdt.internal.compiler.tool.EclipseCompiler;

/** The compilers that users have: javac of the running JDK, and the Eclipse compiler. */
enum CompilerUnderTest {
  JAVAC {
    @Override
    JavaCompiler create() {
      return ToolProvider.getSystemJavaCompiler();
    }

    @Override
    String position(Diagnostic<? extends JavaFileObject> diagnostic, String source) {
      return "javac " + diagnostic.getLineNumber() + ":" + diagnostic.getColumnNumber();
    }
  },
  ECLIPSE {
    @Override
    JavaCompiler create() {
      return new EclipseCompiler();
    }

    @Override
    String position(Diagnostic<? extends JavaFileObject> diagnostic, String source) {
      String marked = source.substring(
          (int) diagnostic.getStartPosition(), (int) diagnostic.getEndPosition() + 1);
      return "eclipse " + diagnostic.getLineNumber() + " `" + marked + "`";
    }
  };

  /** A message without the indentation, which compilers change. */
  static String text(Diagnostic<?> diagnostic) {
    return diagnostic
        .getMessage(Locale.ROOT)
        .lines()
        .map(String::strip)
        .collect(Collectors.joining("\n"));
  }

  abstract JavaCompiler create();

  abstract String position(Diagnostic<? extends JavaFileObject> diagnostic, String source);

  /** A source file by the full name of its class. */
  record Source(String name, String text) {}

  /** What came out of a compilation: diagnostics in the order of the source, and the sources. */
  record Result(
      boolean success, List<Diagnostic<? extends JavaFileObject>> diagnostics, Path generated) {

    /** The diagnostics as texts, for the messages of failed assertions. */
    List<String> texts() {
      return diagnostics.stream().map(CompilerUnderTest::text).toList();
    }

    String generatedSource(String name) throws IOException {
      return Files.readString(generated.resolve(name.replace('.', '/') + ".java"));
    }
  }

  /** Compiles sources, as a user with every lint on would. */
  Result compile(Path directory, Source... sources) {
    return compile(directory, List.of(), sources);
  }

  /** The same with further options. Classes go to the folder {@code classes} of the directory. */
  Result compile(Path directory, List<String> furtherOptions, Source... sources) {
    JavaCompiler compiler = create();
    DiagnosticCollector<JavaFileObject> collector = new DiagnosticCollector<>();
    try (StandardJavaFileManager files =
        compiler.getStandardFileManager(collector, Locale.ROOT, null)) {
      Path generated = Files.createDirectories(directory.resolve("generated"));
      Path classes = Files.createDirectories(directory.resolve("classes"));
      files.setLocationFromPaths(StandardLocation.SOURCE_OUTPUT, List.of(generated));
      files.setLocationFromPaths(StandardLocation.CLASS_OUTPUT, List.of(classes));
      boolean isModule =
          Arrays.stream(sources).anyMatch(source -> source.name().equals("module-info"));
      files.setLocationFromPaths(
          isModule ? StandardLocation.MODULE_PATH : StandardLocation.CLASS_PATH,
          List.of(location(Dense.class)));
      JavaCompiler.CompilationTask task = compiler.getTask(
          Writer.nullWriter(),
          files,
          collector,
          Stream.concat(options().stream(), furtherOptions.stream()).toList(),
          null,
          files.getJavaFileObjectsFromPaths(write(directory.resolve("src"), sources)));
      task.setProcessors(List.of(new LaminaProcessor()));
      boolean success = task.call();
      List<Diagnostic<? extends JavaFileObject>> diagnostics =
          new ArrayList<>(collector.getDiagnostics());
      diagnostics.sort(Comparator.comparing(Diagnostic::getPosition));
      return new Result(success, diagnostics, generated);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<Path> write(Path directory, Source... sources) throws IOException {
    List<Path> files = new ArrayList<>();
    for (Source source : sources) {
      Path file = directory.resolve(source.name().replace('.', '/') + ".java");
      Files.createDirectories(file.getParent());
      files.add(Files.writeString(file, source.text()));
    }
    return files;
  }

  private List<String> options() {
    return this == JAVAC
        ? List.of("--release", "17", "-Xlint:all,-processing,-options", "-Werror")
        : List.of("--release", "17");
  }

  static Path location(Class<?> type) {
    try {
      return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }
}
