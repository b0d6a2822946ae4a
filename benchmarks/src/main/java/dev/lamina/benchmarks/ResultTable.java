package dev.lamina.benchmarks;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Writes a line for each {@link Timing}, as text or as Markdown. */
final class ResultTable {

  private static final int NETWORK_WIDTH = 7;
  private static final int BATCH_WIDTH = 5;
  private static final int VALUE_WIDTH = 9;
  private static final int RANGE_WIDTH = 11;

  private final boolean markdown;

  ResultTable(boolean markdown) {
    this.markdown = markdown;
  }

  /** The names of the columns. */
  String head() {
    List<Cell> cells = new ArrayList<>(
        List.of(new Cell("network", -NETWORK_WIDTH), new Cell("batch", BATCH_WIDTH)));
    for (EngineKind engine : EngineKind.values()) {
      cells.add(wide(engine.displayName()));
    }
    for (EngineKind engine : EngineKind.values()) {
      cells.add(wide(engine.displayName() + " GFLOP/s"));
    }
    for (EngineKind engine : compared()) {
      cells.add(wide(ratioName(engine)));
      cells.add(new Cell("range", RANGE_WIDTH));
    }
    String head = line(cells);
    return markdown ? head + System.lineSeparator() + rule(cells) : head;
  }

  /** The line of a timing. */
  String row(Timing timing) {
    List<Cell> cells = new ArrayList<>(List.of(
        new Cell(timing.model().displayName(), -NETWORK_WIDTH),
        new Cell(Integer.toString(timing.batch()), BATCH_WIDTH)));
    for (EngineKind engine : EngineKind.values()) {
      cells.add(
          new Cell(time(timing.nanoseconds(engine)), wide(engine.displayName()).width()));
    }
    for (EngineKind engine : EngineKind.values()) {
      cells.add(new Cell(
          format("%.1f", timing.gigaflops(engine)),
          wide(engine.displayName() + " GFLOP/s").width()));
    }
    for (EngineKind engine : compared()) {
      cells.add(new Cell(
          format("%.2f", timing.speedup(engine)), wide(ratioName(engine)).width()));
      cells.add(new Cell(
          format("%.2f-%.2f", timing.smallestSpeedup(engine), timing.largestSpeedup(engine)),
          RANGE_WIDTH));
    }
    return line(cells);
  }

  private static List<EngineKind> compared() {
    return Arrays.stream(EngineKind.values())
        .filter(engine -> engine != EngineKind.BASELINE)
        .toList();
  }

  private static String ratioName(EngineKind engine) {
    return engine.displayName() + "/" + EngineKind.BASELINE.displayName();
  }

  private static Cell wide(String text) {
    return new Cell(text, Math.max(text.length(), VALUE_WIDTH));
  }

  /** Three digits and a unit. */
  private static String time(double nanoseconds) {
    if (nanoseconds < 1e3) {
      return format("%.0f ns", nanoseconds);
    }
    return nanoseconds < 1e6
        ? significant(nanoseconds / 1e3) + " us"
        : significant(nanoseconds / 1e6) + " ms";
  }

  private static String significant(double value) {
    return format(value < 10 ? "%.2f" : value < 100 ? "%.1f" : "%.0f", value);
  }

  private static String format(String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
  }

  private String line(List<Cell> cells) {
    return markdown
        ? cells.stream().map(Cell::text).collect(Collectors.joining(" | ", "| ", " |"))
        : cells.stream().map(Cell::padded).collect(Collectors.joining("  "));
  }

  private static String rule(List<Cell> cells) {
    return cells.stream()
        .map(cell -> cell.width() < 0 ? "---" : "---:")
        .collect(Collectors.joining("|", "|", "|"));
  }

  /** A text in so many columns, at the left of them if their number is negative. */
  private record Cell(String text, int width) {
    String padded() {
      return format("%" + width + "s", text);
    }
  }
}
