package dev.lamina.weights;

import dev.lamina.NetworkSpec;
import dev.lamina.PortSpec;
import dev.lamina.weights.file.Printable;
import dev.lamina.weights.file.StoredTensor;
import dev.lamina.weights.file.TensorReader;
import dev.lamina.weights.file.ValueScan;
import dev.lamina.weights.file.WeightFile;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What a file says about its network beside the weights: examples, and the names of columns. {@link
 * WeightsFile} describes the names under which it says so.
 */
final class StoredExamples {

  static final String X = "lamina.x";
  static final String Y = "lamina.y";
  static final String TOLERANCE = "lamina.tolerance";
  static final String TOOL = "lamina.tool";
  static final String FEATURES = "lamina.features";
  static final String CLASSES = "lamina.classes";

  private static final Set<String> NAMES = Set.of(TOLERANCE, TOOL, FEATURES, CLASSES);

  private static final String FIX_EXAMPLES =
      "write the examples again, as Lamina.save or docs/weights.md does, or leave them out with"
          + " WeightsSource.file(path).withoutExamples()";

  private final WeightFile file;
  private final NetworkSpec network;
  private final Misfit misfit;
  private final Map<String, String> metadata;
  private final Optional<StoredTensor> x;
  private final Optional<StoredTensor> y;

  /**
   * What a file says.
   *
   * @param misfit gets all problems
   */
  StoredExamples(WeightFile file, NetworkSpec network, Reading reading, Misfit misfit) {
    this.file = file;
    this.network = network;
    this.misfit = misfit;
    this.metadata = file.metadata(NAMES::contains);
    this.x = find(X, reading);
    this.y = find(Y, reading);
  }

  private Optional<StoredTensor> find(String name, Reading reading) {
    return file.tensors().stream()
        .filter(tensor -> tensor.name().equals(name))
        .filter(tensor -> !reading.ignored().contains(name))
        .findFirst();
  }

  /** The tensors that are no examples. */
  List<StoredTensor> otherTensors() {
    return file.tensors().stream().filter(tensor -> !isExample(tensor)).toList();
  }

  static boolean isExample(StoredTensor tensor) {
    return tensor.name().equals(X) || tensor.name().equals(Y);
  }

  /** Reports everything that does not fit the network, without looking at values. */
  void check() {
    checkNames("features", FEATURES, network.inputs());
    checkNames("classes", CLASSES, network.outputs());
    if (x.isPresent() != y.isPresent()) {
      misfit.add(
          "examples: the file has " + (x.isPresent() ? X : Y) + " without "
              + (x.isPresent() ? Y : X),
          FIX_EXAMPLES);
    }
    x.ifPresent(tensor -> checkShape(tensor, network.inputSize()));
    y.ifPresent(tensor -> checkShape(tensor, network.outputSize()));
    if (x.isPresent()
        && y.isPresent()
        && !x.get().dimensions().isEmpty()
        && !y.get().dimensions().isEmpty()
        && !x.get().dimensions().get(0).equals(y.get().dimensions().get(0))) {
      misfit.add("examples: " + x.get() + " and " + y.get() + " differ in rows", FIX_EXAMPLES);
    }
    String tolerance = metadata.get(TOLERANCE);
    boolean areThere = x.isPresent() || y.isPresent();
    if (areThere && tolerance != null && tolerance(tolerance).isEmpty()) {
      misfit.add(
          "examples: " + TOLERANCE + " is \"" + Printable.text(tolerance)
              + "\", expected a number from 0 on, such as 1e-4",
          FIX_EXAMPLES);
    }
  }

  private void checkNames(String what, String key, List<PortSpec> ports) {
    String names = metadata.get(key);
    if (names != null) {
      ColumnNames.problem(what, names, network.name(), ports)
          .ifPresent(problem -> misfit.add(
              problem,
              "give the program's record or enum the names and the order that the file has, or load"
                  + " the file that was trained with these"));
    }
  }

  private void checkShape(StoredTensor tensor, int columns) {
    List<Long> dimensions = tensor.dimensions();
    boolean fits = dimensions.size() == 2
        && dimensions.get(0) >= 1
        && dimensions.get(1) == columns
        && dimensions.get(0) <= Integer.MAX_VALUE / columns;
    if (!fits) {
      misfit.add(
          "examples: " + tensor + ", expected (N x " + columns + ") with N at least 1",
          FIX_EXAMPLES);
    }
    if (tensor.type().format().isEmpty()) {
      misfit.add(
          "examples: " + tensor.printableName() + " has dtype " + tensor.type()
              + ", expected floating point numbers",
          tensor.type().fix());
    }
  }

  private static Optional<Double> tolerance(String text) {
    try {
      double tolerance = Double.parseDouble(text.strip());
      return tolerance >= 0 && Double.isFinite(tolerance)
          ? Optional.of(tolerance)
          : Optional.empty();
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }

  /** The examples of a file in which {@link #check} found nothing. */
  Optional<Examples> read() {
    if (x.isEmpty() || y.isEmpty()) {
      return Optional.empty();
    }
    int rows = Math.toIntExact(x.get().dimensions().get(0));
    Examples examples = Examples.of(rows, rowMajor(x.get()), rowMajor(y.get()));
    file.checkUnchanged();
    Optional<Double> tolerance =
        Optional.ofNullable(metadata.get(TOLERANCE)).flatMap(StoredExamples::tolerance);
    if (tolerance.isPresent()) {
      examples = examples.withTolerance(tolerance.get());
    }
    String tool = metadata.get(TOOL);
    return Optional.of(tool == null ? examples : examples.withTool(Printable.text(tool)));
  }

  private static float[] rowMajor(StoredTensor tensor) {
    // NaN and infinity are as good as any other value here.
    return new TensorReader(tensor, new ValueScan(tensor)).readRowMajor();
  }
}
