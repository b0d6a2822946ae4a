package dev.lamina.execution;

import dev.lamina.ElementType;
import dev.lamina.ErrorCode;
import dev.lamina.LaminaException;
import dev.lamina.Shape;
import dev.lamina.Tensor;
import java.util.Locale;

/**
 * W with what happens to the columns of X and to those of Z as a part of it: inputᵢ·Wᵢⱼ·outputⱼ. It is
 * computed while it is read, so it takes no memory of its own, and rounded to float once.
 */
final class FoldedWeight implements Tensor {

  private final String name;
  private final Tensor weight;
  private final ColumnAffine input;
  private final ColumnAffine output;

  FoldedWeight(String name, Tensor weight, ColumnAffine input, ColumnAffine output) {
    this.name = name;
    this.weight = weight;
    this.input = input;
    this.output = output;
  }

  @Override
  public Shape shape() {
    return weight.shape();
  }

  @Override
  public ElementType elementType() {
    return ElementType.F32;
  }

  @Override
  public void read(int from, float[] target, int offset, int count) {
    weight.read(from, target, offset, count);
    int i = from / output.columns();
    int j = from % output.columns();
    for (int k = offset; k < offset + count; k++) {
      target[k] = rounded(name, target[k], input.factor(i) * target[k] * output.factor(j));
      if (++j == output.columns()) {
        j = 0;
        i++;
      }
    }
  }

  /**
   * The float nearest to what became of a value of the file.
   *
   * @throws LaminaException if it is too large for float; what the file itself has of NaN and infinite values
   *     goes through
   */
  static float rounded(String tensor, double stored, double folded) {
    float result = (float) folded;
    if (Float.isInfinite(result) && Double.isFinite(folded)) {
      throw new LaminaException(
          ErrorCode.WEIGHTS,
          String.format(
              Locale.ROOT,
              "%s: %s becomes %s with the normalisations and scalings around the layer as a part of"
                  + " it, more than a float holds%n  fix: look for a variance or scale that is nearly 0"
                  + " and leave that column out, or give epsilon the value of the training",
              tensor,
              stored,
              folded));
    }
    return result;
  }
}
