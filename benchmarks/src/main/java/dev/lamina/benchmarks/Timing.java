package dev.lamina.benchmarks;

import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntToDoubleFunction;

/**
 * What was measured for one network and one batch, a number for each round.
 *
 * @param model the network
 * @param batch the number of rows of a call
 * @param peak billions of multiplications and additions a second that the processor can do
 * @param bandwidth gigabytes a second at which memory of the size of the weights can be read
 * @param scaling how many times as much two threads can compute as one; empty if only one was used
 * @param nanoseconds the time of a call, for each engine that took part, in their order
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record Timing(
    Model model,
    int batch,
    double[] peak,
    double[] bandwidth,
    Optional<double[]> scaling,
    Map<EngineKind, double[]> nanoseconds) {

  Timing {
    Map<EngineKind, double[]> ordered = new EnumMap<>(EngineKind.class);
    ordered.putAll(nanoseconds);
    nanoseconds = Collections.unmodifiableMap(ordered);
  }

  /** From what {@link Measurement} measured. */
  static Timing of(Model model, int batch, Map<Turn, double[]> measured) {
    double[] peak = rates(FmaPeak.operations(), times(measured, Limit.FMA_PEAK));
    Map<EngineKind, double[]> nanoseconds = new LinkedHashMap<>();
    measured.forEach((turn, times) -> {
      if (turn instanceof EngineKind kind) {
        nanoseconds.put(kind, times);
      }
    });
    Optional<double[]> two = Optional.ofNullable(measured.get(Limit.FMA_PEAK_2))
        .map(times -> rates(2L * FmaPeak.LONG * FmaPeak.operations(), times));
    return new Timing(
        model,
        batch,
        peak,
        rates(
            ReadBandwidth.bytesOfCall(model.weightBytes()), times(measured, Limit.READ_BANDWIDTH)),
        two.map(rates -> each(rates.length, round -> rates[round] / peak[round])),
        nanoseconds);
  }

  private static double[] times(Map<Turn, double[]> measured, Turn turn) {
    double[] times = measured.get(turn);
    if (times == null) {
      throw new IllegalArgumentException(turn.displayName() + " was not measured");
    }
    return times;
  }

  private static double[] rates(long amount, double[] nanoseconds) {
    return each(nanoseconds.length, round -> amount / nanoseconds[round]);
  }

  private static double[] each(int rounds, IntToDoubleFunction value) {
    double[] values = new double[rounds];
    Arrays.setAll(values, value);
    return values;
  }

  boolean has(EngineKind engine) {
    return nanoseconds.containsKey(engine);
  }

  /** The median time of a call. */
  double time(EngineKind engine) {
    return Rounds.of(times(engine)).median();
  }

  /** Whether reading the weights bounds a call, and not computing with them. */
  boolean boundByBandwidth() {
    return batch == 1;
  }

  /** What bounds a call: the peak, or the bandwidth for a single row. */
  double limit() {
    return Rounds.of(boundByBandwidth() ? bandwidth : peak).median();
  }

  /** How much of the limit an engine uses, in each round. */
  Rounds share(EngineKind engine) {
    double[] times = times(engine);
    double work =
        boundByBandwidth() ? model.weightBytes() : (double) model.operationsPerRow() * batch;
    double[] limits = boundByBandwidth() ? bandwidth : peak;
    return Rounds.of(each(times.length, round -> work / times[round] / limits[round]));
  }

  /** The peer with the least median time. */
  Optional<EngineKind> bestPeer() {
    return nanoseconds.keySet().stream()
        .filter(kind -> kind.role() == EngineKind.Role.PEER)
        .min((one, other) -> Double.compare(time(one), time(other)));
  }

  /** How many times as fast an engine is as another, in each round. */
  Rounds ratio(EngineKind engine, EngineKind other) {
    double[] times = times(engine);
    double[] others = times(other);
    return Rounds.of(each(times.length, round -> others[round] / times[round]));
  }

  private double[] times(EngineKind engine) {
    double[] times = nanoseconds.get(engine);
    if (times == null) {
      throw new IllegalArgumentException(engine.displayName() + " took no part");
    }
    return times;
  }

  /** For JSON. */
  Map<String, ?> fields() {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("network", model.displayName());
    fields.put("batch", batch);
    fields.put("peakGigaflops", peak);
    fields.put("bandwidthGigabytes", bandwidth);
    scaling.ifPresent(rounds -> fields.put("twoThreadScaling", rounds));
    Map<String, Object> times = new LinkedHashMap<>();
    nanoseconds.forEach((kind, rounds) -> times.put(kind.displayName(), rounds));
    fields.put("nanoseconds", times);
    return fields;
  }

  /** From JSON. */
  static Timing read(Json json) {
    Map<EngineKind, double[]> nanoseconds = new LinkedHashMap<>();
    json.get("nanoseconds").fields().forEach((name, rounds) -> {
      if (Turn.named(name) instanceof EngineKind kind) {
        nanoseconds.put(kind, rounds.numbers());
      }
    });
    return new Timing(
        Model.named(json.get("network").text()),
        (int) json.get("batch").number(),
        json.get("peakGigaflops").numbers(),
        json.get("bandwidthGigabytes").numbers(),
        Optional.ofNullable(json.fields().get("twoThreadScaling")).map(Json::numbers),
        nanoseconds);
  }
}
