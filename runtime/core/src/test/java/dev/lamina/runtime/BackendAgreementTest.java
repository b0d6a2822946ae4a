package dev.lamina.runtime;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.lamina.Network;
import dev.lamina.NetworkSpec;
import dev.lamina.Parameters;
import dev.lamina.runtime.models.Chains;
import dev.lamina.runtime.models.Graphs;
import dev.lamina.weights.WeightsSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * All backends of this test's class path compute the same numbers from the same weights and inputs: each
 * may be off by the bound of {@link Reference}, so two of them by twice that from each other. It runs
 * where all can be used, and prints how far apart they were.
 */
@Tag("all-backends")
class BackendAgreementTest {

  /** Backends that must have been compared, whatever else is there. */
  private static final Set<String> EXPECTED = Set.of("java", "simd", "blas");

  private static final long SEED = 5;

  /** One example, and more rows than any backend computes together. */
  private static final int[] ROWS = {1, 67};

  private static final List<String> TABLE = new ArrayList<>();

  private CapturedLog log;

  @BeforeEach
  void keepTheLogOffTheConsole() {
    log = new CapturedLog();
  }

  @AfterEach
  void release() {
    log.close();
  }

  @AfterAll
  static void print() {
    System.out.println("Largest differences between backends, and what they may be there:");
    System.out.println(line("network", "N", "backends", "difference", "bound", "share"));
    TABLE.forEach(System.out::println);
  }

  private static String line(
      String network, String rows, String pair, String difference, String bound, String share) {
    return String.format(
        "%-28s %3s  %-12s %10s %10s %6s", network, rows, pair, difference, bound, share);
  }

  private static List<BackendCandidate> candidates() {
    return BackendDiscovery.candidates(List.of(BackendAgreementTest.class.getClassLoader()));
  }

  @Test
  void theBackendsThatAreToBeComparedAreThere() {
    Set<String> names =
        candidates().stream().map(BackendCandidate::name).collect(Collectors.toSet());
    assertTrue(names.containsAll(EXPECTED), () -> EXPECTED + " are expected, found " + names);
  }

  static Stream<Arguments> networksAndPairs() {
    List<BackendCandidate> all = candidates();
    return Stream.concat(Stream.of(Chains.all()), Stream.of(Graphs.all()))
        .flatMap(network -> all.stream()
            .flatMap(first -> all.stream()
                .filter(second -> first.name().compareTo(second.name()) < 0)
                .map(second -> Arguments.of(network, first.name(), second.name()))));
  }

  @ParameterizedTest(name = "{0}: {1} and {2}")
  @MethodSource("networksAndPairs")
  void twoBackendsAgree(Class<?> type, String first, String second) {
    assumeUsable(first);
    assumeUsable(second);
    Parameters parameters = Parameters.random(spec(type), SEED);
    Network one = load(type, parameters, first);
    Network other = load(type, parameters, second);
    for (int rows : ROWS) {
      float[] x = randomX(rows * one.inputSize());
      float[] a = new float[rows * one.outputSize()];
      float[] b = new float[rows * one.outputSize()];
      one.forward(x, rows, a);
      other.forward(x, rows, b);
      compare(one, parameters, x, rows, first, a, second, b);
    }
  }

  private static void compare(
      Network network,
      Parameters parameters,
      float[] x,
      int rows,
      String first,
      float[] a,
      String second,
      float[] b) {
    Reference reference = new Reference(network.spec(), parameters);
    int in = network.inputSize();
    int out = network.outputSize();
    double largest = 0;
    double bound = 0;
    for (int row = 0; row < rows; row++) {
      Reference.Row expected = reference.compute(Arrays.copyOfRange(x, row * in, (row + 1) * in));
      for (int column = 0; column < out; column++) {
        double difference = Math.abs((double) a[row * out + column] - b[row * out + column]);
        double most = 2 * expected.bound(column);
        // Not ">": a NaN is a mistake.
        if (!(difference <= most)) {
          fail(String.format(
              Locale.ROOT,
              "%s, seed %d, N = %d, row %d, column %d: %s computes %s, %s %s; they may differ by"
                  + " %.2g, and differ by %.2g",
              network.spec().name(),
              SEED,
              rows,
              row,
              column,
              first,
              a[row * out + column],
              second,
              b[row * out + column],
              most,
              difference));
        }
        if (bound == 0 || difference > largest) {
          largest = difference;
          bound = most;
        }
      }
    }
    TABLE.add(line(
        widths(network),
        Integer.toString(rows),
        first + ", " + second,
        String.format(Locale.ROOT, "%.1e", largest),
        String.format(Locale.ROOT, "%.1e", bound),
        String.format(Locale.ROOT, "%.1f %%", 100 * largest / bound)));
  }

  private static String widths(Network network) {
    return network.spec().layers().stream()
        .map(layer -> "-" + layer.out())
        .collect(Collectors.joining("", network.spec().name() + " " + network.inputSize(), ""));
  }

  private static void assumeUsable(String name) {
    BackendCandidate candidate = candidates().stream()
        .filter(other -> other.name().equals(name))
        .findFirst()
        .orElseThrow();
    assumeTrue(candidate.usable(), () -> String.join("; ", candidate.lines()));
  }

  private static NetworkSpec spec(Class<?> type) {
    return GeneratedNetwork.of(type, null).spec();
  }

  private static Network load(Class<?> type, Parameters parameters, String backend) {
    return (Network) Lamina.builder(type)
        .weights(WeightsSource.parameters(parameters))
        .backend(backend)
        .build();
  }

  private static float[] randomX(int count) {
    SplittableRandom random = new SplittableRandom(SEED);
    float[] x = new float[count];
    for (int i = 0; i < count; i++) {
      x[i] = (float) random.nextDouble(-1, 1);
    }
    return x;
  }
}
