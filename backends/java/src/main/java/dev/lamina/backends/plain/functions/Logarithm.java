package dev.lamina.backends.plain.functions;

import static dev.lamina.backends.plain.coefficients.LogarithmCoefficients.C3;
import static dev.lamina.backends.plain.coefficients.LogarithmCoefficients.C5;
import static dev.lamina.backends.plain.coefficients.LogarithmCoefficients.C7;
import static dev.lamina.backends.plain.coefficients.LogarithmCoefficients.C9;
import static dev.lamina.backends.plain.functions.MultiplyAdd.multiplyAdd;

import dev.lamina.backends.plain.coefficients.LogarithmCoefficients;

/**
 * ln(1 + t) for 0 ≤ t ≤ 1 in float arithmetic, with a relative error below 4·10⁻⁷, by the series of {@link
 * LogarithmCoefficients}.
 */
final class Logarithm {

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
