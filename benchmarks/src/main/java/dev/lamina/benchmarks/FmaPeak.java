package dev.lamina.benchmarks;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * As many multiplications and additions in a second as the processor can do: independent fused
 * multiply-adds on registers only. Two in a cycle with a latency of four or five cycles need ten
 * accumulators, and twelve with the two operands fit into sixteen registers; machines with more
 * registers may have more units, and get twenty-four.
 */
final class FmaPeak {

  private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;

  private static final boolean MANY_REGISTERS =
      System.getProperty("os.arch").equals("aarch64") || SPECIES.vectorBitSize() == 512;

  /** Fused multiply-adds of a call on an accumulator. */
  private static final int ITERATIONS = 1 << 15;

  /** Calls of {@link #run} in one of {@link #runLong}. */
  static final int LONG = 64;

  private FmaPeak() {}

  /** Multiplications and additions of a call. */
  static long operations() {
    return 2L * SPECIES.length() * ITERATIONS * (MANY_REGISTERS ? 24 : 12);
  }

  /** Computes something that is of no use but for the time it takes. */
  static float run() {
    return MANY_REGISTERS ? twentyFour(ITERATIONS) : twelve(ITERATIONS);
  }

  /** {@value #LONG} calls in a row: much longer than it takes to wake a thread. */
  static float runLong() {
    float sum = 0;
    for (int i = 0; i < LONG; i++) {
      sum += run();
    }
    return sum;
  }

  /** The square is lost in the sum or adds up to little: nothing overflows or becomes subnormal. */
  private static final float FACTOR = 0x1p-10f;

  // The accumulator is what is added to: C2 chooses that form of the instruction, and it overwrites
  // the accumulator. The other form would cost a copy each.

  private static float twelve(int iterations) {
    FloatVector factor = FloatVector.broadcast(SPECIES, FACTOR);
    FloatVector other = FloatVector.broadcast(SPECIES, FACTOR);
    FloatVector a0 = FloatVector.broadcast(SPECIES, 0);
    FloatVector a1 = FloatVector.broadcast(SPECIES, 1);
    FloatVector a2 = FloatVector.broadcast(SPECIES, 2);
    FloatVector a3 = FloatVector.broadcast(SPECIES, 3);
    FloatVector a4 = FloatVector.broadcast(SPECIES, 4);
    FloatVector a5 = FloatVector.broadcast(SPECIES, 5);
    FloatVector a6 = FloatVector.broadcast(SPECIES, 6);
    FloatVector a7 = FloatVector.broadcast(SPECIES, 7);
    FloatVector a8 = FloatVector.broadcast(SPECIES, 8);
    FloatVector a9 = FloatVector.broadcast(SPECIES, 9);
    FloatVector a10 = FloatVector.broadcast(SPECIES, 10);
    FloatVector a11 = FloatVector.broadcast(SPECIES, 11);
    for (int i = 0; i < iterations; i++) {
      a0 = factor.fma(other, a0);
      a1 = factor.fma(other, a1);
      a2 = factor.fma(other, a2);
      a3 = factor.fma(other, a3);
      a4 = factor.fma(other, a4);
      a5 = factor.fma(other, a5);
      a6 = factor.fma(other, a6);
      a7 = factor.fma(other, a7);
      a8 = factor.fma(other, a8);
      a9 = factor.fma(other, a9);
      a10 = factor.fma(other, a10);
      a11 = factor.fma(other, a11);
    }
    return a0.add(a1)
        .add(a2)
        .add(a3)
        .add(a4)
        .add(a5)
        .add(a6)
        .add(a7)
        .add(a8)
        .add(a9)
        .add(a10)
        .add(a11)
        .lane(0);
  }

  private static float twentyFour(int iterations) {
    FloatVector factor = FloatVector.broadcast(SPECIES, FACTOR);
    FloatVector other = FloatVector.broadcast(SPECIES, FACTOR);
    FloatVector a0 = FloatVector.broadcast(SPECIES, 0);
    FloatVector a1 = FloatVector.broadcast(SPECIES, 1);
    FloatVector a2 = FloatVector.broadcast(SPECIES, 2);
    FloatVector a3 = FloatVector.broadcast(SPECIES, 3);
    FloatVector a4 = FloatVector.broadcast(SPECIES, 4);
    FloatVector a5 = FloatVector.broadcast(SPECIES, 5);
    FloatVector a6 = FloatVector.broadcast(SPECIES, 6);
    FloatVector a7 = FloatVector.broadcast(SPECIES, 7);
    FloatVector a8 = FloatVector.broadcast(SPECIES, 8);
    FloatVector a9 = FloatVector.broadcast(SPECIES, 9);
    FloatVector a10 = FloatVector.broadcast(SPECIES, 10);
    FloatVector a11 = FloatVector.broadcast(SPECIES, 11);
    FloatVector a12 = FloatVector.broadcast(SPECIES, 12);
    FloatVector a13 = FloatVector.broadcast(SPECIES, 13);
    FloatVector a14 = FloatVector.broadcast(SPECIES, 14);
    FloatVector a15 = FloatVector.broadcast(SPECIES, 15);
    FloatVector a16 = FloatVector.broadcast(SPECIES, 16);
    FloatVector a17 = FloatVector.broadcast(SPECIES, 17);
    FloatVector a18 = FloatVector.broadcast(SPECIES, 18);
    FloatVector a19 = FloatVector.broadcast(SPECIES, 19);
    FloatVector a20 = FloatVector.broadcast(SPECIES, 20);
    FloatVector a21 = FloatVector.broadcast(SPECIES, 21);
    FloatVector a22 = FloatVector.broadcast(SPECIES, 22);
    FloatVector a23 = FloatVector.broadcast(SPECIES, 23);
    for (int i = 0; i < iterations; i++) {
      a0 = factor.fma(other, a0);
      a1 = factor.fma(other, a1);
      a2 = factor.fma(other, a2);
      a3 = factor.fma(other, a3);
      a4 = factor.fma(other, a4);
      a5 = factor.fma(other, a5);
      a6 = factor.fma(other, a6);
      a7 = factor.fma(other, a7);
      a8 = factor.fma(other, a8);
      a9 = factor.fma(other, a9);
      a10 = factor.fma(other, a10);
      a11 = factor.fma(other, a11);
      a12 = factor.fma(other, a12);
      a13 = factor.fma(other, a13);
      a14 = factor.fma(other, a14);
      a15 = factor.fma(other, a15);
      a16 = factor.fma(other, a16);
      a17 = factor.fma(other, a17);
      a18 = factor.fma(other, a18);
      a19 = factor.fma(other, a19);
      a20 = factor.fma(other, a20);
      a21 = factor.fma(other, a21);
      a22 = factor.fma(other, a22);
      a23 = factor.fma(other, a23);
    }
    return a0.add(a1)
        .add(a2)
        .add(a3)
        .add(a4)
        .add(a5)
        .add(a6)
        .add(a7)
        .add(a8)
        .add(a9)
        .add(a10)
        .add(a11)
        .add(a12)
        .add(a13)
        .add(a14)
        .add(a15)
        .add(a16)
        .add(a17)
        .add(a18)
        .add(a19)
        .add(a20)
        .add(a21)
        .add(a22)
        .add(a23)
        .lane(0);
  }
}
