package dev.lamina.benchmarks;

/** For engines that read from and write to Java arrays. */
final class HeapInference implements Inference {

  private final Forward forward;
  private final float[] x;
  private final int rows;
  private final float[] y;

  HeapInference(Forward forward, float[] x, int rows, int outputSize) {
    this.forward = forward;
    this.x = x;
    this.rows = rows;
    y = new float[rows * outputSize];
  }

  @Override
  public void run() {
    forward.forward(x, rows, y);
  }

  @Override
  public void read(float[] result) {
    System.arraycopy(y, 0, result, 0, y.length);
  }

  /** As {@link dev.lamina.Network#forward(float[], int, float[])}. */
  interface Forward {
    void forward(float[] x, int rows, float[] y);
  }
}
