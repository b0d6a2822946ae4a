package dev.lamina.tck;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.lamina.spi.Availability;
import dev.lamina.spi.Backend;
import dev.lamina.spi.BackendProvider;
import java.util.function.Supplier;

/** Tests of one theme, for the backend of the suite that they are part of. */
abstract class ConformanceGroup {

  private final BackendConformance suite;

  ConformanceGroup(BackendConformance suite) {
    this.suite = suite;
  }

  final BackendProvider provider() {
    return suite.provider();
  }

  /** A new backend; without one the test is skipped, for the reason that the provider gives. */
  final Backend backend() {
    BackendProvider provider = provider();
    Availability availability = provider.availability();
    assumeTrue(
        availability.usable(),
        () -> "backend "
            + provider.name()
            + " cannot be used here: "
            + availability.reason()
            + "; "
            + availability.remedy());
    return provider.create();
  }

  /**
   * Compares rows with what calls of other sizes made of them: bit by bit, or, where the backend does
   * not promise as much, with the reference.
   *
   * @param reference computes the reference if it is needed
   */
  static void sameRows(
      Backend backend,
      String subject,
      String contrast,
      int columns,
      float[] expected,
      float[] results,
      Supplier<Estimate> reference) {
    if (backend.rowsAreReproducible()) {
      Check.sameBits(subject, contrast, columns, expected, results);
    } else {
      Check.matches(subject, reference.get(), results);
    }
  }
}
