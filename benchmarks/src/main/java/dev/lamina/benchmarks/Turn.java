package dev.lamina.benchmarks;

import java.util.Arrays;
import java.util.stream.Stream;

/** What an iteration of JMH measures: an engine or a limit of the machine. */
interface Turn {

  /** The name in the table and on the command line. */
  String displayName();

  /**
   * How many iterations come before those that count: code that HotSpot has to compile needs about a
   * second, native code only its caches.
   */
  int warmups();

  /** The turn of a name. */
  static Turn named(String name) {
    return Stream.<Turn>concat(Arrays.stream(Limit.values()), Arrays.stream(EngineKind.values()))
        .filter(turn -> turn.displayName().equals(name))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("nothing is called " + name));
  }
}
