package dev.lamina.weights;

import dev.lamina.Activation;
import dev.lamina.LayerSpec;
import dev.lamina.NetworkSpec;
import dev.lamina.Normalization;
import dev.lamina.ScalingSpec;
import dev.lamina.Shape;
import dev.lamina.weights.file.Printable;
import dev.lamina.weights.file.StorageOrder;
import dev.lamina.weights.file.StoredTensor;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Matches the tensors of a file with those of a network, and collects everything that does not fit. */
final class TensorMatching {

  /** A file for something else may have thousands of tensors; its first ones say enough. */
  private static final int MAX_LISTED = 20;

  private static final String FLOATS = "float16, bfloat16, float32 or float64";
  private static final String FIX_BIAS = "make bias of that @Dense what the file has";
  private static final String FIX_ORIENTATION =
      "say it: WeightsSource.file(path).orientation(Orientation.IN_BY_OUT) if a row belongs to an"
          + " input, OUT_BY_IN if it belongs to a unit";

  private final List<StoredTensor> tensors;
  private final NetworkSpec network;
  private final Reading reading;
  private final Misfit misfit;
  private final LayerNames names;
  private final ScalerTensors scalers;

  private final Map<String, BoundTensor> bound = new LinkedHashMap<>();
  private final Set<String> used = new HashSet<>();

  /** What was expected of the weights that would fit the other way round. */
  private final Set<Orientation> transposed = EnumSet.noneOf(Orientation.class);

  /** Whether a weight that is not square fits the way it was expected. */
  private boolean hasFittingWeight;

  /**
   * A file to be matched.
   *
   * @param misfit gets all problems
   */
  TensorMatching(List<StoredTensor> tensors, NetworkSpec network, Reading reading, Misfit misfit) {
    this.tensors = tensors.stream()
        .filter(tensor -> !reading.ignored().contains(tensor.name()))
        .toList();
    this.network = network;
    this.reading = reading;
    this.misfit = misfit;
    List<LayerSpec> layers =
        network.layers().stream().filter(layer -> !isRenamed(layer)).toList();
    List<StoredTensor> others = this.tensors.stream()
        .filter(tensor -> !reading.renamed().containsValue(tensor.name()))
        .toList();
    this.scalers = ScalerTensors.of(network, others);
    this.names = new LayerNames(
        network, layers, others.stream().filter(tensor -> !isOfScaler(tensor)).toList());
    used.addAll(scalers.unneeded());
  }

  private boolean isOfScaler(StoredTensor tensor) {
    return scalers.found().containsValue(tensor) || scalers.unneeded().contains(tensor.name());
  }

  /** Whether the user has said of all tensors of a layer which they are. */
  private boolean isRenamed(LayerSpec layer) {
    return layer.tensorShapes().keySet().stream()
        .allMatch(role -> reading.renamed().containsKey(name(layer, role)));
  }

  private static String name(LayerSpec layer, String role) {
    return layer.name() + "." + role;
  }

  /**
   * The tensors of the file that fit tensors of the network, by the network's name for them and in the
   * network's order; all of them if no problem was found.
   */
  Map<String, BoundTensor> match() {
    misfit.describe("the file:    " + Chain.of(names.candidatesInOrder(), namedOrientation()));
    misfit.describe("the network: " + Chain.of(network));
    reportWrongNames();
    network.inputScaling().ifPresent(scaling -> bind(scaling, NetworkSpec.INPUT_SCALING));
    Optional<Map<String, TensorGroup>> groups = names.assign();
    for (LayerSpec layer : network.layers()) {
      TensorGroup group = groups.map(all -> all.get(layer.name())).orElse(null);
      layer.tensorShapes().forEach((role, shape) -> {
        String renamed = reading.renamed().get(name(layer, role));
        if (renamed != null) {
          find(renamed).ifPresent(tensor -> bind(layer, role, shape, tensor));
        } else if (groups.isPresent()) {
          bind(layer, role, shape, group);
        }
      });
      if (group != null && !layer.bias()) {
        reportSurplusBias(layer, group.tensors().get(LayerSpec.BIAS));
      }
      if (group != null && layer.activation().kind() != Activation.PRELU) {
        reportSurplusSlope(layer, group.tensors().get(LayerSpec.SLOPE));
      }
    }
    network.outputScaling().ifPresent(scaling -> bind(scaling, NetworkSpec.OUTPUT_SCALING));
    if (groups.isPresent()) {
      reportSurplus();
    } else {
      reportUnclearNames();
    }
    transposed.forEach(this::adviseTransposed);
    return Collections.unmodifiableMap(bound);
  }

  private Orientation namedOrientation() {
    return reading.orientation().orElse(names.naming().orientation());
  }

  private Optional<StoredTensor> find(String name) {
    return tensors.stream().filter(tensor -> tensor.name().equals(name)).findFirst();
  }

  private void reportWrongNames() {
    reading.renamed().forEach((name, tensor) -> {
      String rename =
          "rename(\"" + Printable.text(tensor) + "\", \"" + Printable.text(name) + "\")";
      if (!network.tensorShapes().containsKey(name)) {
        misfit.add(
            rename + ": the network has no tensor " + Printable.text(name),
            "rename to one of " + String.join(", ", network.tensorShapes().keySet()));
      }
      if (find(tensor).isEmpty()) {
        misfit.add(
            rename + ": the file has no tensor " + Printable.text(tensor),
            "rename one of " + listed(tensors));
      }
    });
  }

  private void bind(ScalingSpec scaling, String end) {
    for (String name : scaling.tensorNames(end)) {
      Shape shape = Shape.of(
          end.equals(NetworkSpec.INPUT_SCALING) ? network.inputSize() : network.outputSize());
      Optional<StoredTensor> tensor = Optional.ofNullable(reading.renamed().get(name))
          .flatMap(this::find)
          .or(() -> Optional.ofNullable(scalers.found().get(name)));
      if (tensor.isEmpty()) {
        String word = name.substring(name.indexOf('.') + 1);
        misfit.add(
            name + " is missing, expected " + shape,
            "write the constants into the @"
                + (end.equals(NetworkSpec.INPUT_SCALING) ? "Input" : "Output")
                + "Scale, or say which tensor it is, WeightsSource.file(path).rename(\"scaler."
                + word
                + "_\", \"" + name + "\")");
        continue;
      }
      used.add(tensor.get().name());
      if (!tensor.get().hasShape(shape)) {
        reportShape(
            tensor.get().printableName() + " for the scaling of the " + end,
            tensor.get(),
            shape.toString());
      } else if (tensor.get().type().format().isEmpty()) {
        misfit.add(
            tensor.get().printableName() + " has dtype " + tensor.get().type() + ", expected "
                + FLOATS,
            tensor.get().type().fix());
      } else {
        bound.put(name, new BoundTensor(tensor.get(), shape, false));
      }
    }
  }

  private void bind(LayerSpec layer, String role, Shape shape, @Nullable TensorGroup group) {
    StoredTensor tensor = group == null ? null : group.tensors().get(role);
    if (tensor == null && group != null && UnlearnedVector.isMissing(group, role)) {
      String name = name(layer, role);
      bound.put(
          name,
          new BoundTensor(UnlearnedVector.of(name, role, shape.dimensions().get(0)), shape, false));
    } else if (tensor == null) {
      reportMissing(layer, role, shape, group);
    } else {
      bind(layer, role, shape, tensor);
    }
  }

  private void bind(LayerSpec layer, String role, Shape shape, StoredTensor tensor) {
    used.add(tensor.name());
    String name = layer.name() + ": " + tensor.printableName();
    boolean isReadable = tensor.type().format().isPresent();
    if (!isReadable) {
      misfit.add(
          name + " has dtype " + tensor.type() + ", expected " + FLOATS,
          tensor.type().fix());
    }
    if (role.equals(LayerSpec.WEIGHT)) {
      bindWeight(layer, shape, tensor, name, isReadable);
    } else if (!tensor.hasShape(shape) && !isScalarOfOne(layer, tensor)) {
      if (role.equals(LayerSpec.SLOPE)) {
        reportSlopeShape(layer, name, tensor, shape);
      } else {
        reportShape(name, tensor, shape.toString());
      }
    } else if (isReadable) {
      bound.put(name(layer, role), new BoundTensor(tensor, shape, false));
    }
  }

  private void bindWeight(
      LayerSpec layer, Shape shape, StoredTensor tensor, String name, boolean isReadable) {
    Optional<Orientation> orientation =
        reading.orientation().or(() -> Naming.orientationOf(tensor.name()));
    if (orientation.isEmpty()) {
      misfit.add(
          name + " " + tensor.shapeText()
              + " does not say by its name whether it is in x out or out" + " x in",
          FIX_ORIENTATION);
      return;
    }
    Orientation expected = orientation.get();
    boolean isVector = isVectorOfOne(layer, tensor);
    if (!tensor.hasShape(stored(shape, expected)) && !isVector) {
      String text = storedText(shape, expected);
      if (tensor.hasShape(stored(shape, expected.other()))) {
        misfit.addMany(
            1, name + " is " + tensor.shapeText() + ", expected " + text + ": it looks transposed");
        transposed.add(expected);
      } else {
        reportShape(name, tensor, text);
      }
      return;
    }
    hasFittingWeight |= layer.in() != layer.out();
    if (isReadable) {
      boolean isReversed = !isVector
          && (expected == Orientation.OUT_BY_IN) == (tensor.order() == StorageOrder.ROW_MAJOR);
      bound.put(name(layer, LayerSpec.WEIGHT), new BoundTensor(tensor, shape, isReversed));
    }
  }

  /** scikit-learn's linear models of one output may have no dimension for it. */
  private static boolean isVectorOfOne(LayerSpec layer, StoredTensor weight) {
    return isOfLinearModel(layer, weight) && weight.hasShape(Shape.of(layer.in()));
  }

  private static boolean isScalarOfOne(LayerSpec layer, StoredTensor bias) {
    return isOfLinearModel(layer, bias) && bias.hasShape(Shape.of());
  }

  private static boolean isOfLinearModel(LayerSpec layer, StoredTensor tensor) {
    return layer.out() == 1 && Naming.SCIKIT_LINEAR.parse(tensor.name()).isPresent();
  }

  private void reportShape(String name, StoredTensor tensor, String expected) {
    misfit.add(name + " is " + tensor.shapeText() + ", expected " + expected, fixOtherNetwork());
  }

  private void reportMissing(
      LayerSpec layer, String role, Shape shape, @Nullable TensorGroup group) {
    String name =
        group == null ? names.naming().name("", role, "") : Printable.text(group.tensorName(role));
    boolean hasOthers = group != null && !group.tensors().isEmpty();
    String fix = switch (role) {
      case LayerSpec.BIAS -> hasOthers ? FIX_BIAS : fixOtherNetwork();
      case LayerSpec.SLOPE -> hasOthers ? fixSlope(layer) : fixOtherNetwork();
      case LayerSpec.NORM_WEIGHT,
          LayerSpec.NORM_BIAS,
          LayerSpec.NORM_MEAN,
          LayerSpec.NORM_VARIANCE ->
        hasOthers
            ? fixNormalization("normalization", name(layer, LayerSpec.NORM_WEIGHT))
            : fixOtherNetwork();
      case LayerSpec.INPUT_NORM_WEIGHT,
          LayerSpec.INPUT_NORM_BIAS,
          LayerSpec.INPUT_NORM_MEAN,
          LayerSpec.INPUT_NORM_VARIANCE ->
        hasOthers
            ? fixNormalization("inputNormalization", name(layer, LayerSpec.INPUT_NORM_WEIGHT))
            : fixOtherNetwork();
      default -> fixOtherNetwork();
    };
    misfit.add(
        layer.name() + ": " + name + " is missing, expected "
            + storedText(shape, namedOrientation()),
        fix);
  }

  private static String fixNormalization(String member, String weight) {
    return "make " + member
        + " of that @Dense what the network was trained with, or say which tensors are its parts,"
        + " WeightsSource.file(path).rename(\"bn.weight\", \"" + weight + "\") and so on";
  }

  /** PyTorch names a slope as if it were a layer, so any vector may be it. */
  private String fixSlope(LayerSpec layer) {
    String example = tensors.stream()
        .filter(tensor -> tensor.dimensions().size() == 1 && !used.contains(tensor.name()))
        .filter(tensor -> Naming.PYTORCH
            .parse(tensor.name())
            .filter(parts -> parts.role().equals(LayerSpec.WEIGHT))
            .isPresent())
        .map(StoredTensor::printableName)
        .findFirst()
        .orElse("prelu.weight");
    return "make the activation of that @Dense what the network was trained with, or say which"
        + " tensor is the slope, WeightsSource.file(path).rename(\"" + example + "\", \""
        + name(layer, LayerSpec.SLOPE) + "\")";
  }

  private void reportSlopeShape(LayerSpec layer, String name, StoredTensor tensor, Shape expected) {
    boolean isOtherKind = tensor.hasShape(Shape.of(1)) || tensor.hasShape(Shape.of(layer.out()));
    misfit.add(
        name + " is " + tensor.shapeText() + ", expected " + expected
            + (layer.activation().slopePerUnit() ? ": a slope for each unit" : ": one slope"),
        isOtherKind
            ? "make slopePerUnit of that @Dense " + !layer.activation().slopePerUnit()
            : fixOtherNetwork());
  }

  private void reportSurplusSlope(LayerSpec layer, @Nullable StoredTensor slope) {
    if (slope != null) {
      used.add(slope.name());
      misfit.add(
          layer.name() + ": " + slope + " is surplus, it looks like the slope of a PReLU and the"
              + " layer has activation = " + layer.activation().kind(),
          "make the activation of that @Dense PRELU, if that is what the network was trained with");
    }
  }

  private void reportSurplusBias(LayerSpec layer, @Nullable StoredTensor bias) {
    if (bias != null) {
      used.add(bias.name());
      misfit.add(layer.name() + ": " + bias + " is surplus, the layer has bias = false", FIX_BIAS);
    }
  }

  private void reportSurplus() {
    List<StoredTensor> surplus = tensors.stream()
        .filter(tensor -> !used.contains(tensor.name()) && !isCounterOfNormalization(tensor))
        .toList();
    surplus.stream().limit(MAX_LISTED).map(SurplusTensor::of).forEach(tensor -> {
      misfit.add(tensor.problem(), fixOtherNetwork());
      tensor.fix().ifPresent(misfit::addFix);
    });
    if (surplus.size() > MAX_LISTED) {
      int more = surplus.size() - MAX_LISTED;
      misfit.addMany(more, more + " more tensors belong to no layer");
    }
  }

  /** What PyTorch's BatchNorm counts in training is no part of what it computes. */
  private boolean isCounterOfNormalization(StoredTensor tensor) {
    return tensor.name().endsWith(".num_batches_tracked")
        && network.layers().stream()
            .flatMap(layer ->
                Stream.concat(layer.normalization().stream(), layer.inputNormalization().stream()))
            .anyMatch(norm -> norm.kind() == Normalization.BATCH);
  }

  private void reportUnclearNames() {
    List<StoredTensor> unclear =
        tensors.stream().filter(tensor -> !used.contains(tensor.name())).toList();
    misfit.describe("found: " + listed(unclear));
    Optional<Interchangeable> swappable = names.interchangeable();
    misfit.describe("expected: " + String.join(", ", network.tensorShapes().keySet())
        + (swappable.isPresent()
            ? ""
            : "; or names that differ in one number, such as 0.weight, 2.weight"));
    misfit.add(
        "the names of its tensors do not say which layer they belong to"
            + swappable
                .map(two -> ": " + two.first() + " and " + two.second()
                    + " have the same shape and neither is computed from the other, so numbers do"
                    + " not tell them apart either")
                .orElse(""),
        "give the layers the names that the file has, @Dense(name = \"...\"), or say which tensor is"
            + " which, WeightsSource.file(path).rename(\"" + unclear.get(0).printableName()
            + "\", \"" + network.tensorShapes().keySet().iterator().next() + "\")");
  }

  private void adviseTransposed(Orientation expected) {
    misfit.addFix(
        hasFittingWeight
            ? "store each weight as " + expected + " like the others, in Python"
                + " weight.T before it is saved"
            : "if all weights of the file are " + expected.other()
                + ", use WeightsSource.file(path).orientation(Orientation."
                + expected.other().name() + ")");
  }

  /** The shape that a file has for a shape of the network, whose weights are in × out. */
  private static Shape stored(Shape shape, Orientation orientation) {
    List<Integer> dimensions = new ArrayList<>(shape.dimensions());
    if (orientation == Orientation.OUT_BY_IN) {
      Collections.reverse(dimensions);
    }
    return new Shape(dimensions);
  }

  private static String storedText(Shape shape, Orientation orientation) {
    return stored(shape, orientation) + (shape.rank() == 2 ? " (" + orientation + ")" : "");
  }

  private String fixOtherNetwork() {
    return "load the file that was trained as "
        + network.name()
        + ", or make name, in and out of its @Dense layers what the file has";
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
}
