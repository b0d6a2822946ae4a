package dev.lamina;

/**
 * A dense network that is ready to predict. Every generated class implements it.
 *
 * <p>A network is immutable and may be used by any number of threads, platform or virtual, at once;
 * there is nothing to close. After the first calls {@code forward} allocates nothing, except for the
 * form that returns a new array, and a few hundred bytes where {@link Options#withExecutor} lets other
 * threads help. The result for a row does not depend, not by a bit, on the rows that come with it, or
 * on who helps.
 *
 * <p>All matrices are row-major with one example a row. Every argument is checked before anything is
 * written.
 */
public interface Network {

  /**
   * Computes the result for one example.
   *
   * @param x the example, exactly {@link #inputSize()} values
   * @param y receives the result, exactly {@link #outputSize()} values
   * @throws NullPointerException if an array is null
   * @throws IllegalArgumentException if a length is wrong, or x and y are the same array
   */
  void forward(float[] x, float[] y);

  /**
   * Computes the result for one example.
   *
   * @param x the example, exactly {@link #inputSize()} values
   * @return a new array of {@link #outputSize()} values
   * @throws NullPointerException if x is null
   * @throws IllegalArgumentException if the length is wrong
   */
  float[] forward(float[] x);

  /**
   * Computes the results for a minibatch.
   *
   * @param x N examples, at least N × {@link #inputSize()} values
   * @param rows N, the number of examples; 0 does nothing
   * @param y receives N × {@link #outputSize()} values; what lies behind them is left as it is
   * @throws NullPointerException if an array is null
   * @throws IllegalArgumentException if rows is negative, an array is too short, or x and y are the
   *     same array
   */
  void forward(float[] x, int rows, float[] y);

  /**
   * Computes the results for a minibatch inside larger arrays, with scratch memory that the caller
   * keeps.
   *
   * @param x N × {@link #inputSize()} values from {@code xOffset} on
   * @param xOffset where the first example begins
   * @param rows N, the number of examples; 0 does nothing
   * @param y receives N × {@link #outputSize()} values from {@code yOffset} on; the rest is left as it
   *     is
   * @param yOffset where the first result begins
   * @param workspace scratch memory made by {@link #newWorkspace()} of this network, not used by two
   *     calls at once
   * @throws NullPointerException if an array or the workspace is null
   * @throws IllegalArgumentException if rows or an offset is negative, an array is too short, x and y
   *     are the same array, or the workspace was made by another network
   */
  void forward(float[] x, int xOffset, int rows, float[] y, int yOffset, Workspace workspace);

  /**
   * Scratch memory for {@link #forward(float[], int, int, float[], int, Workspace)}. It grows with the
   * largest minibatch that it was used for, up to the size of a tile of rows.
   *
   * @return a new workspace that belongs to the caller
   */
  Workspace newWorkspace();

  /**
   * The network's shapes.
   *
   * @return the spec that the annotations declare
   */
  NetworkSpec spec();

  /**
   * ℓ₀, the number of values of an example.
   *
   * @return the number of columns of X
   */
  default int inputSize() {
    return spec().inputSize();
  }

  /**
   * The number of values of a result.
   *
   * @return the number of columns that the last layer produces
   */
  default int outputSize() {
    return spec().outputSize();
  }

  /**
   * The number of learned values.
   *
   * @return Σᵢ ℓᵢ₋₁·ℓᵢ + ℓᵢ
   */
  default long parameterCount() {
    return spec().parameterCount();
  }

  /**
   * A table with a line for each layer: the shapes of W, b and A, the activation and the number of
   * parameters.
   *
   * @return lines of ASCII text, each but the last ended by a line feed
   */
  default String summary() {
    return spec().summary();
  }
}
