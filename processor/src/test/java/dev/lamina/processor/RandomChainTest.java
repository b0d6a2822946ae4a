package dev.lamina.processor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lamina.Network;
import dev.lamina.NetworkSpec;
import dev.lamina.Options;
import dev.lamina.Parameters;
import dev.lamina.backends.plain.JavaBackendProvider;
import dev.lamina.processor.CompilerUnderTest.Source;
import dev.lamina.spi.Backend;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import javax.tools.Diagnostic;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Laws of all chains, on some that are drawn at random; failures name the seed. */
class RandomChainTest {

  private static final int CHAINS = 60;

  /** Unit activations and weights within 1/sqrt(in) keep every value near 1. */
  private static final double TOLERANCE = 1e-5;

  @TempDir
  Path directory;

  private static List<RandomChain> chains() {
    return LongStream.range(0, CHAINS).mapToObj(RandomChain::new).toList();
  }

  @Test
  void aValidChainCompilesAndComputesTheReference() throws Exception {
    CompilerUnderTest.Result result = CompilerUnderTest.JAVAC.compile(
        directory, chains().stream().map(RandomChain::source).toArray(Source[]::new));
    assertEquals(List.of(), result.texts());

    Backend backend = new JavaBackendProvider().create();
    URL[] classes = {directory.resolve("classes").toUri().toURL()};
    try (URLClassLoader loader = new URLClassLoader(classes, Network.class.getClassLoader())) {
      for (RandomChain chain : chains()) {
        Class<?> type = loader.loadClass("acme." + chain.name() + "Network");
        NetworkSpec spec = (NetworkSpec) type.getField("SPEC").get(null);
        Parameters parameters = Parameters.random(spec, 1);
        Network network =
            (Network) type.getConstructor(Parameters.class, Backend.class, Options.class)
                .newInstance(parameters, backend, Options.defaults().withTileRows(3));
        assertReference(chain, network, parameters);
      }
    }
  }

  private static void assertReference(RandomChain chain, Network network, Parameters parameters) {
    int rows = 7;
    float[] x = new float[rows * network.inputSize()];
    Random random = new Random(chain.name().hashCode());
    for (int i = 0; i < x.length; i++) {
      x[i] = 2 * random.nextFloat() - 1;
    }
    float[] y = new float[rows * network.outputSize()];
    network.forward(x, rows, y);
    for (int row = 0; row < rows; row++) {
      float[] example = new float[network.inputSize()];
      System.arraycopy(x, row * example.length, example, 0, example.length);
      double[] expected = chain.reference(network.spec(), parameters, example);
      for (int j = 0; j < expected.length; j++) {
        int column = j;
        double found = y[row * expected.length + j];
        assertTrue(
            Math.abs(found - expected[j]) <= TOLERANCE,
            () -> chain.name() + ", column " + column + ": expected " + expected[column] + ", got "
                + found);
      }
    }
  }

  @Test
  void oneBrokenLinkGivesOneErrorOnThatLink() {
    List<Source> sources = new ArrayList<>();
    List<Integer> brokenLayers = new ArrayList<>();
    for (RandomChain chain : chains()) {
      if (chain.layerCount() > 1) {
        int broken = 1 + new Random(chain.layerCount()).nextInt(chain.layerCount() - 1);
        sources.add(chain.source(broken));
        brokenLayers.add(broken);
      }
    }
    CompilerUnderTest.Result result =
        CompilerUnderTest.JAVAC.compile(directory, sources.toArray(Source[]::new));
    for (int i = 0; i < sources.size(); i++) {
      String file = sources.get(i).name().substring("acme.".length()) + ".java";
      List<? extends Diagnostic<?>> errors = result.diagnostics().stream()
          .filter(diagnostic -> diagnostic.getSource() != null)
          .filter(diagnostic -> diagnostic.getSource().getName().endsWith("/" + file))
          .toList();
      assertEquals(1, errors.size(), () -> file + ": " + result.texts());
      Diagnostic<?> error = errors.get(0);
      assertEquals(4 + brokenLayers.get(i), error.getLineNumber(), file);
      assertEquals("@dev.lamina.Dense(in = ".length() + 1, error.getColumnNumber(), file);
      assertTrue(CompilerUnderTest.text(error).startsWith("[LAM-SHAPE] "), file);
    }
    assertEquals(
        sources.size(), result.diagnostics().size(), () -> result.texts().toString());
  }
}
