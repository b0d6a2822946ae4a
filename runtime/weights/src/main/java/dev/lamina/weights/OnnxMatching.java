package dev.lamina.weights;

import dev.lamina.Activation;
import dev.lamina.ActivationParameter;
import dev.lamina.ActivationSpec;
import dev.lamina.LayerSpec;
import dev.lamina.NetworkSpec;
import dev.lamina.Normalization;
import dev.lamina.NormalizationSpec;
import dev.lamina.PortSpec;
import dev.lamina.ResidualSpec;
import dev.lamina.ScalingSpec;
import dev.lamina.weights.file.Printable;
import dev.lamina.weights.onnx.OnnxLayer;
import dev.lamina.weights.onnx.OnnxModel;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Matches the layers of an ONNX model with those of a network and reports everything that does not fit in
 * one error. Those of a chain have an order that is certain, so names decide nothing; but where the file
 * has the names of the network in another order, the two are not the same network. Layers of a graph are
 * matched by name if the names are the same, and by order if not; what they read and add is compared.
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

  /** The network's names for inputs and layers of the file. */
  private final Map<String, String> names = new HashMap<>();

  /** The layers of the file in the order of the network's. */
  private final List<OnnxLayer> matches = new ArrayList<>();

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
    checkScaling(network.inputScaling(), NetworkSpec.INPUT_SCALING);
    checkScaling(network.outputScaling(), NetworkSpec.OUTPUT_SCALING);
    matchInputs();
    if (model.layers().size() != network.layers().size()) {
      report(
          "the file has " + count(model.layers().size()) + ", the network has "
              + count(network.layers().size()),
          fixOtherNetwork());
      return Map.of();
    }
    matchLayers();
    Map<String, OnnxLayer> matched = new LinkedHashMap<>();
    for (int i = 0; i < network.layers().size(); i++) {
      LayerSpec expected = network.layers().get(i);
      OnnxLayer found = matches.get(i);
      matched.put(expected.name(), found);
      check(i + 1, expected, found);
    }
    checkOutputs();
    return matched;
  }

  /** Inputs are matched by their names if the file has all of them, else by their order. */
  private void matchInputs() {
    List<PortSpec> inFile = model.spec().inputs();
    List<PortSpec> inNetwork = network.inputs();
    if (inFile.size() != inNetwork.size()) {
      report(
          "the file has the inputs " + ports(inFile) + ", the network has " + ports(inNetwork),
          "declare an @Input for each input of the file");
      return;
    }
    Map<String, PortSpec> byName = new LinkedHashMap<>();
    inFile.forEach(port -> byName.put(port.name(), port));
    boolean isNamed = inNetwork.stream().allMatch(port -> byName.containsKey(port.name()));
    for (int i = 0; i < inNetwork.size(); i++) {
      PortSpec expected = inNetwork.get(i);
      PortSpec found =
          isNamed ? byName.getOrDefault(expected.name(), inFile.get(i)) : inFile.get(i);
      names.put(found.name(), expected.name());
      if (found.size() != expected.size() && inNetwork.size() > 1) {
        report(
            "input " + expected.name() + " of the network has " + expected.size()
                + " columns, that of the file " + found.size(),
            "make the size of that @Input what the file has");
      }
    }
  }

  private static String ports(List<PortSpec> ports) {
    return ports.stream()
        .limit(MAX_LISTED)
        .map(port -> Printable.text(port.name()) + " (" + port.size() + ")")
        .collect(Collectors.joining(", "));
  }

  /**
   * Layers of a graph are matched by their names if the file has the same ones, since a file may have
   * branches in any order. Those of a chain have one order only.
   */
  private void matchLayers() {
    List<String> inFile = model.layers().stream().map(OnnxLayer::name).toList();
    List<String> inNetwork = network.layers().stream().map(LayerSpec::name).toList();
    boolean isNamed = Set.copyOf(inFile).equals(Set.copyOf(inNetwork));
    boolean isChain = model.spec().isChain() && network.isChain();
    if (isNamed && isChain && !inFile.equals(inNetwork)) {
      report(
          "the file has the layers in another order: " + listed(inFile) + ", the network has "
              + listed(inNetwork),
          FIX_ORDER);
    }
    Map<String, OnnxLayer> byName = new LinkedHashMap<>();
    model.layers().forEach(layer -> byName.put(layer.name(), layer));
    for (int i = 0; i < inNetwork.size(); i++) {
      OnnxLayer inOrder = model.layers().get(i);
      OnnxLayer found =
          isNamed && !isChain ? byName.getOrDefault(inNetwork.get(i), inOrder) : inOrder;
      matches.add(found);
      names.put(found.name(), inNetwork.get(i));
    }
  }

  /** The names of the network for those of the file. */
  private List<String> translated(List<String> inFile) {
    return inFile.stream().map(name -> names.getOrDefault(name, name)).toList();
  }

  private void checkOutputs() {
    List<String> found =
        translated(model.spec().outputs().stream().map(PortSpec::name).toList());
    List<String> expected = network.outputs().stream().map(PortSpec::name).toList();
    if (!found.equals(expected)) {
      report(
          "the results of the network are those of " + listed(expected) + ", the file has those of "
              + listed(found),
          "name the layers in that order in @Output");
    }
  }

  /** What a layer reads and adds. */
  private void checkEdges(String layer, LayerSpec expected, LayerSpec found) {
    List<String> inputs = translated(found.inputs());
    if (!inputs.equals(expected.inputs())) {
      report(
          layer + "in the file it reads " + listed(inputs) + ", " + network.name() + " says "
              + listed(expected.inputs()),
          "make from of that @Dense what the file has");
    }
    Optional<ResidualSpec> residual = found
        .residual()
        .map(added -> new ResidualSpec(
            names.getOrDefault(added.from(), added.from()), added.afterActivation()));
    boolean isSame = residual.equals(expected.residual())
        || (expected.activation().kind() == Activation.IDENTITY
            && residual
                .map(ResidualSpec::from)
                .equals(expected.residual().map(ResidualSpec::from)));
    if (!isSame) {
      report(
          layer + "in the file it adds " + text(residual) + ", " + network.name() + " says "
              + text(expected.residual()),
          "make add and addAfterActivation of that @Dense what the file has");
    }
  }

  private static String text(Optional<ResidualSpec> residual) {
    return residual
        .map(added ->
            Printable.text(added.from()) + (added.afterActivation() ? " after the activation" : ""))
        .orElse("nothing");
  }

  /** Normalisations by row; those by batch are part of W and b by now. */
  private void checkNormalization(
      String layer,
      String member,
      Optional<NormalizationSpec> expected,
      Optional<NormalizationSpec> found,
      Activation activation) {
    Optional<NormalizationSpec> declared =
        expected.filter(norm -> norm.kind() == Normalization.LAYER);
    boolean isSame = declared.isPresent() == found.isPresent();
    if (isSame && declared.isPresent() && found.isPresent()) {
      isSame = (float) declared.get().epsilon() == (float) found.get().epsilon()
          && (declared.get().afterActivation() == found.get().afterActivation()
              || activation == Activation.IDENTITY);
    }
    if (!isSame) {
      report(
          layer + "the file has "
              + (found.isPresent() ? member + " = " + normalization(found) : "no " + member) + ", "
              + network.name() + " says " + member
              + " = " + normalization(expected),
          "make " + member + ", normalizeAfterActivation and epsilon of that @Dense what the file"
              + " has");
    }
  }

  private static String normalization(Optional<NormalizationSpec> norm) {
    return norm.map(found -> found.kind()
            + (found.afterActivation() ? " after the activation" : "")
            + " with epsilon = "
            + ActivationParameter.text(found.epsilon()))
        .orElse("NONE");
  }

  private static String count(int layers) {
    return layers == 1 ? "1 layer" : layers + " layers";
  }

  /** A graph that scales does so in nodes, which became part of its layers when it was read. */
  private void checkScaling(Optional<ScalingSpec> scaling, String end) {
    scaling
        .filter(ScalingSpec::isStored)
        .ifPresent(spec -> report(
            "an ONNX model has no " + String.join(" and no ", spec.tensorNames(end)),
            "leave the annotation out if the model itself scales, or write the constants into it"));
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
    checkEdges(layer, expected, found.spec());
    checkNormalization(
        layer,
        "normalization",
        expected.normalization(),
        found.spec().normalization(),
        expected.activation().kind());
    checkNormalization(
        layer,
        "inputNormalization",
        expected.inputNormalization(),
        found.spec().inputNormalization(),
        Activation.IDENTITY);
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
