package dev.lamina.weights.onnx;

import java.util.Map;

/** What to do about operators that stand in no network of dense layers. */
final class Advice {

  private static final String DEFAULT =
      "export only the dense layers, and compute this step in Java before or after it";
  private static final String QUANTISED =
      "export the model before it is quantised, with float weights";
  private static final String CONTROL =
      "export the model without control flow, traced with one example for instance";
  private static final String SHAPES =
      "flatten with nn.Flatten(), or reshape to fixed sizes such as (-1, 784), and export again";
  private static final String CLASSIFIER =
      "export the probabilities only, without labels and dictionaries (skl2onnx: options"
          + " zipmap=False, and drop the label output)";
  private static final String OTHER_NETWORK =
      "Lamina runs networks of dense layers; this model is of another kind";

  private static final Map<String, String> BY_OPERATOR = Map.ofEntries(
      Map.entry("If", CONTROL),
      Map.entry("Loop", CONTROL),
      Map.entry("Scan", CONTROL),
      Map.entry("QuantizeLinear", QUANTISED),
      Map.entry("DequantizeLinear", QUANTISED),
      Map.entry("DynamicQuantizeLinear", QUANTISED),
      Map.entry("QLinearMatMul", QUANTISED),
      Map.entry("QGemm", QUANTISED),
      Map.entry("MatMulInteger", QUANTISED),
      Map.entry("Shape", SHAPES),
      Map.entry("Size", SHAPES),
      Map.entry("Unsqueeze", SHAPES),
      Map.entry("Squeeze", SHAPES),
      Map.entry("Transpose", SHAPES),
      Map.entry("ZipMap", CLASSIFIER),
      Map.entry("ArgMax", CLASSIFIER),
      Map.entry("LinearClassifier", CLASSIFIER),
      Map.entry("ArrayFeatureExtractor", CLASSIFIER),
      Map.entry("Conv", OTHER_NETWORK),
      Map.entry("MaxPool", OTHER_NETWORK),
      Map.entry("LSTM", OTHER_NETWORK),
      Map.entry("GRU", OTHER_NETWORK),
      Map.entry("RNN", OTHER_NETWORK),
      Map.entry("Attention", OTHER_NETWORK),
      Map.entry("Gather", OTHER_NETWORK),
      Map.entry("TreeEnsembleClassifier", OTHER_NETWORK),
      Map.entry("TreeEnsembleRegressor", OTHER_NETWORK));

  private Advice() {}

  static String of(Node node) {
    return BY_OPERATOR.getOrDefault(node.operator(), DEFAULT);
  }
}
