package dev.lamina.benchmarks;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/**
 * What to measure.
 *
 * @param models the networks
 * @param batches the numbers of rows, or none for each network's own
 * @param engines the engines, or none for all that there are
 * @param rounds how often the engines take turns
 * @param seconds the length of a turn
 * @param threads 2 to measure Lamina on two threads as well
 * @param markdown whether the table is Markdown
 * @param json where the results go, or empty for a file next to the program
 */
record Settings(
    List<Model> models,
    List<Integer> batches,
    List<EngineKind> engines,
    int rounds,
    double seconds,
    int threads,
    boolean markdown,
    Optional<Path> json) {

  static final String USAGE = """
      options:
        --networks tiny,small,mnist,recsys,wide   default: all
        --batches 1,8,64,512                      default: each network's own
        --engines lamina-simd,onednn              default: all that this machine can load
        --rounds 5                                how often the engines take turns
        --seconds 0.2                             the length of a turn
        --threads 2                               Lamina on two threads as well
        --markdown                                the table as Markdown
        --json FILE                               where all rounds are written
                                                  default: benchmarks/target/results-java17.json""";

  Settings {
    models = List.copyOf(models);
    batches = List.copyOf(batches);
    engines = List.copyOf(engines);
    if (batches.stream().anyMatch(batch -> batch <= 0) || rounds <= 0 || !(seconds > 0)) {
      throw new IllegalArgumentException("batches, rounds and seconds must be positive");
    }
    if (threads < 1 || threads > 2) {
      throw new IllegalArgumentException("there are measurements with 1 and with 2 threads");
    }
  }

  /**
   * Reads the command line.
   *
   * @throws IllegalArgumentException if there is something in it that means nothing
   */
  static Settings parse(String... args) {
    List<Model> models = List.of(Model.values());
    List<Integer> batches = List.of();
    List<EngineKind> engines = List.of();
    int rounds = 5;
    double seconds = 0.2;
    int threads = 1;
    boolean markdown = false;
    Optional<Path> json = Optional.empty();
    Iterator<String> words = List.of(args).iterator();
    while (words.hasNext()) {
      String option = words.next();
      switch (option) {
        case "--networks" ->
          models = values(option, words).stream().map(Model::named).toList();
        case "--batches" ->
          batches = values(option, words).stream().map(Integer::valueOf).toList();
        case "--engines" ->
          engines = values(option, words).stream().map(Settings::engine).toList();
        case "--rounds" -> rounds = Integer.parseInt(value(option, words));
        case "--seconds" -> seconds = Double.parseDouble(value(option, words));
        case "--threads" -> threads = Integer.parseInt(value(option, words));
        case "--markdown" -> markdown = true;
        case "--json" -> json = Optional.of(Path.of(value(option, words)));
        default -> throw new IllegalArgumentException("there is no option " + option);
      }
    }
    return new Settings(models, batches, engines, rounds, seconds, threads, markdown, json);
  }

  static EngineKind engine(String name) {
    if (Turn.named(name) instanceof EngineKind engine) {
      return engine;
    }
    throw new IllegalArgumentException(name + " is always measured, but not an engine");
  }

  private static List<String> values(String option, Iterator<String> words) {
    return Arrays.asList(value(option, words).split(",", -1));
  }

  private static String value(String option, Iterator<String> words) {
    if (!words.hasNext()) {
      throw new IllegalArgumentException(option + " needs a value");
    }
    return words.next();
  }

  /** The numbers of rows to measure a network with. */
  List<Integer> batches(Model model) {
    return batches.isEmpty() ? model.batches() : batches;
  }

  /** The engines that are asked for, whether or not there are all of them here. */
  List<EngineKind> wanted() {
    List<EngineKind> wanted =
        new ArrayList<>(engines.isEmpty() ? List.of(EngineKind.values()) : engines);
    if (threads == 1) {
      wanted.removeIf(kind -> kind.role() == EngineKind.Role.TWO_THREADS);
    }
    return wanted;
  }
}
