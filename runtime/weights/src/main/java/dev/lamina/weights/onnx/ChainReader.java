package dev.lamina.weights.onnx;

import dev.lamina.Activation;
import dev.lamina.ActivationParameter;
import dev.lamina.ActivationSpec;
import dev.lamina.LaminaException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Walks along a graph from its input to its output and says what each node does to the rows. It ends at
 * the first node behind which nothing is known of the rows; what is refused before is said with it.
 */
final class ChainReader {

  /** ONNX 1.2, of 2018. */
  private static final long MIN_OPERATOR_SET = 7;

  /** Later ones may change what an operator means. */
  private static final long MAX_OPERATOR_SET = 26;

  private static final double DEFAULT_EPSILON = 1e-5f;

  /**
   * How many elements may be added or multiplied in all: more than a chain of any use has, but a small
   * file can name the same vector again and again.
   */
  private static final long MAX_VECTOR_ELEMENTS = 1 << 22;

  private static final String CHAIN =
      "a chain of Gemm, MatMul, Add and the activations " + FileActivation.supported();

  private final TensorStore store;
  private final String file;
  private final ParsedModel model;
  private final Graph graph;
  private final ModelPorts ports;
  private final GraphIndex index;
  private final ConstantOperators constants;
  private final Problems problems;

  private final List<Step> steps = new ArrayList<>();
  private final Set<Node> done = new HashSet<>();
  private String tip;
  private FlowShape shape;
  private long vectorElements;

  /**
   * A reader of a graph.
   *
   * @param problems gets what is refused and leaves the rest of the graph readable
   */
  ChainReader(TensorStore store, ParsedModel model, Problems problems) {
    this.store = store;
    this.problems = problems;
    this.file = store.description();
    this.model = model;
    this.graph = model.graph();
    checkOperatorSet();
    this.index = new GraphIndex(file, graph);
    this.constants = new ConstantOperators(store, model);
    this.ports = new ModelPorts(file, graph);
    this.tip = ports.input().name();
    this.shape = ports.inputShape();
  }

  private void checkOperatorSet() {
    long version = model.operatorSet();
    if (version < MIN_OPERATOR_SET || version > MAX_OPERATOR_SET) {
      throw Problem.unsupported(
              "the model uses version " + version + " of ONNX' operators (opset)",
              "a version from " + MIN_OPERATOR_SET + " to " + MAX_OPERATOR_SET,
              String.valueOf(version),
              "export it again, with opset_version=17 for example, or convert it with"
                  + " onnx.version_converter")
          .in(file);
    }
  }

  ModelPorts ports() {
    return ports;
  }

  /** What the model does to its rows, in order. */
  List<Step> steps() {
    Port output = ports.output();
    for (Node node : graph.nodes()) {
      if (!done.contains(node) && !node.inputs().stream().allMatch(this::isGiven)) {
        follow(node);
      }
    }
    if (!tip.equals(output.name())) {
      throw Problem.unsupported(
              "the output of the model is not the end of its chain",
              Problem.quoted(tip) + ", which the last node makes",
              Problem.quoted(output.name())
                  + (constants.isConstant(output.name()) ? ", which is constant" : ""),
              "export the model with " + Problem.quoted(tip) + " as its output")
          .in(file);
    }
    checkUnused();
    return steps;
  }

  private boolean isGiven(String value) {
    return value.isEmpty() || constants.isConstant(value);
  }

  /** Takes in the next node that depends on the input. */
  private void follow(Node node) {
    List<Node> consumers = index.consumers(tip);
    Optional<ActivationMatch.Match> match = ActivationMatch.from(tip, index, constants, store);
    if (match.isPresent()) {
      done.addAll(match.get().nodes());
      activate(match.get().activation(), node, match.get().last());
      tip = match.get().last().output();
      return;
    }
    boolean takesTip = node.inputs().stream().anyMatch(tip::equals);
    if (consumers.size() != 1 || !takesTip || index.isOutput(tip)) {
      throw branch(node, consumers);
    }
    if (node.inputs().stream().filter(value -> !isGiven(value)).count() != 1) {
      throw refused(
          node, node + " combines the value with itself", "one input that is not constant");
    }
    AttributeTypes.check(file, node);
    checkSingleOutput(node);
    operator(node);
    done.add(node);
    tip = node.output();
  }

  private LaminaException branch(Node node, List<Node> consumers) {
    List<String> takers =
        new ArrayList<>(consumers.stream().limit(4).map(Node::toString).toList());
    if (index.isOutput(tip)) {
      takers.add("the output");
    }
    if (takers.size() < 2) {
      return refused(
          node, node + " does not continue the chain", CHAIN + "; it takes " + Problem.quoted(tip));
    }
    return Problem.unsupported(
            "the graph branches behind " + Problem.quoted(tip),
            CHAIN + "; each value is used once",
            Problem.quoted(tip) + " goes to " + String.join(" and ", takers),
            "export a model without branches, residual connections and unused nodes")
        .in(file);
  }

  private void checkSingleOutput(Node node) {
    for (int i = 1; i < node.outputs().size(); i++) {
      String output = node.outputs().get(i);
      if (!output.isEmpty() && (!index.consumers(output).isEmpty() || index.isOutput(output))) {
        throw refused(node, "the second result of " + node + " is used", "only its first result");
      }
    }
  }

  private void operator(Node node) {
    if (node.domain().equals("ai.onnx.ml") && node.operator().equals("Scaler")) {
      scaler(node);
      return;
    }
    if (!node.isOnnx()) {
      throw refused(node);
    }
    switch (node.operator()) {
      case "Gemm" -> gemm(node);
      case "MatMul" -> matMul(node);
      case "Add" -> scale(node, constant(node), ColumnScaling::add);
      case "Sub" -> subtract(node);
      case "Mul" -> scale(node, constant(node), ColumnScaling::multiply);
      case "Div" -> divide(node);
      case "Neg" -> add(node, ColumnScaling.multiply(new double[] {-1}), Optional.empty());
      case "BatchNormalization" -> normalize(node);
      case "Flatten" -> flatten(node);
      case "Reshape" -> reshape(node);
      case "Identity" -> {}
      case "Dropout" -> dropout(node);
      case "Cast" -> cast(node);
      case "PRelu" -> learnedSlope(node);
      case "Log" -> logarithm(node);
      case "Clip" -> throw unclearBounds(node);
      default -> activate(node);
    }
  }

  private void activate(Node node) {
    activate(OperatorActivations.of(node).orElseThrow(() -> refused(node)), node, node);
  }

  private void activate(FileActivation activation, Node first, Node last) {
    if (activation instanceof FileActivation.Refused refused) {
      problems.add(Problem.unsupported(
          refused.what(),
          refused.expected(),
          first.equals(last) ? first.toString() : first + " to " + last,
          refused.fix()));
      steps.add(new Step.Activated(ActivationSpec.of(Activation.IDENTITY), Optional.empty(), last));
      return;
    }
    FileActivation.Known known = (FileActivation.Known) activation;
    requireMatrix(last);
    ActivationSpec spec = known.spec();
    if (spec.kind().needsWholeRows()) {
      checkAxis(last);
      spec = withTemperature(spec);
    }
    known.before().ifPresent(scaling -> add(last, scaling, Optional.empty()));
    steps.add(new Step.Activated(spec, Optional.empty(), last));
  }

  /** A number that z is divided by, or multiplied by, directly in front of a softmax. */
  private ActivationSpec withTemperature(ActivationSpec softmax) {
    Optional<ActivationSpec> scaled = last(Step.Scaling.class)
        .filter(step -> Set.of("Div", "Mul").contains(step.node().operator()))
        .map(step -> step.vectors().scale())
        .filter(scale -> scale.length == 1)
        .map(scale -> FileActivation.parameterValue(1 / scale[0]))
        .filter(softmax.kind().parameters().get(0)::accepts)
        .map(temperature -> softmax.with(ActivationParameter.TEMPERATURE, temperature));
    scaled.ifPresent(spec -> steps.remove(steps.size() - 1));
    return scaled.orElse(softmax);
  }

  private <T extends Step> Optional<T> last(Class<T> type) {
    return steps.isEmpty()
        ? Optional.empty()
        : Optional.of(steps.get(steps.size() - 1)).filter(type::isInstance).map(type::cast);
  }

  /** The logarithm of a softmax. */
  private void logarithm(Node node) {
    Step.Activated softmax = last(Step.Activated.class)
        .filter(step -> step.activation().kind() == Activation.SOFTMAX)
        .orElseThrow(() -> refused(node));
    ActivationSpec logarithm =
        new ActivationSpec(Activation.LOG_SOFTMAX, softmax.activation().parameters(), false);
    steps.set(steps.size() - 1, new Step.Activated(logarithm, Optional.empty(), node));
  }

  /** z, below 0 slope·z. */
  private void learnedSlope(Node node) {
    requireMatrix(node);
    if (!node.input(0).equals(Optional.of(tip))) {
      throw refused(node, node + " takes the value as its slope", "the value as its first input");
    }
    Constant slope = constants.get(node.input(1).orElseThrow(() -> refused(node)));
    int count = vector(node, slope).length;
    ActivationSpec spec = ActivationSpec.of(Activation.PRELU);
    steps.add(
        new Step.Activated(count == 1 ? spec : spec.withSlopePerUnit(), Optional.of(slope), node));
  }

  /** Clip of constant bounds was recognised before. */
  private LaminaException unclearBounds(Node node) {
    return refused(
        node, node + " takes bounds that are not constant numbers", "constant min and max");
  }

  /** The last axis is 1 for a matrix; it was the default before version 13, and -1 is since. */
  private void checkAxis(Node node) {
    long axis = node.integer("axis", model.operatorSet() < 13 ? 1 : -1);
    if (axis != 1 && axis != -1) {
      problems.add(Problem.unsupported(
          node + " goes along axis " + axis + ", which is not a row",
          "axis 1 or -1 for " + shape,
          "axis " + axis,
          "apply softmax to the features of each row: dim=1"));
    }
  }

  private void gemm(Node node) {
    requireMatrix(node);
    if (!node.input(0).equals(Optional.of(tip))) {
      throw refused(
          node,
          node + " takes the value as its "
              + (node.input(1).equals(Optional.of(tip)) ? "second factor" : "third operand"),
          "the value as the first factor and constants");
    }
    if (node.integer("transA", 0) != 0) {
      throw refused(node, node + " transposes the batch", "transA = 0");
    }
    Constant b = constants.get(node.input(1).orElseThrow(() -> refused(node)));
    Constant weight = matrix(node, b);
    if (node.integer("transB", 0) != 0) {
      weight = weight.transposed();
    }
    multiply(node, weight, node.number("alpha", 1));
    Optional<Constant> c = node.input(2).map(constants::get);
    double beta = node.number("beta", 1);
    if (c.isPresent()) {
      scale(
          node,
          c.get(),
          terms ->
              ColumnScaling.add(Arrays.stream(terms).map(term -> term * beta).toArray()));
    }
  }

  private void matMul(Node node) {
    requireMatrix(node);
    if (!node.input(0).equals(Optional.of(tip))) {
      throw refused(
          node, node + " multiplies the value from the left", "the value as the first factor");
    }
    Constant b = constants.get(node.input(1).orElseThrow(() -> refused(node)));
    multiply(node, matrix(node, b), 1);
  }

  private Constant matrix(Node node, Constant weight) {
    if (!weight.isMatrix() || weight.count() == 0) {
      throw refused(node, "the factor of " + node + " is no matrix", "(in x out)", weight);
    }
    if (!weight.type().isFloat()) {
      throw refused(
          node,
          "the weight of " + node + " is of type " + weight.type(),
          "float, double, float16 or bfloat16",
          weight);
    }
    store.reader(weight.source()); // the elements are where the file says
    return weight;
  }

  private void multiply(Node node, Constant weight, double factor) {
    long in = weight.dimensions().get(0);
    long out = weight.dimensions().get(1);
    if (shape.width() >= 0 && shape.width() != in) {
      throw Problem.damaged(
              "the shapes of the model do not fit: " + node + " takes " + in + " columns but gets "
                  + shape.width(),
              "(" + shape.width() + " x ...) for " + Problem.quoted(weight.name()),
              weight + " behind " + chainText() + " -> x")
          .in(file);
    }
    steps.add(new Step.Product(weight, factor, node));
    shape = shape.withWidth(out);
  }

  /** The widths so far: {@code 64 -> 32}. */
  private String chainText() {
    List<String> widths = new ArrayList<>();
    long first = ports.inputShape().width();
    widths.add(first < 0 ? "?" : String.valueOf(first));
    steps.stream()
        .filter(Step.Product.class::isInstance)
        .map(step -> ((Step.Product) step).weight().dimensions().get(1).toString())
        .forEach(widths::add);
    int hidden = widths.size() - 30;
    return String.join(" -> ", hidden > 0 ? widths.subList(hidden, widths.size()) : widths);
  }

  /** The constant operand of an operator that has two. */
  private Constant constant(Node node) {
    String first = node.input(0).orElseThrow(() -> refused(node));
    String second = node.input(1).orElseThrow(() -> refused(node));
    return constants.get(first.equals(tip) ? second : first);
  }

  private interface Vectors {
    ColumnScaling of(double[] elements);
  }

  private void scale(Node node, Constant operand, Vectors vectors) {
    ColumnScaling scaling = vectors.of(vector(node, operand));
    boolean onlyAdds =
        scaling.shift() != null && scaling.scale().length == 1 && scaling.scale()[0] == 1;
    add(node, scaling, onlyAdds ? Optional.of(operand.name()) : Optional.empty());
  }

  private void add(Node node, ColumnScaling scaling, Optional<String> bias) {
    steps.add(new Step.Scaling(scaling, node, bias));
  }

  /** Elements for each column, or one for all, of a constant that is the same for all rows. */
  private double[] vector(Node node, Constant operand) {
    List<Long> core = operand.core();
    boolean fits = core.isEmpty()
        || (core.size() == 1
            && shape.isMatrix()
            && (shape.width() < 0 || core.get(0) == shape.width()));
    if (!fits || operand.dimensions().size() > shape.rank() || operand.count() == 0) {
      throw refused(
          node,
          "the constant of " + node + " does not fit the columns",
          shape.isMatrix() && shape.width() >= 0
              ? "(" + shape.width() + "), (1 x " + shape.width() + ") or a number for " + shape
              : "a number, or a vector behind a dense layer or Flatten, for " + shape,
          operand);
    }
    if (!operand.type().isFloat()) {
      throw refused(
          node,
          "the constant of " + node + " is of type " + operand.type(),
          "float, double, float16 or bfloat16",
          operand);
    }
    vectorElements += operand.count();
    if (vectorElements > MAX_VECTOR_ELEMENTS) {
      throw Problem.unsupported(
              "the model adds or multiplies by too many constants",
              "at most " + MAX_VECTOR_ELEMENTS + " elements in all",
              "more than that, up to " + node,
              "export the model as it was trained")
          .in(file);
    }
    double[] elements = store.read(operand.source());
    if (shape.width() < 0 && elements.length > 1) {
      shape = shape.withWidth(elements.length);
    }
    return elements;
  }

  private void subtract(Node node) {
    boolean isFirst = node.input(0).equals(Optional.of(tip));
    scale(
        node,
        constant(node),
        elements -> isFirst
            ? ColumnScaling.add(Arrays.stream(elements).map(element -> -element).toArray())
            : new ColumnScaling(new double[] {-1}, elements));
  }

  private void divide(Node node) {
    if (!node.input(0).equals(Optional.of(tip))) {
      throw refused(node, node + " divides by the value", "a constant as the divisor");
    }
    scale(
        node,
        constant(node),
        elements -> ColumnScaling.multiply(
            Arrays.stream(elements).map(element -> 1 / element).toArray()));
  }

  private void normalize(Node node) {
    requireMatrix(node);
    if (node.integer("training_mode", 0) != 0 || node.integer("spatial", 1) != 1) {
      throw refused(node, node + " is not in inference form", "training_mode = 0");
    }
    double[][] vectors = new double[4][];
    for (int i = 0; i < vectors.length; i++) {
      String name = node.input(i + 1).orElseThrow(() -> refused(node));
      if (!constants.isConstant(name)) {
        throw refused(node, node + " takes statistics that are not constant", "constants");
      }
      vectors[i] = vector(node, constants.get(name));
    }
    double epsilon = node.number("epsilon", (float) DEFAULT_EPSILON);
    int width = Arrays.stream(vectors).mapToInt(vector -> vector.length).max().orElseThrow();
    double[] scale = new double[width];
    double[] shift = new double[width];
    for (int i = 0; i < width; i++) {
      double variance = ColumnScaling.at(vectors[3], i) + epsilon;
      if (!(variance > 0)) {
        throw refused(
            node,
            node + " has a variance that is not positive",
            "variance + epsilon > 0",
            constants.get(node.inputs().get(4)));
      }
      scale[i] = ColumnScaling.at(vectors[0], i) / Math.sqrt(variance);
      shift[i] = ColumnScaling.at(vectors[1], i) - ColumnScaling.at(vectors[2], i) * scale[i];
    }
    add(node, new ColumnScaling(scale, shift), Optional.empty());
  }

  /** (X - offset)·scale. */
  private void scaler(Node node) {
    double[] offset = numbers(node, "offset", 0);
    double[] scale = numbers(node, "scale", 1);
    double[] negative = Arrays.stream(offset).map(element -> -element).toArray();
    ColumnScaling scaling = ColumnScaling.add(negative).then(ColumnScaling.multiply(scale));
    add(node, scaling, Optional.empty());
  }

  private double[] numbers(Node node, String name, double defaultValue) {
    Attribute attribute = node.attributes().get(name);
    double[] numbers = attribute == null || attribute.numbers().isEmpty()
        ? new double[] {defaultValue}
        : attribute.numbers().stream().mapToDouble(n -> n).toArray();
    vector(
        node,
        Constant.of(ModelTensor.inline(
            OnnxType.FLOAT,
            numbers.length == 1 ? List.of() : List.of((long) numbers.length),
            numbers)));
    return numbers;
  }

  private void flatten(Node node) {
    long axis = node.integer("axis", 1);
    if (axis != 1 && axis + shape.rank() != 1) {
      throw refused(node, node + " mixes rows", "axis = 1 for " + shape);
    }
    shape = shape.flattened();
  }

  /** Only to (N × n), which neither mixes nor splits rows. */
  private void reshape(Node node) {
    String name = node.input(1).orElseThrow(() -> refused(node));
    if (!constants.isConstant(name)) {
      throw refused(node, node + " computes its shape", "a constant shape, such as (-1, 784)");
    }
    long[] target = constants.integers(name);
    boolean copies = node.integer("allowzero", 0) == 0;
    long width = shape.width();
    boolean keepsRows = target.length == 2
        && (target[0] == -1
            || (target[0] == 0 && copies)
            || (target[0] == shape.rows() && shape.rows() > 0));
    boolean keepsColumns = keepsRows
        && ((target[1] == width && width > 0)
            || (target[1] == -1 && target[0] != -1)
            || (target[1] == 0 && copies && shape.isMatrix()));
    if (!keepsColumns) {
      throw refused(
          node,
          node + " does more than to flatten",
          "(-1, " + (width < 0 ? "n" : width) + ") or (0, -1) for " + shape,
          Arrays.toString(target));
    }
    shape = shape.flattened();
  }

  private void dropout(Node node) {
    Optional<String> training = node.input(2);
    if (training.isPresent()) {
      boolean isOff = constants.isConstant(training.get())
          && Arrays.stream(constants.integers(training.get())).allMatch(value -> value == 0);
      if (!isOff) {
        problems.add(
            refusal(node, node + " is in training mode", "training_mode = false", node.toString()));
      }
    }
  }

  private void cast(Node node) {
    long code = node.integer("to", 0);
    OnnxType type = OnnxType.of(code).orElse(OnnxType.STRING);
    if (type != OnnxType.FLOAT && type != OnnxType.DOUBLE) {
      throw refused(
          node, node + " changes the values to " + OnnxType.text(code), "float or double");
    }
  }

  private void requireMatrix(Node node) {
    if (!shape.isMatrix()) {
      throw refused(
          node,
          node + " works on a tensor of " + shape.rank() + " dimensions",
          "rows of features, (N x n)",
          shape.toString());
    }
  }

  private LaminaException refused(Node node) {
    return refused(node, node + " is no part of a chain of dense layers", CHAIN);
  }

  private LaminaException refused(Node node, String what, String expected) {
    return refused(node, what, expected, node.toString());
  }

  private LaminaException refused(Node node, String what, String expected, Constant found) {
    return refused(node, what, expected, found.toString());
  }

  private LaminaException refused(Node node, String what, String expected, String found) {
    return refusal(node, what, expected, found).in(file);
  }

  private static Problem refusal(Node node, String what, String expected, String found) {
    return Problem.unsupported(what, expected, found, Advice.of(node));
  }

  /** Weights that no node takes belong to something that is not there; counters are no weights. */
  private void checkUnused() {
    List<String> unused = graph.initializers().values().stream()
        .filter(
            tensor -> tensor.type().isFloat() && index.consumers(tensor.name()).isEmpty())
        .map(tensor -> Problem.quoted(tensor.name()) + " " + ModelTensor.text(tensor.dimensions()))
        .toList();
    if (!unused.isEmpty()) {
      problems.add(Problem.unsupported(
          unused.size() == 1
              ? "no node uses the initializer " + unused.get(0)
              : "no node uses " + unused.size() + " of the initializers",
          "initializers that belong to a layer",
          unused.stream().limit(10).collect(Collectors.joining(", ")),
          "remove what is left over, with onnxsim for example, or export the whole model"));
    }
  }
}
