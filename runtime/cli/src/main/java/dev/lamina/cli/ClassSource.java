package dev.lamina.cli;

import dev.lamina.LayerSpec;
import dev.lamina.NetworkSpec;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Writes the Java source of an imported network. */
final class ClassSource {

  private final ProjectFiles files;
  private final ImportedNetwork imported;

  ClassSource(ProjectFiles files, ImportedNetwork imported) {
    this.files = files;
    this.imported = imported;
  }

  /** The annotated interface. */
  String type() {
    List<String> lines = DenseSource.lines(imported.network());
    return packageLine()
        + imports(lines)
        + """

        /**
         * %s
         *
         * <p>Imported from %s.
         */
        @Weights("%s")
        %s
        public interface %s extends Network {}
        """.formatted(
                chain(),
                comment(imported.origin()),
                files.resourceName(),
                String.join("\n", lines),
                files.simpleName());
  }

  /** The types of Lamina that the annotations are made of, and those of every class. */
  private static String imports(List<String> lines) {
    Set<String> names = new TreeSet<>(Set.of("Network", "Weights"));
    for (String line : lines) {
      names.add(line.substring(1).split("\\W", 2)[0]);
      for (String type : List.of("Activation", "Normalization", "Scaling")) {
        if (line.contains(" = " + type + ".")) {
          names.add(type);
        }
      }
    }
    return names.stream()
        .map(name -> "import dev.lamina." + name + ";\n")
        .collect(Collectors.joining());
  }

  /** A test that loads the class, which runs the examples in its weight file. */
  String test() {
    NetworkSpec network = imported.network();
    String examples = imported.examples().isPresent()
        ? "\n    // Loading computes the examples in the weight file, and fails if they come out otherwise."
        : "";
    return packageLine()
        + """
        import static org.junit.jupiter.api.Assertions.assertEquals;

        import dev.lamina.runtime.Lamina;
        import org.junit.jupiter.api.Test;

        class %1$sTest {

          @Test
          void computesWhatTheFileItWasImportedFromComputes() {%2$s
            %1$s network = Lamina.load(%1$s.class);

            assertEquals(%3$d, network.inputSize());
            assertEquals(%4$d, network.outputSize());
            assertEquals(%5$d, network.parameterCount());
          }
        }
        """.formatted(
                files.simpleName(),
                examples,
                network.inputSize(),
                network.outputSize(),
                network.parameterCount());
  }

  private String packageLine() {
    return files.packageName().isEmpty() ? "" : "package " + files.packageName() + ";\n\n";
  }

  /** {@code 784 -> 128 relu -> 10 softmax}; of a network that is no chain the two ends. */
  private String chain() {
    NetworkSpec network = imported.network();
    if (!network.isChain()) {
      return String.format(
          Locale.ROOT,
          "%d -&gt; %d in %d layers",
          network.inputSize(),
          network.outputSize(),
          network.layers().size());
    }
    StringBuilder chain = new StringBuilder(String.valueOf(imported.network().inputSize()));
    for (LayerSpec layer : imported.network().layers()) {
      chain.append(String.format(Locale.ROOT, " -&gt; %d %s", layer.out(), layer.activation()));
    }
    return chain.toString();
  }

  /** Nothing out of a file ends the comment or means anything in it. */
  private static String comment(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace("*/", "")
        .replace("@", "&#64;")
        .replace("\\", "&#92;");
  }
}
