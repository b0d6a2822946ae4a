package dev.lamina.backends.simd;

import java.util.Optional;
import java.util.Set;

/** The vector widths that can be asked for. */
final class VectorBits {

  /** Asks for a width other than the one that Java prefers. */
  static final String PROPERTY = "lamina.simd.bits";

  private static final Set<String> PERMITTED = Set.of("128", "256", "512");

  private VectorBits() {}

  static boolean isPermitted(String bits) {
    return PERMITTED.contains(bits);
  }

  /** The width that was asked for, which has to be a permitted one. */
  static Optional<Integer> requested() {
    return Optional.ofNullable(System.getProperty(PROPERTY)).map(Integer::valueOf);
  }
}
