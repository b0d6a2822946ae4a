package dev.lamina.execution;

/**
 * Where the matrix between two layers lives: some columns of the network's input X, of its result, or
 * of the scratch matrix of a tile. Slots are placed when the network is generated; two matrices that
 * lie side by side in one place are concatenated.
 *
 * <p>It is a record because HotSpot takes the components of a record for constants.
 *
 * @param place which matrix
 * @param column the first column
 */
public record Slot(Place place, int column) {

  /** The matrices that slots lie in. */
  public enum Place {
    /** The network's input X. */
    INPUT,
    /** What is between the layers. */
    SCRATCH,
    /** The network's result. */
    OUTPUT
  }

  /**
   * Columns of X.
   *
   * @param column the first column
   * @return the slot
   */
  public static Slot input(int column) {
    return new Slot(Place.INPUT, column);
  }

  /**
   * Columns of the scratch matrix.
   *
   * @param column the first column
   * @return the slot
   */
  public static Slot scratch(int column) {
    return new Slot(Place.SCRATCH, column);
  }

  /**
   * Columns of the network's result.
   *
   * @param column the first column
   * @return the slot
   */
  public static Slot output(int column) {
    return new Slot(Place.OUTPUT, column);
  }
}
