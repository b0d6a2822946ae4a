package com.example.profile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.example.app.Program;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A program that knows nothing of the backend, started with it and without. */
class UntouchedProgramTest {

  @TempDir private Path directory;

  @Test
  void theTableIsPrintedWhenTheProgramEnds() throws Exception {
    List<String> lines = run("-Dlamina.backend=profile", "-Dprofile.delegate=java");
    int table = lines.indexOf("time in backend java:");
    assertTrue(table > 0, lines::toString);
    assertEquals(table + 5, lines.size());
    assertTrue(lines.get(table + 2).matches("Scorer +layer1 +40 x 64 +relu +1,000 +5,000 .*"));
    assertTrue(lines.get(table + 3).matches("Scorer +layer2 +64 x 24 +tanh +1,000 +5,000 .*"));
    assertTrue(lines.get(table + 4).matches("Scorer +layer3 +24 x 3 +softmax +1,000 +5,000 .*"));
  }

  @Test
  void withoutAskingForItNothingChanges() throws Exception {
    List<String> lines = run();
    assertTrue(lines.contains("5,000 rows scored"), lines::toString);
    assertTrue(
        lines.stream().noneMatch(line -> line.contains("time in backend")), lines::toString);
  }

  private List<String> run(String... options) throws Exception {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(Arrays.asList(options));
    command.add("-classpath");
    command.add(classPathWithout("lamina-backend-tck", "junit"));
    command.add(Program.class.getName());
    Path output = directory.resolve("output.txt");
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().remove("LAMINA_BACKEND");
    Process process = builder.redirectErrorStream(true).redirectOutput(output.toFile()).start();
    assertEquals(0, process.waitFor(), () -> "see " + output);
    return Files.readAllLines(output);
  }

  private static String classPathWithout(String... libraries) {
    List<String> entries = new ArrayList<>();
    for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
      if (Arrays.stream(libraries).noneMatch(entry::contains)) {
        entries.add(entry);
      }
    }
    return String.join(File.pathSeparator, entries);
  }
}
