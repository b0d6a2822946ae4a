package dev.lamina;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * Everything that a network learned: tensors by name, {@code <layer>.weight} (in × out), {@code
 * <layer>.bias} (out) and the others that {@link NetworkSpec#tensorShapes()} names. A network that is built
 * from them checks every name and shape against its {@link NetworkSpec#tensorShapes()} first and reports all problems in one error.
 *
 * <p>Tensors may be read only when they are asked for, so a large file need never be in memory as a
 * whole.
 */
public interface Parameters {

  /**
   * The tensors that there are.
   *
   * @return each tensor's shape by its name
   */
  Map<String, Shape> shapes();

  /**
   * A tensor by its name.
   *
   * @param name a key of {@link #shapes()}
   * @return the tensor, of the shape that is said there
   * @throws LaminaException if it cannot be read, or there is none of that name
   */
  Tensor tensor(String name);

  /**
   * Parameters that are in memory.
   *
   * @param tensors the tensors by name
   * @return the parameters
   */
  static Parameters of(Map<String, Tensor> tensors) {
    return new MapParameters(tensors);
  }

  /**
   * Random parameters, to try out or to time a network before it is trained: every element is
   * uniform in ±1/√in, PyTorch's initialisation of {@code torch.nn.Linear}, and a slope is 0.25,
   * that of {@code torch.nn.PReLU}. Normalisations and scalings change nothing: weights, variances and
   * scales are 1, biases, means and minima 0.
   *
   * @param network the network's shapes
   * @param seed equal seeds give equal parameters
   * @return parameters that fit the network
   */
  static Parameters random(NetworkSpec network, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    Map<String, Shape> shapes = network.tensorShapes();
    for (LayerSpec layer : network.layers()) {
      double bound = 1 / Math.sqrt(layer.in());
      layer.tensorShapes().forEach((role, shape) -> {
        float[] elements = new float[Math.toIntExact(shape.elementCount())];
        for (int i = 0; i < elements.length; i++) {
          elements[i] = switch (role) {
            case LayerSpec.SLOPE -> 0.25f;
            case LayerSpec.NORM_WEIGHT,
                LayerSpec.NORM_VARIANCE,
                LayerSpec.INPUT_NORM_WEIGHT,
                LayerSpec.INPUT_NORM_VARIANCE -> 1;
            case LayerSpec.NORM_BIAS,
                LayerSpec.NORM_MEAN,
                LayerSpec.INPUT_NORM_BIAS,
                LayerSpec.INPUT_NORM_MEAN -> 0;
            default -> (float) ((2 * random.nextDouble() - 1) * bound);
          };
        }
        tensors.put(layer.name() + "." + role, new FloatTensor(shape, elements));
      });
    }
    // What is left are scalings.
    shapes.forEach((name, shape) -> {
      if (!tensors.containsKey(name)) {
        float[] elements = new float[Math.toIntExact(shape.elementCount())];
        Arrays.fill(elements, name.endsWith("." + ScalingSpec.SCALE) ? 1 : 0);
        tensors.put(name, new FloatTensor(shape, elements));
      }
    });
    return new MapParameters(tensors);
  }
}
