package dev.lamina.runtime;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/** Compiles what a test needs to have compiled apart from the other tests. */
final class SourceCompiler {

  private SourceCompiler() {}

  /** Compiles against the class path of the tests, without annotation processing. */
  static void compile(Path target, Map<String, String> sources) throws IOException {
    compile(
        target,
        sources,
        List.of("-proc:none", "-classpath", System.getProperty("java.class.path")));
  }

  /**
   * Compiles.
   *
   * @param target the directory that receives the classes
   * @param sources the text of each type by its name, or of {@code module-info}
   * @param options further options of javac
   */
  static void compile(Path target, Map<String, String> sources, List<String> options)
      throws IOException {
    List<String> all = new ArrayList<>(List.of("-d", target.toString(), "--release", "17"));
    all.addAll(options);
    List<JavaFileObject> files = new ArrayList<>();
    sources.forEach((name, text) -> files.add(new Source(name, text)));
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    StringWriter messages = new StringWriter();
    try (StandardJavaFileManager manager = compiler.getStandardFileManager(null, null, null)) {
      boolean compiled =
          compiler.getTask(messages, manager, null, all, null, files).call();
      assertTrue(compiled, messages::toString);
    }
  }

  private static final class Source extends SimpleJavaFileObject {

    private final String text;

    Source(String name, String text) {
      super(Path.of(name.replace('.', '/') + ".java").toUri(), Kind.SOURCE);
      this.text = text;
    }

    @Override
    public CharSequence getCharContent(boolean ignoreEncodingErrors) {
      return text;
    }
  }
}
