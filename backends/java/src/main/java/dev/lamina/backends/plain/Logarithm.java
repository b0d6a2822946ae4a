package dev.lamina.backends.plain;

import static dev.lamina.backends.plain.MultiplyAdd.multiplyAdd;

/**
 * ln(1 + t) for 0 ≤ t ≤ 1 in float arithmetic, with a relative error below 4·10⁻⁷. With s = t / (2 + t),
 * which is at most ⅓, it is 2·artanh s = 2·s + s³·(2/3 + 2/5·s² + …); the series' first terms are fitted
 * so that the largest relative error, 5·10⁻⁹, is as small as possible.
 */
final class Logarithm {

  private static final float C3 = 0.6666642f;
  private static final float C5 = 0.40021527f;
  private static final float C7 = 0.28001803f;
  private static final float C9 = 0.28012f;

  private Logarithm() {}

  static float ofOnePlus(float t) {
    float s = t / (2 + t);
    float q = s * s;
    float p = multiplyAdd(C9, q, C7);
    p = multiplyAdd(p, q, C5);
    p = multiplyAdd(p, q, C3);
    p = multiplyAdd(p, q, 2);
    return s * p;
  }
}
