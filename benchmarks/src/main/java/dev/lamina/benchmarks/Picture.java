package dev.lamina.benchmarks;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Draws results: a row for each network and batch, a column for each file, and in it how fast Lamina
 * and the peers are, as multiples of the best peer's speed on a logarithmic axis. What is left of the
 * line in the middle is slower than the best peer, be it Lamina or another.
 */
public final class Picture {

  private static final double LABELS = 120;
  private static final double PANEL = 360;
  private static final double RATIO = 52;
  private static final double GAP = 24;
  private static final double HEAD = 96;
  private static final double ROW = 19;
  private static final double NETWORK_GAP = 9;
  private static final double FOOT = 46;

  /** The axis shows at least half and twice the best peer's speed. */
  private static final int LEAST_POWER = 1;

  private static final String STYLE = """

      text { font: 12px system-ui, -apple-system, 'Segoe UI', Helvetica, Arial, sans-serif; fill: #1f2328 }
      .title { font-size: 15px; font-weight: 600 }
      .strong { font-weight: 600 }
      .small { font-size: 11px; fill: #59636e }
      .grid { stroke: #818b98; stroke-opacity: .25 }
      .even { stroke: #818b98; stroke-width: 1.5 }
      .ahead { fill: #818b98; fill-opacity: .10 }
      .range { stroke: #e8590c; stroke-width: 2; stroke-opacity: .6 }
      .lamina-simd { fill: #e8590c }
      .lamina-java { fill: none; stroke: #e8590c; stroke-width: 1.5 }
      .onnxruntime { fill: #2f9e44 }
      .onednn { fill: #228be6 }
      .openblas { fill: #be4bdb }
      @media (prefers-color-scheme: dark) { text { fill: #f0f6fc } .small { fill: #9198a1 } }
      """;

  /** What is drawn, what is drawn later over what is drawn before. */
  private static final List<EngineKind> SERIES = List.of(
      EngineKind.OPENBLAS,
      EngineKind.ONNX_RUNTIME,
      EngineKind.ONEDNN,
      EngineKind.LAMINA_JAVA,
      EngineKind.LAMINA_SIMD);

  private final List<Results> columns;
  private final List<Cell> rows;

  /** The ends of the axis, as powers of two. */
  private final int lowest;

  private final int highest;
  private final Svg svg = new Svg();

  private Picture(List<Results> columns) {
    this.columns = columns;
    Set<Cell> cells = new LinkedHashSet<>();
    for (Results results : columns) {
      results.timings().forEach(timing -> cells.add(Cell.of(timing)));
    }
    rows = List.copyOf(cells);
    double[] medians = timings()
        .flatMap(timing -> SERIES.stream().flatMap(kind -> ratio(timing, kind).stream()))
        .mapToDouble(ratio -> power(ratio.median()))
        .toArray();
    lowest =
        Math.min(-LEAST_POWER, (int) Math.floor(Arrays.stream(medians).min().orElse(0)));
    highest = Math.max(LEAST_POWER, (int) Math.ceil(Arrays.stream(medians).max().orElse(0)));
  }

  /**
   * Draws.
   *
   * @param args files that {@link Main} has written, for one picture
   * @throws IOException if a file cannot be read
   */
  public static void main(String[] args) throws IOException {
    if (args.length == 0) {
      System.err.println("usage: Picture results-java17.json [results-java25.json] > picture.svg");
      System.exit(2);
    }
    List<Results> columns = new ArrayList<>();
    for (String arg : args) {
      columns.add(Results.ofJson(Files.readString(Path.of(arg))));
    }
    new PrintStream(System.out, true, UTF_8).print(of(columns));
  }

  /** The picture as SVG. */
  static String of(List<Results> columns) {
    return new Picture(columns).draw();
  }

  private String draw() {
    double width = LABELS + columns.size() * (PANEL + RATIO + GAP);
    svg.text(12, 24, "start", "title", "Speed as a multiple of the best native library's");
    svg.text(12, 43, "start", "small", "right of 1: faster than all native libraries; one thread");
    legend(12, 64);
    double bottom = HEAD + y(rows.size() - 1) + ROW;
    for (int i = 0; i < rows.size(); i++) {
      Cell row = rows.get(i);
      double y = HEAD + y(i) + ROW / 2 + 4;
      if (i == 0 || row.model() != rows.get(i - 1).model()) {
        svg.text(12, y, "start", "strong", row.model().displayName());
      }
      svg.text(LABELS - 16, y, "end", "", Integer.toString(row.batch()));
    }
    for (int column = 0; column < columns.size(); column++) {
      panel(columns.get(column), LABELS + column * (PANEL + RATIO + GAP), bottom);
    }
    svg.text(
        12,
        bottom + 36,
        "start",
        "small",
        "medians; bar: smallest to largest round; "
            + columns.get(0).facts().getOrDefault("processor", ""));
    return svg.toString(width, bottom + FOOT, "Speed of Lamina and of native libraries", STYLE);
  }

  private void legend(double x, double y) {
    List<EngineKind> order = new ArrayList<>(SERIES);
    Collections.reverse(order);
    double at = x + 5;
    for (EngineKind kind : order) {
      if (timings().anyMatch(timing -> timing.has(kind))) {
        mark(kind, at, y - 4);
        svg.text(at + 10, y, "start", "", kind.displayName());
        at += 34 + 6.6 * kind.displayName().length();
      }
    }
  }

  private void panel(Results results, double left, double bottom) {
    String java = results.facts().getOrDefault("java", "");
    double even = x(left, 1);
    svg.rectangle(even, HEAD, left + PANEL - even, bottom - HEAD, "ahead");
    for (int power = lowest; power <= highest; power++) {
      double x = x(left, Math.scalb(1.0, power));
      svg.line(x, HEAD, x, bottom, power == 0 ? "even" : "grid");
      String label = (power < 0 ? "1/" : "") + (1 << Math.abs(power));
      svg.text(x, bottom + 14, "middle", "small", label);
    }
    svg.text(left, HEAD - 8, "start", "strong", "Java " + java.split("[ +,]", -1)[0]);
    if (results.timings().stream().anyMatch(timing -> timing.has(EngineKind.LAMINA_SIMD))) {
      svg.text(left + PANEL + RATIO, HEAD - 8, "end", "small", "lamina-simd");
    }
    for (Timing timing : results.timings()) {
      double y = HEAD + y(rows.indexOf(Cell.of(timing))) + ROW / 2;
      ratio(timing, EngineKind.LAMINA_SIMD).ifPresent(ratio -> {
        svg.line(x(left, ratio.smallest()), y, x(left, ratio.largest()), y, "range");
        svg.text(
            left + PANEL + RATIO,
            y + 4,
            "end",
            "strong",
            String.format(Locale.ROOT, "%.2f", ratio.median()));
      });
      for (EngineKind kind : SERIES) {
        ratio(timing, kind).ifPresent(ratio -> mark(kind, x(left, ratio.median()), y));
      }
    }
  }

  private void mark(EngineKind kind, double x, double y) {
    String classes = kind.displayName();
    switch (kind) {
      case LAMINA_SIMD -> svg.circle(x, y, 5.5, classes);
      case LAMINA_JAVA -> svg.circle(x, y, 4, classes);
      case ONEDNN -> svg.rectangle(x - 4, y - 4, 8, 8, classes);
      case ONNX_RUNTIME -> svg.shape(x, y, "M0 -5.5 L5.5 0 L0 5.5 L-5.5 0Z", classes);
      default -> svg.shape(x, y, "M0 -5 L5 4 L-5 4Z", classes);
    }
  }

  /** The place of a ratio, which is at the edge if it is beyond. */
  private double x(double left, double ratio) {
    double power = Math.max(lowest, Math.min(highest, power(ratio)));
    return left + (power - lowest) * PANEL / (highest - lowest);
  }

  private static double power(double ratio) {
    return Math.log(ratio) / Math.log(2);
  }

  private double y(int row) {
    long networks =
        rows.subList(0, row + 1).stream().map(Cell::model).distinct().count();
    return row * ROW + (networks - 1) * NETWORK_GAP;
  }

  private Stream<Timing> timings() {
    return columns.stream().flatMap(results -> results.timings().stream());
  }

  private static Optional<Rounds> ratio(Timing timing, EngineKind kind) {
    return timing.bestPeer().filter(peer -> timing.has(kind)).map(peer -> timing.ratio(kind, peer));
  }

  /** What a row is about. */
  private record Cell(Model model, int batch) {
    static Cell of(Timing timing) {
      return new Cell(timing.model(), timing.batch());
    }
  }
}
