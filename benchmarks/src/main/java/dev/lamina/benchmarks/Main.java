package dev.lamina.benchmarks;

import org.openjdk.jmh.runner.RunnerException;

/** Measures the networks one after the other and prints a line for each batch as it comes. */
public final class Main {

  private Main() {}

  /**
   * Runs.
   *
   * @param args as {@link Settings#USAGE} says
   * @throws RunnerException if the engines disagree, or a measuring JVM fails
   */
  public static void main(String[] args) throws RunnerException {
    Settings settings;
    try {
      settings = Settings.parse(args);
    } catch (IllegalArgumentException e) {
      System.err.println(e.getMessage());
      System.err.println(Settings.USAGE);
      System.exit(2);
      return;
    }
    run(settings);
  }

  private static void run(Settings settings) throws RunnerException {
    Measurement measurement = new Measurement(settings.rounds(), settings.seconds());
    ResultTable table = new ResultTable(settings.markdown());
    System.out.printf(
        "Java %s (%s), %s, %d processors; median of %d rounds%n%n",
        Runtime.version(),
        System.getProperty("java.vm.name"),
        System.getProperty("os.arch"),
        Runtime.getRuntime().availableProcessors(),
        settings.rounds());
    System.out.println(table.head());
    for (Model model : settings.models()) {
      for (int batch : settings.batches(model)) {
        System.out.println(table.row(measurement.run(model, batch)));
      }
    }
  }
}
