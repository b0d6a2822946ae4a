package dev.lamina.backends.plain.functions;

/** A function of single values, the same in all columns: a column is treated like a row. */
abstract class ElementwiseFunction extends ActivationFunction {

  /** As the other, in whatever column. */
  public abstract void applyToFew(float[] values, int from, int to);

  @Override
  public final void applyToFew(float[] values, int from, int to, int column) {
    applyToFew(values, from, to);
  }

  @Override
  public final void applyToColumns(float[][] arrays, int first, int column, int columns, int rows) {
    for (int i = first; i < first + columns; i++) {
      applyToRow(arrays[i], 0, rows, arrays);
    }
  }
}
