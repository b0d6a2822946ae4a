package dev.lamina.backends.plain.functions;

/** A function of single values: a column is treated like a row. */
abstract class ElementwiseFunction extends ActivationFunction {

  @Override
  public final void applyToColumns(float[][] arrays, int firstColumn, int columns, int rows) {
    for (int column = firstColumn; column < firstColumn + columns; column++) {
      applyToRow(arrays[column], 0, rows, arrays);
    }
  }
}
