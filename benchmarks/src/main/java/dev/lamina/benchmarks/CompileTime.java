package dev.lamina.benchmarks;

import java.io.IOException;
import java.io.StringWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

/**
 * Measures what the annotation processor adds to javac's time: the same annotated types are compiled
 * with it and with {@code -proc:none}, in turn, in one warm Java virtual machine.
 *
 * <p>The time with the processor includes compiling the generated classes, which are some hundred
 * lines each.
 */
public final class CompileTime {

  private static final int[] COUNTS = {1, 100, 1000};
  private static final int WARM_UP = 3;
  private static final int ROUNDS = 7;

  private CompileTime() {}

  /**
   * Prints a table.
   *
   * @param arguments none
   * @throws IOException if there is no place for temporary files
   */
  public static void main(String[] arguments) throws IOException {
    System.out.println("types  without processor  with processor  added a type");
    for (int count : COUNTS) {
      List<JavaFileObject> sources = sources(count);
      double[] without = new double[ROUNDS];
      double[] with = new double[ROUNDS];
      for (int round = -WARM_UP; round < ROUNDS; round++) {
        double plain = milliseconds(sources, "-proc:none");
        double processed =
            milliseconds(sources, "-processorpath", System.getProperty("java.class.path"));
        if (round >= 0) {
          without[round] = plain;
          with[round] = processed;
        }
      }
      Arrays.sort(without);
      Arrays.sort(with);
      double plain = without[ROUNDS / 2];
      double processed = with[ROUNDS / 2];
      System.out.printf(
          Locale.ROOT,
          "%5d  %14.0f ms  %11.0f ms  %9.2f ms%n",
          count,
          plain,
          processed,
          (processed - plain) / count);
    }
  }

  private static List<JavaFileObject> sources(int count) {
    return IntStream.range(0, count).<JavaFileObject>mapToObj(Source::new).toList();
  }

  private static double milliseconds(List<JavaFileObject> sources, String... processing)
      throws IOException {
    JavaCompiler javac = ToolProvider.getSystemJavaCompiler();
    Path output = Files.createTempDirectory("compile-time");
    List<String> options = new ArrayList<>(List.of(processing));
    options.addAll(List.of("-d", output.toString(), "-cp", System.getProperty("java.class.path")));
    StringWriter messages = new StringWriter();
    try {
      long start = System.nanoTime();
      boolean success =
          javac.getTask(messages, null, null, options, null, sources).call();
      double time = (System.nanoTime() - start) / 1e6;
      if (!success) {
        throw new IllegalStateException(messages.toString());
      }
      return time;
    } finally {
      try (Stream<Path> files = Files.walk(output)) {
        for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(file);
        }
      }
    }
  }

  /** An annotated interface of three layers with a method in its own words. */
  private static final class Source extends SimpleJavaFileObject {

    private final String text;

    Source(int number) {
      super(URI.create("string:///acme/Model" + number + ".java"), Kind.SOURCE);
      text = """
          package acme;

          import dev.lamina.Activation;
          import dev.lamina.Dense;

          @Dense(in = 4, out = 64, activation = Activation.RELU)
          @Dense(in = 64, out = 32, activation = Activation.RELU)
          @Dense(in = 32, out = 3, activation = Activation.SOFTMAX)
          public interface Model%1$d {
            record Input%1$d(float a, float b, double c, boolean d) {}

            float[] predict(Input%1$d input);
          }
          """.formatted(number);
    }

    @Override
    public CharSequence getCharContent(boolean ignoreEncodingErrors) {
      return text;
    }
  }
}
