package com.example.profile;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The table of measurements. */
final class Report {

  private Report() {}

  static String of(String backend, List<Measurement> measurements) {
    long all = measurements.stream().mapToLong(Measurement::nanoseconds).sum();
    List<String> lines = new ArrayList<>();
    lines.add("time in backend " + backend + ":");
    lines.add(line("network", "layer", "W", "", "calls", "rows", "ms", "ns/row", "share"));
    for (Measurement measurement : measurements) {
      double time = measurement.nanoseconds();
      lines.add(
          line(
              measurement.network(),
              measurement.name(),
              measurement.shape(),
              measurement.kind(),
              String.format(Locale.ROOT, "%,d", measurement.calls()),
              String.format(Locale.ROOT, "%,d", measurement.rows()),
              String.format(Locale.ROOT, "%,.1f", time / 1e6),
              String.format(Locale.ROOT, "%,.0f", time / Math.max(1, measurement.rows())),
              String.format(Locale.ROOT, "%.0f %%", 100 * time / all)));
    }
    return String.join(System.lineSeparator(), lines);
  }

  private static String line(
      String network,
      String layer,
      String shape,
      String kind,
      String calls,
      String rows,
      String time,
      String timePerRow,
      String share) {
    return String.format(
        "%-20s %-10s %-12s %-8s %10s %12s %10s %8s %6s",
        network, layer, shape, kind, calls, rows, time, timePerRow, share);
  }
}
