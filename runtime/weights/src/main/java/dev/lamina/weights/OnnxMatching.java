package dev.lamina.weights;

import dev.lamina.Activation;
import dev.lamina.ActivationParameter;
import dev.lamina.ActivationSpec;
import dev.lamina.LayerSpec;
import dev.lamina.NetworkSpec;
import dev.lamina.Normalization;
import dev.lamina.PortSpec;
import dev.lamina.ScalingSpec;
import dev.lamina.weights.file.Printable;
import dev.lamina.weights.onnx.OnnxLayer;
import dev.lamina.weights.onnx.OnnxModel;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Matches the layers of an ONNX model with those of a network, in their order, and reports everything
 * that does not fit in one error. The order of a graph is certain, so names decide nothing; but where
 * the file has the names of the network in another order, the two are not the same network.
 */
final class OnnxMatching {

  private static final int MAX_LISTED = 20;

  private static final String FIX_ACTIVATION =
      "make the activation of that @Dense what the file has, or export the model as it was trained";
  private static final String FIX_BIAS = "make bias of that @Dense what the file has";
  private static final String FIX_ORDER =
      "declare the layers in the order of the file, or give them other names";

  private final OnnxModel model;
  private final NetworkSpec network;
  private final Misfit misfit;

  /**
   * A model to be matched.
   *
   * @param misfit gets all problems
   */
  OnnxMatching(OnnxModel model, NetworkSpec network, Misfit misfit) {
    this.model = model;
    this.network = network;
    this.misfit = misfit;
  }

  /**
   * The layer of the file for each layer of the network, by the network's name for it. It counts only if
   * no problem was found.
   */
  Map<String, OnnxLayer> match() {
    misfit.describe("the file:    " + Chain.of(model.network("file")));
    misfit.describe("the network: " + Chain.of(network));
    checkChain();
    checkScaling(network.inputScaling(), NetworkSpec.INPUT_SCALING);
    checkScaling(network.outputScaling(), NetworkSpec.OUTPUT_SCALING);
    if (model.layers().size() != network.layers().size()) {
      report(
          "the file has " + count(model.layers().size()) + ", the network has "
              + count(network.layers().size()),
          fixOtherNetwork());
    } else {
      checkOrder();
      for (int i = 0; i < model.layers().size(); i++) {
        check(i + 1, network.layers().get(i), model.layers().get(i));
      }
    }
    Map<String, OnnxLayer> matched = new LinkedHashMap<>();
    for (int i = 0; i < Math.min(network.layers().size(), model.layers().size()); i++) {
      matched.put(network.layers().get(i).name(), model.layers().get(i));
    }
    return matched;
  }

  private static String count(int layers) {
    return layers == 1 ? "1 layer" : layers + " layers";
  }

  private void checkChain() {
    String previous = network.inputs().get(0).name();
    for (LayerSpec layer : network.layers()) {
      if (!layer.inputs().equals(List.of(previous)) || layer.residual().isPresent()) {
        report(
            layer.name() + " of the network does more than to read the layer before it, the file"
                + " is a chain",
            fixOtherNetwork());
      }
      previous = layer.name();
    }
    List<String> outputs = network.outputs().stream().map(PortSpec::name).toList();
    if (!outputs.equals(List.of(previous))) {
      report(
          "the results of the network are those of " + String.join(", ", outputs)
              + ", the file has one, of its last layer",
          fixOtherNetwork());
    }
  }

  /** A graph that scales does so in nodes, which became part of its layers when it was read. */
  private void checkScaling(Optional<ScalingSpec> scaling, String end) {
    scaling
        .filter(ScalingSpec::isStored)
        .ifPresent(spec -> report(
            "an ONNX model has no " + String.join(" and no ", spec.tensorNames(end)),
            "leave the annotation out if the model itself scales, or write the constants into it"));
  }

  private void checkOrder() {
    List<String> inFile = model.layers().stream().map(OnnxLayer::name).toList();
    List<String> inNetwork = network.layers().stream().map(LayerSpec::name).toList();
    if (!inFile.equals(inNetwork) && Set.copyOf(inFile).equals(Set.copyOf(inNetwork))) {
      report(
          "the file has the layers in another order: " + listed(inFile) + ", the network has "
              + listed(inNetwork),
          FIX_ORDER);
    }
  }

  private static String listed(List<String> names) {
    return names.stream().limit(MAX_LISTED).map(Printable::text).collect(Collectors.joining(", "))
        + (names.size() > MAX_LISTED ? ", ..." : "");
  }

  private void check(int number, LayerSpec expected, OnnxLayer found) {
    String layer = "layer " + number + " (" + expected.name() + "): ";
    if (expected.in() != found.in() || expected.out() != found.out()) {
      report(
          layer + Printable.text(found.name()) + " of the file is (" + found.in() + " x "
              + found.out() + "), expected (" + expected.in() + " x " + expected.out()
              + ") (in x out)",
          fixOtherNetwork());
    }
    if (expected.normalization().isPresent() && !UnfoldedNormalization.isOf(expected)) {
      report(
          layer + "no normalization = LAYER is read out of an ONNX model",
          "save the weights as safetensors");
    }
    if (expected
        .inputNormalization()
        .filter(norm -> norm.kind() == Normalization.LAYER)
        .isPresent()) {
      report(
          layer + "no inputNormalization = LAYER is read out of an ONNX model",
          "save the weights as safetensors");
    }
    boolean isBiasOfNormalization = found.hasBias() && UnfoldedNormalization.takesBias(expected);
    if (expected.bias() != found.hasBias() && !isBiasOfNormalization) {
      report(
          layer + "the file has " + (found.hasBias() ? "a" : "no") + " bias, " + network.name()
              + " says bias = " + expected.bias(),
          FIX_BIAS);
    }
    checkActivation(layer, expected, found);
  }

  private void checkActivation(String layer, LayerSpec expected, OnnxLayer found) {
    ActivationSpec declared = expected.activation();
    ActivationSpec stored = found.activation();
    if (isSameClip(declared, stored)) {
      return;
    }
    if (declared.kind() != stored.kind()) {
      report(
          layer + "the file has " + stored.kind() + ", " + network.name() + " says "
              + declared.kind(),
          FIX_ACTIVATION);
      return;
    }
    for (ActivationParameter parameter : declared.kind().parameters()) {
      float inFile = stored.value(parameter.name());
      float inNetwork = declared.value(parameter.name());
      if (inFile != inNetwork) {
        report(
            layer + "the file has " + stored.kind() + " with " + parameter.name() + " = "
                + text(inFile) + ", " + network.name() + " says " + parameter.name() + " = "
                + text(inNetwork),
            FIX_ACTIVATION);
      }
    }
    // One unit has one slope either way.
    if (declared.slopePerUnit() != stored.slopePerUnit() && expected.out() > 1) {
      report(
          layer + "the file has PRELU with slopePerUnit = " + stored.slopePerUnit() + ", "
              + network.name() + " says slopePerUnit = " + declared.slopePerUnit(),
          FIX_ACTIVATION);
    }
  }

  /** A Clip from 0 to 6, or from 0 on, is read by the name it has then. */
  private static boolean isSameClip(ActivationSpec declared, ActivationSpec stored) {
    if (declared.kind() != Activation.HARD_TANH || declared.value(ActivationParameter.MIN) != 0) {
      return false;
    }
    float max = declared.value(ActivationParameter.MAX);
    return (stored.kind() == Activation.RELU6 && max == 6)
        || (stored.kind() == Activation.RELU && max == Float.MAX_VALUE);
  }

  private static String text(float value) {
    return ActivationParameter.text(Double.parseDouble(Float.toString(value)));
  }

  private void report(String problem, String fix) {
    misfit.add(problem, fix);
  }

  private String fixOtherNetwork() {
    return "load the file that was trained as " + network.name()
        + ", or make in and out of its @Dense layers what the file has";
  }
}
