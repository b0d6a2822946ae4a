package dev.lamina.tck;

import dev.lamina.LayerSpec;
import dev.lamina.Workspace;

/** A kernel for the faults to override: they can change what a call does and how a sum is ordered. */
class FaultyKernel extends PlainKernel {

  FaultyKernel(LayerSpec layer, float[] weight, float[] bias, float[] slopes) {
    super(layer, weight, bias, slopes);
  }

  /** What to do with a call; {@link Call#proceed} does the right thing. */
  void apply(Call call) {
    call.proceed();
  }

  /** z_j in single precision, from the first term to the last. */
  final double forwards(float[] x, int start, int j) {
    float sum = bias[j];
    for (int k = 0; k < in; k++) {
      sum += x[start + k] * columns[j * in + k];
    }
    return sum;
  }

  /** z_j in single precision, from the last term to the first: as right, but with other bits. */
  final double backwards(float[] x, int start, int j) {
    float sum = 0;
    for (int k = in - 1; k >= 0; k--) {
      sum += x[start + k] * columns[j * in + k];
    }
    return sum + bias[j];
  }

  @Override
  public final void apply(
      int rows,
      float[] x,
      int xOffset,
      int ldx,
      float[] y,
      int yOffset,
      int ldy,
      int fromColumn,
      int toColumn,
      Workspace workspace) {
    Call call = new Call(x, y, workspace);
    call.rows = rows;
    call.xOffset = xOffset;
    call.ldx = ldx;
    call.yOffset = yOffset;
    call.ldy = ldy;
    call.fromColumn = fromColumn;
    call.toColumn = toColumn;
    apply(call);
  }

  /** The arguments of a call. */
  final class Call {
    final float[] x;
    final float[] y;
    final Workspace workspace;
    int rows;
    int xOffset;
    int ldx;
    int yOffset;
    int ldy;
    int fromColumn;
    int toColumn;

    private Call(float[] x, float[] y, Workspace workspace) {
      this.x = x;
      this.y = y;
      this.workspace = workspace;
    }

    void proceed() {
      FaultyKernel.super.apply(
          rows, x, xOffset, ldx, y, yOffset, ldy, fromColumn, toColumn, workspace);
    }
  }
}
