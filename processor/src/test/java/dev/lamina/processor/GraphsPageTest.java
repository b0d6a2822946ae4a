package dev.lamina.processor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lamina.processor.CompilerUnderTest.Result;
import dev.lamina.processor.CompilerUnderTest.Source;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The page about networks that are no chain shows what the compiler says and what is generated. */
class GraphsPageTest {

  private static final Path PAGE = Path.of("..", "docs", "graphs.md");

  /** A declaration, or anything else in a fence. */
  private static final Pattern FENCE = Pattern.compile("(?s)```(java)?\n(.*?)\n```\n");

  private static final Pattern NAME = Pattern.compile("interface (\\w+)");

  private static final String IMPORTS =
      "package acme; import dev.lamina.*; import static dev.lamina.Activation.*;\n";

  @TempDir
  Path directory;

  @Test
  void whatIsShownBelowADeclarationComesFromIt() throws IOException {
    List<Result> results = new ArrayList<>();
    String name = "";
    Matcher fence = FENCE.matcher(Files.readString(PAGE));
    int shown = 0;
    while (fence.find()) {
      String text = fence.group(2);
      Matcher declared = NAME.matcher(text);
      if (declared.find()) {
        name = declared.group(1);
        results.add(CompilerUnderTest.JAVAC.compile(
            directory.resolve(name), new Source("acme." + name, IMPORTS + text)));
        continue;
      }
      Result result = results.get(results.size() - 1);
      shown++;
      if (fence.group(1) == null) {
        assertEquals(text, messages(result));
      } else {
        assertTrue(result.success(), () -> result.texts().toString());
        String generated = oneSpace(result.generatedSource("acme." + name + "Network"));
        for (String line : text.lines().toList()) {
          assertTrue(generated.contains(oneSpace(line)), () -> line + "\nis not in\n" + generated);
        }
      }
    }
    assertEquals(results.size(), shown, "each declaration shows something");
  }

  private static String messages(Result result) {
    return result.texts().stream()
        .filter(text -> text.startsWith("[LAM-"))
        .map(text -> "error: " + text.replace("\n", "\n    "))
        .collect(Collectors.joining("\n"));
  }

  /** Long lines of the generated code are broken. */
  private static String oneSpace(String text) {
    return text.replaceAll("\\s+", " ").strip();
  }
}
