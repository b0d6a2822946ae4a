package dev.lamina.benchmarks;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.openjdk.jmh.runner.RunnerException;

/** Measures the networks one after the other and prints a line for each batch as it comes. */
public final class Main {

  /** One that fits each of the usual caches, and one that fits none. */
  private static final List<Long> WORKING_SETS = List.of(1L << 14, 1L << 18, 1L << 22, 1L << 28);

  /** Work on two threads has to be worth the while. */
  private static final int LEAST_BATCH_OF_TWO_THREADS = 8;

  /** A call that takes longer is not worth minutes. */
  private static final double LONGEST_CALL_OF_FLOOR = 1e9;

  private final Settings settings;
  private final Measurement measurement;
  private final Probe probe;
  private final List<EngineKind> engines;

  private Main(Settings settings, Probe probe) {
    this.settings = settings;
    this.probe = probe;
    measurement = new Measurement(settings.rounds(), settings.seconds());
    engines = settings.wanted().stream()
        .filter(kind -> !probe.leftOut().containsKey(kind.displayName()))
        .toList();
  }

  /**
   * Runs.
   *
   * @param args as {@link Settings#USAGE} says
   * @throws IOException if results cannot be written
   * @throws InterruptedException if it is interrupted
   * @throws RunnerException if the engines disagree, or a measuring JVM fails
   */
  public static void main(String[] args) throws IOException, InterruptedException, RunnerException {
    Settings settings;
    try {
      settings = Settings.parse(args);
    } catch (IllegalArgumentException e) {
      System.err.println(e.getMessage());
      System.err.println(Settings.USAGE);
      System.exit(2);
      return;
    }
    if (ChildJvm.isMeasuring()) {
      new Main(settings, Probe.run()).run();
    } else {
      int status = ChildJvm.measuring(Main.class, List.of(args));
      if (status != 0) {
        // One that was killed has said nothing itself.
        System.err.println("the JVM that measures ended with " + status);
      }
      System.exit(status);
    }
  }

  private void run() throws IOException, RunnerException {
    probe.facts().forEach((name, fact) -> System.out.println(name + ": " + fact));
    Map<Long, double[]> bandwidths = new LinkedHashMap<>();
    for (long bytes : WORKING_SETS) {
      bandwidths.put(bytes, measurement.readBandwidth(bytes));
      System.out.printf(
          "read bandwidth, %d KB: %.0f GB/s%n",
          bytes >> 10, Rounds.of(bandwidths.get(bytes)).median());
    }
    System.out.printf("median of %d rounds%n%n", settings.rounds());
    ResultTable table = new ResultTable(settings.markdown(), engines, settings.threads());
    System.out.println(table.head());
    List<Timing> timings = new ArrayList<>();
    List<String> notes = new ArrayList<>();
    for (Model model : settings.models()) {
      for (int batch : settings.batches(model)) {
        List<EngineKind> slow = tooSlow(model, batch);
        slow.forEach(kind -> notes.add("%s, batch %d: %s takes more than a second for a call"
            .formatted(model.displayName(), batch, kind.displayName())));
        Timing timing = Timing.of(model, batch, measurement.run(model, batch, turns(batch, slow)));
        System.out.println(table.row(timing));
        timings.add(timing);
      }
    }
    Map<String, String> leftOut = leftOut();
    System.out.println();
    leftOut.forEach((name, reason) -> System.out.println(name + " is left out: " + reason));
    notes.forEach(System.out::println);
    Path file = settings.json().orElseGet(Main::defaultFile).toAbsolutePath();
    Files.writeString(file, new Results(probe.facts(), leftOut, bandwidths, timings).toJson());
    System.out.println("All rounds are in " + file);
  }

  /** Engines that were asked for and cannot be made here. */
  private Map<String, String> leftOut() {
    Map<String, String> leftOut = new LinkedHashMap<>(probe.leftOut());
    leftOut
        .keySet()
        .retainAll(settings.wanted().stream().map(EngineKind::displayName).toList());
    return leftOut;
  }

  private List<EngineKind> tooSlow(Model model, int batch) {
    return engines.stream()
        .filter(kind -> probe.rowNanoseconds(kind, model) * batch > LONGEST_CALL_OF_FLOOR)
        .toList();
  }

  private List<Turn> turns(int batch, List<EngineKind> slow) {
    List<Turn> turns = new ArrayList<>(List.of(Limit.FMA_PEAK, Limit.READ_BANDWIDTH));
    turns.addAll(engines);
    turns.removeAll(slow);
    if (settings.threads() == 2) {
      if (batch < LEAST_BATCH_OF_TWO_THREADS) {
        turns.remove(EngineKind.LAMINA_SIMD_2);
      } else {
        turns.add(Limit.FMA_PEAK_2);
      }
    }
    return turns;
  }

  /** In the build directory, where this class comes from. */
  private static Path defaultFile() {
    String name = "results-java" + Runtime.version().feature() + ".json";
    try {
      Path code =
          Path.of(Main.class.getProtectionDomain().getCodeSource().getLocation().toURI());
      return code.resolveSibling(name);
    } catch (URISyntaxException e) {
      return Path.of(name);
    }
  }
}
