package dev.lamina.benchmarks;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * How fast a working set can be read again and again, whatever memory holds it: vector loads in four
 * streams, which is what prefetchers like, added to eight accumulators.
 */
final class ReadBandwidth {

  private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;

  private static final int STREAMS = 4;

  /** Floats of one stream that an iteration reads. */
  private static final int STEP = 2 * SPECIES.length();

  /** A call reads at least so many, or starting and ending it would count. */
  private static final int LEAST_FLOATS = 1 << 18;

  /**
   * Arrays as large as this never move under G1 and start where one of its regions starts, so that
   * the working set can start on a cache line: a vector load across two of them takes twice the time.
   */
  private static final int HUGE_FLOATS = 1 << 22;

  /** Floats from the start of a region to the first element are 4, to the second cache line 16. */
  private static final int START = 12;

  private final float[] memory;

  /** Eight vectors. */
  private final float[] sums = new float[2 * STREAMS * SPECIES.length()];

  /** Floats of one stream. */
  private final int stream;

  private final int passes;

  /** About so many bytes, rounded up to whole iterations. */
  ReadBandwidth(long bytes) {
    long floats = floats(bytes);
    memory = new float[Math.toIntExact(Math.max(HUGE_FLOATS, START + floats))];
    stream = Math.toIntExact(floats / STREAMS);
    passes = passes(bytes);
  }

  private static long floats(long bytes) {
    int step = STREAMS * STEP;
    return (bytes / Float.BYTES + step - 1) / step * step;
  }

  private static int passes(long bytes) {
    long floats = floats(bytes);
    return Math.toIntExact((LEAST_FLOATS + floats - 1) / floats);
  }

  /** Bytes that a call reads if the working set is of this size. */
  static long bytesOfCall(long workingSet) {
    return Float.BYTES * floats(workingSet) * passes(workingSet);
  }

  /** Reads. */
  float run() {
    sum(memory, stream, passes, sums);
    return sums[0];
  }

  private static void sum(float[] a, int stream, int passes, float[] sums) {
    int length = SPECIES.length();
    int second = START + stream;
    int third = START + 2 * stream;
    int fourth = START + 3 * stream;
    for (int pass = 0; pass < passes; pass++) {
      // Not kept from pass to pass: C2 of Java 17 would make objects of them.
      FloatVector a0 = FloatVector.fromArray(SPECIES, sums, 0 * length);
      FloatVector a1 = FloatVector.fromArray(SPECIES, sums, 1 * length);
      FloatVector a2 = FloatVector.fromArray(SPECIES, sums, 2 * length);
      FloatVector a3 = FloatVector.fromArray(SPECIES, sums, 3 * length);
      FloatVector a4 = FloatVector.fromArray(SPECIES, sums, 4 * length);
      FloatVector a5 = FloatVector.fromArray(SPECIES, sums, 5 * length);
      FloatVector a6 = FloatVector.fromArray(SPECIES, sums, 6 * length);
      FloatVector a7 = FloatVector.fromArray(SPECIES, sums, 7 * length);
      for (int i = 0; i < stream; i += STEP) {
        a0 = a0.add(FloatVector.fromArray(SPECIES, a, START + i));
        a1 = a1.add(FloatVector.fromArray(SPECIES, a, START + i + length));
        a2 = a2.add(FloatVector.fromArray(SPECIES, a, second + i));
        a3 = a3.add(FloatVector.fromArray(SPECIES, a, second + i + length));
        a4 = a4.add(FloatVector.fromArray(SPECIES, a, third + i));
        a5 = a5.add(FloatVector.fromArray(SPECIES, a, third + i + length));
        a6 = a6.add(FloatVector.fromArray(SPECIES, a, fourth + i));
        a7 = a7.add(FloatVector.fromArray(SPECIES, a, fourth + i + length));
      }
      a0.intoArray(sums, 0 * length);
      a1.intoArray(sums, 1 * length);
      a2.intoArray(sums, 2 * length);
      a3.intoArray(sums, 3 * length);
      a4.intoArray(sums, 4 * length);
      a5.intoArray(sums, 5 * length);
      a6.intoArray(sums, 6 * length);
      a7.intoArray(sums, 7 * length);
    }
  }
}
