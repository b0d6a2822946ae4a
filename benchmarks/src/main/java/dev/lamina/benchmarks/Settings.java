package dev.lamina.benchmarks;

import java.util.Arrays;
import java.util.Iterator;
import java.util.List;

/**
 * What to measure.
 *
 * @param models the networks
 * @param batches the numbers of rows, or none for each network's own
 * @param rounds how often the engines take turns
 * @param seconds the length of a turn
 * @param markdown whether the table is Markdown
 */
record Settings(
    List<Model> models, List<Integer> batches, int rounds, double seconds, boolean markdown) {

  static final String USAGE = """
      options:
        --networks tiny,small,mnist,recsys,wide   default: all
        --batches 1,8,64,512                      default: each network's own
        --rounds 5                                how often the engines take turns
        --seconds 0.5                             the length of a turn
        --markdown                                the table as Markdown""";

  Settings {
    models = List.copyOf(models);
    batches = List.copyOf(batches);
    if (batches.stream().anyMatch(batch -> batch <= 0) || rounds <= 0 || !(seconds > 0)) {
      throw new IllegalArgumentException("batches, rounds and seconds must be positive");
    }
  }

  /**
   * Reads the command line.
   *
   * @throws IllegalArgumentException if there is something in it that means nothing
   */
  static Settings parse(String... args) {
    Settings settings = new Settings(List.of(Model.values()), List.of(), 5, 0.5, false);
    Iterator<String> words = List.of(args).iterator();
    while (words.hasNext()) {
      settings = settings.with(words.next(), words);
    }
    return settings;
  }

  private Settings with(String option, Iterator<String> words) {
    return switch (option) {
      case "--networks" ->
        new Settings(
            values(option, words).stream().map(Model::named).toList(),
            batches,
            rounds,
            seconds,
            markdown);
      case "--batches" ->
        new Settings(
            models,
            values(option, words).stream().map(Integer::valueOf).toList(),
            rounds,
            seconds,
            markdown);
      case "--rounds" ->
        new Settings(models, batches, Integer.parseInt(value(option, words)), seconds, markdown);
      case "--seconds" ->
        new Settings(models, batches, rounds, Double.parseDouble(value(option, words)), markdown);
      case "--markdown" -> new Settings(models, batches, rounds, seconds, true);
      default -> throw new IllegalArgumentException("there is no option " + option);
    };
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
}
