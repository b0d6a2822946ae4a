package dev.lamina.tck;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lamina.spi.BackendProvider;
import java.io.StringWriter;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The backend that the guide for authors shows is one. */
final class GuideTest {

  private static final Pattern JAVA = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL);
  private static final Pattern NAME =
      Pattern.compile("^(?:public )?(?:final )?class (\\w+)", Pattern.MULTILINE);
  private static final Pattern SERVICE_FILE =
      Pattern.compile("(META-INF/services/[\\w.]+)`:\n\n```\n(.*?)```", Pattern.DOTALL);
  private static final String MODULE = "module-info";

  @TempDir
  private Path directory;

  private String guide;
  private Map<String, String> sources;

  @BeforeEach
  void read() throws Exception {
    guide = Files.readString(Path.of("..", "..", "docs", "backends.md"));
    sources = new LinkedHashMap<>();
    Matcher block = JAVA.matcher(guide);
    while (block.find()) {
      String text = block.group(1);
      Matcher name = NAME.matcher(text);
      sources.put(name.find() ? name.group(1) : MODULE, text);
    }
  }

  @Test
  void theBackendPassesTheSuite() throws Exception {
    sources.remove(MODULE);
    compile("-classpath", System.getProperty("java.class.path"));
    Matcher file = SERVICE_FILE.matcher(guide);
    assertTrue(file.find(), "the guide shows no service file");
    Path target = directory.resolve(file.group(1));
    Files.createDirectories(target.getParent());
    Files.writeString(target, file.group(2));
    URL[] classes = {directory.toUri().toURL()};
    try (URLClassLoader loader = new URLClassLoader(classes, getClass().getClassLoader())) {
      Class<?> suite = loader.loadClass("com.example.exact.ExactBackendConformanceTest");

      SuiteRun run = SuiteRun.of(suite.asSubclass(BackendConformance.class));

      assertEquals(Set.of(), run.failed(), () -> run.messages().toString());
      assertTrue(run.passed().contains("Arithmetic.everyShapeMatchesTheReference"));
      assertTrue(run.passed().contains("Provider.serviceLoaderFindsTheProvider"));
    }
  }

  @Test
  void theModuleDeclarationFitsTheBackend() throws Exception {
    sources.remove("ExactBackendConformanceTest");
    assertTrue(sources.containsKey(MODULE), "the guide shows no module declaration");
    URL api = BackendProvider.class.getProtectionDomain().getCodeSource().getLocation();
    compile("--module-path", Path.of(api.toURI()).toString());
    assertTrue(Files.exists(directory.resolve("module-info.class")));
  }

  private void compile(String... options) {
    List<String> all = new ArrayList<>(List.of(
        "-d", directory.toString(), "--release", "17", "-proc:none", "-Xlint:all", "-Werror"));
    all.addAll(List.of(options));
    List<JavaFileObject> files = new ArrayList<>();
    sources.forEach((name, text) -> files.add(new Source(name, text)));
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    StringWriter messages = new StringWriter();
    boolean compiled = compiler.getTask(messages, null, null, all, null, files).call();
    assertTrue(compiled, messages::toString);
  }

  private static final class Source extends SimpleJavaFileObject {

    private final String text;

    Source(String name, String text) {
      super(URI.create("guide:///" + name + ".java"), Kind.SOURCE);
      this.text = text;
    }

    @Override
    public CharSequence getCharContent(boolean ignoreEncodingErrors) {
      return text;
    }
  }
}
