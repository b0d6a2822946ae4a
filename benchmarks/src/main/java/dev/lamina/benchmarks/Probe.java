package dev.lamina.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Finds out, in a JVM of its own before anything is measured, which engines there are on this machine
 * and how long those take for a row of each network that may take too long for many rows.
 *
 * @param facts about the machine and the libraries
 * @param leftOut why engines cannot be made here
 * @param rowNanoseconds the time of a call with one row, for engines whose role is {@link
 *     EngineKind.Role#FLOOR}
 */
record Probe(
    Map<String, String> facts,
    Map<String, String> leftOut,
    Map<String, Map<String, Double>> rowNanoseconds) {

  /** Nanoseconds after which HotSpot has compiled what it would compile. */
  private static final long PATIENCE = 300_000_000;

  /** Finds out, in a JVM with the options of this one. */
  static Probe run() throws IOException, InterruptedException {
    Path report = Files.createTempFile("lamina-probe", ".json");
    try {
      int status = ChildJvm.run(Probe.class, List.of(), List.of(report.toString()));
      if (status != 0) {
        throw new IllegalStateException("the JVM that looks for engines ends with " + status);
      }
      return read(Json.parse(Files.readString(report)));
    } finally {
      Files.delete(report);
    }
  }

  /**
   * What that JVM does.
   *
   * @param args the file to write
   * @throws IOException if it cannot be written
   */
  public static void main(String[] args) throws IOException {
    Files.writeString(Path.of(args[0]), Json.write(look().fields()));
  }

  private static Probe look() {
    Map<String, String> leftOut = new LinkedHashMap<>();
    Map<String, Map<String, Double>> rowNanoseconds = new LinkedHashMap<>();
    for (EngineKind kind : EngineKind.values()) {
      String reason = whyNot(kind);
      if (reason != null) {
        leftOut.put(kind.displayName(), reason);
      } else if (kind.role() == EngineKind.Role.FLOOR) {
        rowNanoseconds.put(kind.displayName(), measureRows(kind));
      }
    }
    Map<String, String> facts = Machine.facts();
    for (EngineKind kind : EngineKind.values()) {
      if (!leftOut.containsKey(kind.displayName())) {
        version(kind).ifPresent(version -> facts.put(kind.displayName(), version));
      }
    }
    return new Probe(facts, leftOut, rowNanoseconds);
  }

  private static Optional<String> version(EngineKind kind) {
    return switch (kind) {
      case ONNX_RUNTIME -> Optional.of(OnnxRuntimeEngine.version());
      case ONEDNN -> Optional.of(OneDnnEngine.version());
      case OPENBLAS -> Optional.of(OpenBlasEngine.version());
      case LAMINA_SIMD, LAMINA_SIMD_2, LAMINA_JAVA, LAMINA_BLAS, EJML, NAIVE -> Optional.empty();
    };
  }

  /** Why an engine cannot be made here, or null. */
  static @Nullable String whyNot(EngineKind kind) {
    Model model = Model.TINY;
    try (Engine engine = kind.create(model, Comparison.parameters(model))) {
      engine.bind(Comparison.examples(model, 1), 1).run();
      return null;
    } catch (RuntimeException | LinkageError e) {
      // A library that is not there fails once with an error that says so, and from then on with
      // NoClassDefFoundError; this is the first time.
      Throwable cause =
          e instanceof ExceptionInInitializerError && e.getCause() != null ? e.getCause() : e;
      return reason(cause);
    }
  }

  /** The first line: others may say where things are on this machine. */
  private static String reason(Throwable cause) {
    String message = cause.getMessage();
    return message == null ? cause.toString() : message.lines().findFirst().orElse("");
  }

  private static Map<String, Double> measureRows(EngineKind kind) {
    Map<String, Double> nanoseconds = new LinkedHashMap<>();
    for (Model model : Model.values()) {
      try (Engine engine = kind.create(model, Comparison.parameters(model))) {
        Inference row = engine.bind(Comparison.examples(model, 1), 1);
        nanoseconds.put(model.displayName(), fastestCall(row));
      }
    }
    return nanoseconds;
  }

  /** The first calls are interpreted. */
  private static double fastestCall(Inference inference) {
    long fastest = Long.MAX_VALUE;
    long end = System.nanoTime() + PATIENCE;
    long now = System.nanoTime();
    do {
      long start = now;
      inference.run();
      now = System.nanoTime();
      fastest = Math.min(fastest, now - start);
    } while (now < end);
    return fastest;
  }

  /** The time of a call with one row, or 0 for engines that always take part. */
  double rowNanoseconds(EngineKind kind, Model model) {
    return rowNanoseconds
        .getOrDefault(kind.displayName(), Map.of())
        .getOrDefault(model.displayName(), 0.0);
  }

  private Map<String, ?> fields() {
    return Map.of("facts", facts, "leftOut", leftOut, "rowNanoseconds", rowNanoseconds);
  }

  private static Probe read(Json json) {
    Map<String, Map<String, Double>> rowNanoseconds = new LinkedHashMap<>();
    json.get("rowNanoseconds").fields().forEach((engine, networks) -> {
      Map<String, Double> nanoseconds = new LinkedHashMap<>();
      networks.fields().forEach((network, time) -> nanoseconds.put(network, time.number()));
      rowNanoseconds.put(engine, nanoseconds);
    });
    return new Probe(texts(json.get("facts")), texts(json.get("leftOut")), rowNanoseconds);
  }

  private static Map<String, String> texts(Json json) {
    Map<String, String> texts = new LinkedHashMap<>();
    json.fields().forEach((name, text) -> texts.put(name, text.text()));
    return texts;
  }
}
