package dev.lamina.backends.plain;

import static dev.lamina.backends.plain.functions.MultiplyAdd.multiplyAdd;

import dev.lamina.backends.plain.functions.MultiplyAdd;

/**
 * The innermost loops. C2 turns them into vector instructions on Java 17 and 25 because
 *
 * <ul>
 *   <li>each is a small method of its own, in which nothing else happens;
 *   <li>all arrays share one index without offsets;
 *   <li>coefficients are parameters and values go through locals;
 *   <li>the body is small: beyond about 60 nodes of C2's graph, two sums of four products or one of
 *       six, Java 17 gives up;
 *   <li>the second sum of a pair names its factors in the other order: with equal orders Java 17
 *       packs products of different sums together and gives up as well.
 * </ul>
 *
 * <p>Two sums at a time use each loaded value twice, four products at a time load and store a sum a
 * quarter as often as one; more of either runs out of registers.
 *
 * <p>Loops are called with ten and more iterations only: C2 unrolls a loop no further than its usual
 * length, and it takes eight iterations to fill a vector of floats.
 */
final class VectorLoops {

  private VectorLoops() {}

  /**
   * sumⱼ ← sumⱼ + Σₖ aₖ·vₖⱼ and sum′ⱼ ← sum′ⱼ + Σₖ a′ₖ·vₖⱼ for k = 0 … 3 and from ≤ j &lt; to, where
   * a is given as a0 … a3 and a′ as b0 … b3.
   */
  static void addFourProductsToTwo(
      float[] sum,
      float[] otherSum,
      float[] v0,
      float[] v1,
      float[] v2,
      float[] v3,
      float a0,
      float a1,
      float a2,
      float a3,
      float b0,
      float b1,
      float b2,
      float b3,
      int from,
      int to) {
    if (!MultiplyAdd.FUSED) {
      // Products and sums apart are too many nodes for one loop.
      addFourProducts(sum, v0, v1, v2, v3, a0, a1, a2, a3, from, to);
      addFourProducts(otherSum, v0, v1, v2, v3, b0, b1, b2, b3, from, to);
      return;
    }
    for (int j = from; j < to; j++) {
      float w0 = v0[j];
      float w1 = v1[j];
      float w2 = v2[j];
      float w3 = v3[j];
      float a = sum[j];
      float b = otherSum[j];
      a = multiplyAdd(a0, w0, a);
      b = multiplyAdd(w0, b0, b);
      a = multiplyAdd(a1, w1, a);
      b = multiplyAdd(w1, b1, b);
      a = multiplyAdd(a2, w2, a);
      b = multiplyAdd(w2, b2, b);
      a = multiplyAdd(a3, w3, a);
      b = multiplyAdd(w3, b3, b);
      sum[j] = a;
      otherSum[j] = b;
    }
  }

  /** sumⱼ ← sumⱼ + a0·v0ⱼ + … + a5·v5ⱼ, from left to right, for from ≤ j &lt; to. */
  static void addSixProducts(
      float[] sum,
      float[] v0,
      float[] v1,
      float[] v2,
      float[] v3,
      float[] v4,
      float[] v5,
      float a0,
      float a1,
      float a2,
      float a3,
      float a4,
      float a5,
      int from,
      int to) {
    if (!MultiplyAdd.FUSED) {
      addFourProducts(sum, v0, v1, v2, v3, a0, a1, a2, a3, from, to);
      addProduct(sum, v4, a4, from, to);
      addProduct(sum, v5, a5, from, to);
      return;
    }
    for (int j = from; j < to; j++) {
      float a = sum[j];
      a = multiplyAdd(a0, v0[j], a);
      a = multiplyAdd(a1, v1[j], a);
      a = multiplyAdd(a2, v2[j], a);
      a = multiplyAdd(a3, v3[j], a);
      a = multiplyAdd(a4, v4[j], a);
      a = multiplyAdd(a5, v5[j], a);
      sum[j] = a;
    }
  }

  /** sumⱼ ← sumⱼ + a0·v0ⱼ + … + a3·v3ⱼ, from left to right, for from ≤ j &lt; to. */
  static void addFourProducts(
      float[] sum,
      float[] v0,
      float[] v1,
      float[] v2,
      float[] v3,
      float a0,
      float a1,
      float a2,
      float a3,
      int from,
      int to) {
    for (int j = from; j < to; j++) {
      float a = sum[j];
      a = multiplyAdd(a0, v0[j], a);
      a = multiplyAdd(a1, v1[j], a);
      a = multiplyAdd(a2, v2[j], a);
      a = multiplyAdd(a3, v3[j], a);
      sum[j] = a;
    }
  }

  /** sumⱼ ← sumⱼ + a·vⱼ for from ≤ j &lt; to. */
  static void addProduct(float[] sum, float[] v, float a, int from, int to) {
    for (int j = from; j < to; j++) {
      sum[j] = multiplyAdd(a, v[j], sum[j]);
    }
  }
}
