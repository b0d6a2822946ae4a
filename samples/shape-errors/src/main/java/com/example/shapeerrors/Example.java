package com.example.shapeerrors;

import java.io.IOException;
import java.io.InputStream;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

/** Sources that must not compile. */
enum Example {
  WRONG_SHAPE("WrongShape"),
  WRONG_RECORD("WrongRecord"),
  WRONG_ENUM("WrongEnum"),
  SWAPPED_FEATURES("SwappedFeatures"),
  SEVERAL_MISTAKES("SeveralMistakes");

  private final String type;

  Example(String type) {
    this.type = type;
  }

  String fileName() {
    return type + ".java";
  }

  String source() {
    try (InputStream source = Example.class.getResourceAsStream(fileName())) {
      return new String(source.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What javac prints. */
  String compile() {
    JavaCompiler javac = ToolProvider.getSystemJavaCompiler();
    String libraries = System.getProperty("java.class.path");
    StringWriter printed = new StringWriter();
    try {
      Path output = Files.createTempDirectory("shape-errors");
      try {
        JavaCompiler.CompilationTask task =
            javac.getTask(
                printed,
                null,
                null,
                List.of("-d", output.toString(), "-cp", libraries, "-processorpath", libraries),
                null,
                List.of(new Source()));
        task.call();
      } finally {
        delete(output);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return printed.toString().replace("\r\n", "\n");
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }

  private final class Source extends SimpleJavaFileObject {

    Source() {
      super(URI.create("string:///" + fileName()), Kind.SOURCE);
    }

    @Override
    public String getName() {
      return fileName();
    }

    @Override
    public CharSequence getCharContent(boolean ignoreEncodingErrors) {
      return source();
    }
  }
}
