package dev.lamina.spi;

import dev.lamina.LayerParameters;
import dev.lamina.LayerSpec;
import dev.lamina.NetworkSpec;
import dev.lamina.Tensor;
import java.util.List;
import java.util.Optional;

/**
 * Does the arithmetic of networks. A backend is asked when a network is built, never in a call. It
 * has no mutable state and may be shared by any number of networks and threads.
 */
public interface Backend {

  /**
   * The name of the provider that made it.
   *
   * @return the name, such as {@code java}
   */
  String name();

  /**
   * Prepares one layer. The backend may pack, pad or transpose the weights, and specialise on the
   * shape; it must not keep the tensors. What a tensor throws while it is read is thrown as it is, and
   * harms no other layer.
   *
   * @param layer the layer's shape and activation
   * @param parameters tensors of the shapes that {@link LayerSpec#tensorShapes()} says
   * @return the kernel that computes the layer
   */
  DenseKernel prepare(LayerSpec layer, LayerParameters parameters);

  /**
   * Prepares the activation of a layer on its own, for a layer that does something between the product
   * and the activation. The layer itself is then prepared with {@link dev.lamina.Activation#IDENTITY}.
   *
   * @param layer the layer's shape and activation
   * @param parameters tensors of the shapes that {@link LayerSpec#tensorShapes()} says
   * @return what applies it in place; by default in double precision, which is right and slow
   */
  default ActivationKernel prepareActivation(LayerSpec layer, LayerParameters parameters) {
    return new ScalarActivationKernel(layer, parameters);
  }

  /**
   * Prepares a normalisation by {@link dev.lamina.Normalization#LAYER}, of the values of a layer or of what
   * it reads. A normalisation by batch never reaches a backend: it is part of the weights.
   *
   * @param epsilon ε, what is added to a variance
   * @param weight what the normalised values are multiplied by, one element for each column
   * @param bias what is added then, one element for each column
   * @return what normalises rows; by default in plain Java
   */
  default NormalizationKernel prepareNormalization(double epsilon, Tensor weight, Tensor bias) {
    return new RowNormalization(epsilon, weight, bias);
  }

  /**
   * Puts the kernels of a chain of layers together, if the backend gains from running all of them
   * itself: for small networks what happens between two layers takes as long as the layers. The kernels
   * must give the same results, bit by bit, as one after the other, which is how they run if a call is
   * split by columns.
   *
   * @param network the network: each layer's only input is the one before, the first one's is X
   * @param kernels what {@link #prepare} made of its layers, in order
   * @return a kernel for the whole network, or empty to have the layers run one by one
   */
  default Optional<NetworkKernel> fuse(NetworkSpec network, List<DenseKernel> kernels) {
    return Optional.empty();
  }

  /**
   * How many rows should go through all layers together, so that their activations stay in cache:
   * few where the network is small, many where reading the weights is what costs.
   *
   * @param network the network's shapes
   * @return a positive number of rows
   */
  default int tileRows(NetworkSpec network) {
    return 64;
  }

  /**
   * Whether a row has the same result, to the bit, however many rows and columns are computed with it
   * and whichever of them it is. A native library may add in another order where a matrix is of another
   * size; a backend on top of it says no. Then the same call still gives the same bits every time, and
   * rows of different calls are equal but for rounding.
   *
   * @return true, as {@link DenseKernel#apply} says, unless the backend cannot promise it
   */
  default boolean rowsAreReproducible() {
    return true;
  }
}
