package dev.lamina.backends.simd;

/** g(z) = z / (1 + e⁻ᶻ), where e⁻ᶻ may become 0 or infinite. The relative error is below 5·10⁻⁷. */
final class Silu extends SelfGated {

  @Override
  void computePowers(float[] a, int from, int to, float[] powers, int first) {
    Exponential.compute(a, from, to, -1, 0, powers, first);
  }
}
