package dev.lamina.weights;

import dev.lamina.ErrorCode;
import dev.lamina.LaminaException;
import dev.lamina.LayerSpec;
import dev.lamina.NetworkSpec;
import dev.lamina.Shape;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Matches the tensors of a file whose weights are stored out × in with those of a network, and reports
 * everything that does not fit in one error.
 */
final class TensorMatching {

  /** A file for something else may have thousands of tensors; its first ones say enough. */
  private static final int MAX_LISTED = 20;

  private static final String FIX_TRANSPOSED =
      "store each weight as out x in, PyTorch's order: weight.t().contiguous() before it is saved";
  private static final String FIX_TYPE =
      "save the tensors as float32, with PyTorch model.float() before state_dict()";
  private static final String FIX_NAMES =
      "give the layers the names that the file has, @Dense(name = \"...\")";
  private static final String FIX_BIAS = "make bias of that @Dense what the file has";

  private final String file;
  private final List<StoredTensor> tensors;
  private final NetworkSpec network;
  private final LayerNames names;

  private final Map<String, BoundTensor> bound = new LinkedHashMap<>();
  private final Set<String> used = new HashSet<>();
  private final List<String> problems = new ArrayList<>();
  private int problemCount;
  private final Set<String> fixes = new LinkedHashSet<>();

  TensorMatching(String file, List<StoredTensor> tensors, NetworkSpec network) {
    this.file = file;
    this.tensors = tensors;
    this.network = network;
    this.names = new LayerNames(network, TensorGroup.byName(tensors));
  }

  /**
   * The tensor of the file for each tensor of the network, by the network's name for it and in the
   * network's order.
   *
   * @throws LaminaException if a tensor is missing, surplus, of a wrong shape or of a wrong type
   */
  Map<String, BoundTensor> match() {
    Optional<Map<String, TensorGroup>> groups = names.assign();
    if (groups.isEmpty()) {
      throw namesDoNotMatch();
    }
    for (LayerSpec layer : network.layers()) {
      TensorGroup group = groups.get().get(layer.name());
      layer.tensorShapes().forEach((role, shape) -> bind(layer, role, shape, group));
      if (group != null && !layer.bias()) {
        reportSurplusBias(layer, group.tensors().get(LayerSpec.BIAS));
      }
    }
    reportSurplus();
    if (!problems.isEmpty()) {
      throw error();
    }
    return Collections.unmodifiableMap(bound);
  }

  private void bind(LayerSpec layer, String role, Shape shape, @Nullable TensorGroup group) {
    StoredTensor tensor = group == null ? null : group.tensors().get(role);
    if (tensor == null) {
      reportMissing(layer, role, shape, group);
      return;
    }
    used.add(tensor.name());
    String name = layer.name() + ": " + tensor.printableName();
    if (tensor.type() != StoredType.F32) {
      report(name + " has dtype " + tensor.type() + ", expected F32", FIX_TYPE);
    }
    if (!tensor.hasShape(stored(shape))) {
      String problem = name + " is " + tensor.shapeText() + ", expected " + storedText(shape);
      if (tensor.hasShape(shape)) {
        report(problem + ": it looks transposed", FIX_TRANSPOSED);
      } else {
        report(problem, fixOtherNetwork());
      }
    }
    bound.put(layer.name() + "." + role, new BoundTensor(tensor, shape));
  }

  private void reportMissing(
      LayerSpec layer, String role, Shape shape, @Nullable TensorGroup group) {
    String name = group == null ? role : Printable.text(group.tensorName(role));
    boolean onlyBias = role.equals(LayerSpec.BIAS) && group != null && group.looksLikeLayer();
    report(
        layer.name() + ": " + name + " is missing, expected " + storedText(shape),
        onlyBias ? FIX_BIAS : fixOtherNetwork());
  }

  private void reportSurplusBias(LayerSpec layer, @Nullable StoredTensor bias) {
    if (bias != null) {
      used.add(bias.name());
      report(layer.name() + ": " + bias + " is surplus, the layer has bias = false", FIX_BIAS);
    }
  }

  private void reportSurplus() {
    List<StoredTensor> surplus =
        tensors.stream().filter(tensor -> !used.contains(tensor.name())).toList();
    surplus.stream()
        .limit(MAX_LISTED)
        .forEach(tensor -> report(tensor + " belongs to no layer", fixOtherNetwork()));
    if (surplus.size() > MAX_LISTED) {
      int more = surplus.size() - MAX_LISTED;
      problems.add(more + " more tensors belong to no layer");
      problemCount += more;
    }
  }

  private void report(String problem, String fix) {
    problems.add(problem);
    problemCount++;
    fixes.add(fix);
  }

  /** The shape that a file of PyTorch's convention has for it: out × in for in × out. */
  private static Shape stored(Shape shape) {
    List<Integer> reversed = new ArrayList<>(shape.dimensions());
    Collections.reverse(reversed);
    return new Shape(reversed);
  }

  private static String storedText(Shape shape) {
    return stored(shape) + (shape.rank() == 2 ? " (out x in)" : "");
  }

  private String fixOtherNetwork() {
    return "load the file that was trained as "
        + network.name()
        + ", or make name, in and out of its @Dense layers what the file has";
  }

  private LaminaException error() {
    List<String> lines = new ArrayList<>();
    String doesNotFit = file + " does not fit network " + network.name();
    if (problemCount == 1) {
      lines.add(doesNotFit + ": " + problems.get(0));
      lines.addAll(chains());
    } else {
      lines.add(doesNotFit + " (" + problemCount + " problems)");
      lines.addAll(chains());
      lines.addAll(problems);
    }
    fixes.forEach(fix -> lines.add("fix: " + fix));
    return error(lines);
  }

  private LaminaException namesDoNotMatch() {
    List<String> lines = new ArrayList<>();
    lines.add(file
        + " does not fit network "
        + network.name()
        + ": the names of its tensors do not say which layer they belong to");
    lines.addAll(chains());
    lines.add("found: " + listed(tensors));
    lines.add("expected: "
        + String.join(", ", network.tensorShapes().keySet())
        + "; or names that differ in one number, such as 0.weight, 2.weight");
    lines.add("fix: " + FIX_NAMES);
    return error(lines);
  }

  private static String listed(List<StoredTensor> tensors) {
    if (tensors.isEmpty()) {
      return "no tensor";
    }
    String names = tensors.stream()
        .limit(MAX_LISTED)
        .map(StoredTensor::toString)
        .collect(Collectors.joining(", "));
    return tensors.size() <= MAX_LISTED
        ? names
        : names + " and " + (tensors.size() - MAX_LISTED) + " more";
  }

  private List<String> chains() {
    return List.of(
        "the file:    " + Chain.of(names.candidatesInOrder()), "the network: " + Chain.of(network));
  }

  private static LaminaException error(List<String> lines) {
    return new LaminaException(
        ErrorCode.WEIGHTS, String.join(System.lineSeparator() + "  ", lines));
  }
}
