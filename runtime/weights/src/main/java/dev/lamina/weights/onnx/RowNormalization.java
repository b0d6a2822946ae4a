package dev.lamina.weights.onnx;

/**
 * Each row minus its mean, divided by its standard deviation, and each column times a number plus a
 * number then.
 *
 * @param epsilon what is added to the variance
 * @param vectors what the columns are multiplied by, and what is added
 */
record RowNormalization(double epsilon, ColumnScaling vectors) {

  RowNormalization then(ColumnScaling next) {
    return new RowNormalization(epsilon, vectors.then(next));
  }
}
