package dev.lamina.backends.plain;

import dev.lamina.Tensor;

/** W in a single array, row after row. */
final class FlatWeights implements Weights {

  private final float[] elements;
  private final int out;

  private FlatWeights(float[] elements, int out) {
    this.elements = elements;
    this.out = out;
  }

  static FlatWeights read(Tensor weight, int in, int out) {
    float[] elements = new float[in * out];
    weight.read(0, elements, 0, elements.length);
    return new FlatWeights(elements, out);
  }

  float[] elements() {
    return elements;
  }

  @Override
  public void copyRows(int fromRow, int toRow, float[] target) {
    System.arraycopy(elements, fromRow * out, target, 0, (toRow - fromRow) * out);
  }
}
