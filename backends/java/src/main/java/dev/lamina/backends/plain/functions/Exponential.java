package dev.lamina.backends.plain.functions;

import static dev.lamina.backends.plain.coefficients.ExponentialCoefficients.C2;
import static dev.lamina.backends.plain.coefficients.ExponentialCoefficients.C3;
import static dev.lamina.backends.plain.coefficients.ExponentialCoefficients.C4;
import static dev.lamina.backends.plain.coefficients.ExponentialCoefficients.C5;
import static dev.lamina.backends.plain.coefficients.ExponentialCoefficients.C6;
import static dev.lamina.backends.plain.coefficients.ExponentialCoefficients.HIGHEST;
import static dev.lamina.backends.plain.coefficients.ExponentialCoefficients.LN_2_HIGH;
import static dev.lamina.backends.plain.coefficients.ExponentialCoefficients.LN_2_LOW;
import static dev.lamina.backends.plain.coefficients.ExponentialCoefficients.LOG2_E;
import static dev.lamina.backends.plain.coefficients.ExponentialCoefficients.LOWEST;
import static dev.lamina.backends.plain.coefficients.ExponentialCoefficients.MANTISSA_BITS;
import static dev.lamina.backends.plain.coefficients.ExponentialCoefficients.SHIFT;
import static dev.lamina.backends.plain.functions.MultiplyAdd.multiplyAdd;

import dev.lamina.backends.plain.coefficients.ExponentialCoefficients;

/**
 * eˣ = eʳ·2ⁿ in float arithmetic, with a relative error below 2.5·10⁻⁷, by the method of {@link
 * ExponentialCoefficients}. Where eˣ is smaller
 * than every normal number the result is 0, above e^88.4 it is infinite, for NaN it is NaN.
 *
 * <p>Java 17 vectorises arithmetic but nothing that turns floats into bits. For long arrays the two
 * factors are therefore computed in loops of their own: {@link #split} is vectorised, {@link
 * #powersOfTwo} is not and has very little to do.
 */
final class Exponential {

  private Exponential() {}

  /** eˣ, the same value to the bit as the product of what {@link #split} makes of x. */
  static float exp(float x) {
    float clamped = clamp(x);
    float shifted = shiftedExponent(clamped);
    return mantissa(clamped, shifted) * powerOfTwo(shifted);
  }

  /**
   * Computes eˣ in two factors for x = factor·vⱼ + summand, from ≤ j &lt; to: eʳ, which replaces vⱼ,
   * and n, from which {@link #powersOfTwo} makes 2ⁿ.
   */
  static void split(float[] v, float factor, float summand, float[] exponents, int from, int to) {
    for (int j = from; j < to; j++) {
      float x = clamp(multiplyAdd(factor, v[j], summand));
      float shifted = shiftedExponent(x);
      v[j] = mantissa(x, shifted);
      exponents[j] = shifted;
    }
  }

  /** Replaces each n that {@link #split} left by 2ⁿ. */
  static void powersOfTwo(float[] exponents, int from, int to) {
    for (int j = from; j < to; j++) {
      exponents[j] = powerOfTwo(exponents[j]);
    }
  }

  /** eˣ − 1 for x ≤ 0, precise near 0 too, to the bit what {@link #splitMinusOne} leads to. */
  static float minusOne(float x) {
    float clamped = clamp(x);
    float shifted = shiftedExponent(clamped);
    float r = remainder(clamped, shifted);
    return minusOne(quotient(r) * r, powerOfTwo(shifted));
  }

  /** eˣ − 1 from the two values of {@link #splitMinusOne}, the second as a power of 2. */
  static float minusOne(float mantissaMinusOne, float power) {
    return multiplyAdd(mantissaMinusOne, power, power - 1);
  }

  /**
   * Begins to compute eˣ − 1 for x = factor·vⱼ ≤ 0, from ≤ j &lt; to: vⱼ is replaced by eʳ − 1, and n
   * is for {@link #powersOfTwo}.
   */
  static void splitMinusOne(float[] v, float factor, float[] exponents, int from, int to) {
    for (int j = from; j < to; j++) {
      float x = clamp(factor * v[j]);
      float shifted = shiftedExponent(x);
      float r = remainder(x, shifted);
      v[j] = quotient(r) * r;
      exponents[j] = shifted;
    }
  }

  private static float clamp(float x) {
    return Math.min(Math.max(x, LOWEST), HIGHEST);
  }

  private static float shiftedExponent(float x) {
    return multiplyAdd(x, LOG2_E, SHIFT);
  }

  private static float mantissa(float x, float shifted) {
    float r = remainder(x, shifted);
    return multiplyAdd(quotient(r), r, 1);
  }

  private static float remainder(float x, float shifted) {
    float n = shifted - SHIFT;
    return multiplyAdd(n, -LN_2_LOW, multiplyAdd(n, -LN_2_HIGH, x));
  }

  /** (eʳ − 1) / r. */
  private static float quotient(float r) {
    float p = multiplyAdd(C6, r, C5);
    p = multiplyAdd(p, r, C4);
    p = multiplyAdd(p, r, C3);
    p = multiplyAdd(p, r, C2);
    return multiplyAdd(p, r, 1);
  }

  private static float powerOfTwo(float shifted) {
    return Float.intBitsToFloat(Float.floatToRawIntBits(shifted) << MANTISSA_BITS);
  }
}
