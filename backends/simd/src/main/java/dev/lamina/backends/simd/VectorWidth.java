package dev.lamina.backends.simd;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorSpecies;

/**
 * The width of all vectors of this backend. C2 compiles a vector operation to an instruction only
 * where the species is a constant, so it is decided once.
 */
final class VectorWidth {

  static final VectorSpecies<Float> FLOATS = VectorBits.requested()
      .map(bits -> VectorSpecies.of(float.class, VectorShape.forBitSize(bits)))
      .orElse(FloatVector.SPECIES_PREFERRED);

  /** Of the same shape, for what is done with the bits of floats. */
  static final VectorSpecies<Integer> INTS = FLOATS.withLanes(int.class);

  /** How many floats a vector holds: a power of two, at least 4. */
  static final int LANES = FLOATS.length();

  /**
   * Whether the processor has 32 registers for vectors, as it has with AVX-512 and on AArch64, and not 16.
   */
  static final boolean HAS_MANY_REGISTERS =
      preferredBits() == 512 || System.getProperty("os.arch", "").equals("aarch64");

  private VectorWidth() {}

  /** The width that Java prefers on this machine. */
  static int preferredBits() {
    return FloatVector.SPECIES_PREFERRED.vectorBitSize();
  }
}
