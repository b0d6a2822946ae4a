package dev.lamina.benchmarks;

import dev.lamina.LayerSpec;
import dev.lamina.Parameters;

/**
 * What a layer learned, as Java arrays.
 *
 * @param weight W, an array for each of its rows: in × out
 * @param bias b, or zeros for a layer without one: out
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record LayerTensors(float[][] weight, float[] bias) {

  /** W in one array, row by row. */
  static float[] flatWeight(LayerSpec layer, Parameters parameters) {
    float[] weight = new float[layer.in() * layer.out()];
    parameters.tensor(layer.name() + "." + LayerSpec.WEIGHT).read(0, weight, 0, weight.length);
    return weight;
  }

  /** b, or zeros for a layer without one. */
  static float[] bias(LayerSpec layer, Parameters parameters) {
    float[] bias = new float[layer.out()];
    if (layer.bias()) {
      parameters.tensor(layer.name() + "." + LayerSpec.BIAS).read(0, bias, 0, layer.out());
    }
    return bias;
  }

  static LayerTensors of(LayerSpec layer, Parameters parameters) {
    float[][] weight = new float[layer.in()][layer.out()];
    for (int k = 0; k < layer.in(); k++) {
      parameters
          .tensor(layer.name() + "." + LayerSpec.WEIGHT)
          .read(k * layer.out(), weight[k], 0, layer.out());
    }
    return new LayerTensors(weight, bias(layer, parameters));
  }
}
