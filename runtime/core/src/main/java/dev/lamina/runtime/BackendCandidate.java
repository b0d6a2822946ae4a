package dev.lamina.runtime;

import dev.lamina.spi.Availability;
import dev.lamina.spi.Backend;
import dev.lamina.spi.BackendProvider;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * A provider that was found, with what it says of itself; or the trace of one that is broken.
 *
 * @param name the backend's name, {@link #UNKNOWN} if the provider did not get as far as saying it
 * @param priority the provider's rank, empty if it did not get as far as saying it
 * @param availability whether the backend can be used here
 * @param origin the provider's class and where it was loaded from
 * @param provider makes the backend; always there if it is usable
 */
record BackendCandidate(
    String name,
    OptionalInt priority,
    Availability availability,
    String origin,
    Optional<BackendProvider> provider) {

  static final String UNKNOWN = "unknown";

  /** Best first. The names make the order of equal priorities the same in every run. */
  static final Comparator<BackendCandidate> ORDER = Comparator.comparingLong(BackendCandidate::rank)
      .reversed()
      .thenComparing(BackendCandidate::name)
      .thenComparing(BackendCandidate::origin);

  private long rank() {
    return priority.isPresent() ? priority.getAsInt() : Long.MIN_VALUE;
  }

  boolean usable() {
    return availability.usable();
  }

  /** The same provider after its backend turned out not to be usable. */
  BackendCandidate broken(String reason, String remedy) {
    return new BackendCandidate(
        name, priority, Availability.unusable(reason, remedy), origin, provider);
  }

  Backend create() {
    return provider.orElseThrow().create();
  }

  /** What a list of candidates shows. */
  List<String> lines() {
    List<String> lines = new ArrayList<>();
    lines.add(name
        + (priority.isPresent() ? " (priority " + priority.getAsInt() + ")" : "")
        + (usable() ? ": usable: " : ": not usable: ")
        + availability.reason());
    if (!availability.remedy().isBlank()) {
      lines.add("  fix: " + availability.remedy());
    }
    lines.add("  " + origin);
    return lines;
  }
}
