package dev.lamina.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Writes a line for each {@link Timing}, as text or as Markdown. */
final class ResultTable {

  private static final String NOTHING = "-";

  private final boolean markdown;
  private final List<Column> columns;

  /**
   * Chooses the columns.
   *
   * @param engines those that take part
   * @param threads 2 for the columns about a second thread
   */
  ResultTable(boolean markdown, List<EngineKind> engines, int threads) {
    this.markdown = markdown;
    columns = columns(engines, threads);
  }

  private static List<Column> columns(List<EngineKind> engines, int threads) {
    List<Column> columns = new ArrayList<>();
    columns.add(new Column("network", -7, timing -> timing.model().displayName()));
    columns.add(new Column("batch", 5, timing -> Integer.toString(timing.batch())));
    columns.add(new Column("limit", 12, ResultTable::limit));
    for (EngineKind engine : engines) {
      columns.add(new Column(
          engine.displayName(),
          9,
          timing -> timing.has(engine) ? time(timing.time(engine)) : NOTHING));
      if (engine.role() == EngineKind.Role.LAMINA) {
        columns.add(share(timing -> Optional.of(engine).filter(timing::has)));
      }
    }
    columns.add(new Column(
        "best peer",
        -11,
        timing -> timing.bestPeer().map(EngineKind::displayName).orElse(NOTHING)));
    columns.add(share(Timing::bestPeer));
    for (EngineKind engine : engines) {
      if (engine.role() == EngineKind.Role.LAMINA) {
        columns.add(new Column(
            engine.displayName() + "/best",
            16,
            timing -> ratio(timing, engine, timing.bestPeer())));
      }
    }
    if (threads == 2) {
      columns.add(new Column(
          "2 threads/1",
          16,
          timing -> ratio(timing, EngineKind.LAMINA_SIMD_2, Optional.of(EngineKind.LAMINA_SIMD))));
      columns.add(new Column(
          "2 FMA loops/1",
          16,
          timing -> timing.scaling().map(Rounds::of).map(ResultTable::ratio).orElse(NOTHING)));
    }
    return columns;
  }

  private static String limit(Timing timing) {
    return format(timing.boundByBandwidth() ? "%.0f GB/s" : "%.0f GFLOP/s", timing.limit());
  }

  private static Column share(Function<Timing, Optional<EngineKind>> engine) {
    return new Column(
        "%",
        4,
        timing -> engine
            .apply(timing)
            .map(kind -> format("%.0f", 100 * timing.share(kind).median()))
            .orElse(NOTHING));
  }

  private static String ratio(Timing timing, EngineKind engine, Optional<EngineKind> other) {
    return other
        .filter(kind -> timing.has(engine) && timing.has(kind))
        .map(kind -> ratio(timing.ratio(engine, kind)))
        .orElse(NOTHING);
  }

  private static String ratio(Rounds ratio) {
    return format("%.2f (%.2f-%.2f)", ratio.median(), ratio.smallest(), ratio.largest());
  }

  /** The names of the columns. */
  String head() {
    String head = line(Column::name);
    return markdown ? head + System.lineSeparator() + rule() : head;
  }

  /** The line of a timing. */
  String row(Timing timing) {
    return line(column -> column.value().apply(timing));
  }

  /** Three digits and a unit. */
  static String time(double nanoseconds) {
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

  private String line(Function<Column, String> cell) {
    return markdown
        ? columns.stream().map(cell).collect(Collectors.joining(" | ", "| ", " |"))
        : columns.stream()
            .map(column -> column.pad(cell.apply(column)))
            .collect(Collectors.joining("  "));
  }

  private String rule() {
    return columns.stream()
        .map(column -> column.width() < 0 ? "---" : "---:")
        .collect(Collectors.joining("|", "|", "|"));
  }

  /**
   * A column.
   *
   * @param width at least so many characters; negative: at the left of them
   */
  private record Column(String name, int width, Function<Timing, String> value) {
    String pad(String text) {
      int characters = Math.max(Math.abs(width), name.length());
      return format("%" + (width < 0 ? "-" : "") + characters + "s", text);
    }
  }
}
