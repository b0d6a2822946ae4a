package dev.lamina;

import java.util.List;
import java.util.Optional;

/**
 * Where the matrices of a network lie while it is computed: in X, in the result, or in a scratch matrix, whose
 * columns are used again as soon as the last layer that reads them is done. It is made when a network is
 * generated.
 *
 * <p>Matrices that a layer reads side by side are computed side by side where that is possible; a part that
 * lies in X or in the result, or beside something else, is copied. An input that is normalised by row has
 * columns of its own, and so has a scaled one that is added.
 *
 * @param results where each layer's result lies, by layer
 * @param reads where each layer's input lies, by layer
 * @param scaledInputs the inputs whose scaled values are computed, since a layer adds them
 * @param columns the number of columns of the scratch matrix
 */
public record ScratchPlan(
    List<Area> results, List<Reading> reads, List<ScaledInput> scaledInputs, int columns) {

  /** The matrices in which areas lie. */
  public enum Place {
    /** The network's input X. */
    INPUT,
    /** The scratch matrix. */
    SCRATCH,
    /** The network's result. */
    OUTPUT
  }

  /**
   * Where a matrix begins.
   *
   * @param place in which matrix
   * @param column its first column there
   */
  public record Area(Place place, int column) {}

  /**
   * A matrix that is copied before a layer reads it.
   *
   * @param source the name of the layer or input
   * @param columns the number of its columns
   * @param to where it is copied to
   */
  public record Copy(String source, int columns, Area to) {}

  /**
   * What a layer reads.
   *
   * @param area where its input begins
   * @param copies what has to be copied there before
   * @param normalized where the normalised input begins, for a layer that normalises what it reads by {@link
   *     Normalization#LAYER}; it is the same area where nothing else needs the values as they are
   */
  public record Reading(Area area, List<Copy> copies, Optional<Area> normalized) {

    /** Copies the list. */
    public Reading {
      copies = List.copyOf(copies);
    }
  }

  /**
   * A scaled input that a layer adds to its own values. What is multiplied by a W needs none: the scaling is
   * part of the W.
   *
   * @param input the name of the input
   * @param layer the index of the first layer that adds it, before which it is computed
   * @param area where it lies
   */
  public record ScaledInput(String input, int layer, Area area) {}

  /** Copies the lists. */
  public ScratchPlan {
    results = List.copyOf(results);
    reads = List.copyOf(reads);
    scaledInputs = List.copyOf(scaledInputs);
  }

  /**
   * Places the matrices of a network.
   *
   * @param network the network
   * @return the plan
   * @throws ArithmeticException if the scratch matrix would be wider than a Java array is long
   */
  public static ScratchPlan of(NetworkSpec network) {
    return new ScratchPlanner(network).plan();
  }

  /**
   * How many matrices are copied for a tile of rows.
   *
   * @return the number of copies of all layers
   */
  public int copies() {
    return reads.stream().mapToInt(reading -> reading.copies().size()).sum();
  }

  /**
   * How much is done for a tile of rows beside the layers themselves.
   *
   * @return the number of copies, of scaled inputs and of normalised inputs of all layers
   */
  public int steps() {
    return copies()
        + scaledInputs.size()
        + (int)
            reads.stream().filter(reading -> reading.normalized().isPresent()).count();
  }
}
