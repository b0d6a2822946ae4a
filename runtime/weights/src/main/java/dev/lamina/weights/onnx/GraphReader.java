package dev.lamina.weights.onnx;

import dev.lamina.Activation;
import dev.lamina.ActivationParameter;
import dev.lamina.ActivationSpec;
import dev.lamina.LaminaException;
import dev.lamina.LayerSpec;
import dev.lamina.NormalizationSpec;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Goes through the nodes of a graph and puts together what layers they are. Each value that depends on
 * the inputs is a {@link Flow}: either what layers can read, or a layer that may take in what comes next. It
 * ends at the first node behind which nothing is known of the rows; what is refused before is said with it.
 */
final class GraphReader {

  /** ONNX 1.2, of 2018. */
  private static final long MIN_OPERATOR_SET = 7;

  /** Later ones may change what an operator means. */
  private static final long MAX_OPERATOR_SET = 26;

  private static final double DEFAULT_EPSILON = 1e-5f;

  /**
   * How many elements may be added or multiplied in all: more than a network of any use has, but a small
   * file can name the same vector again and again.
   */
  private static final long MAX_VECTOR_ELEMENTS = 1 << 22;

  /** How many values may lie side by side in all: a small file can put them there again and again. */
  private static final long MAX_SIDE_BY_SIDE = 1 << 20;

  private static final String GRAPH =
      "Gemm, MatMul, Add, Concat, LayerNormalization and the activations "
          + FileActivation.supported();

  private final TensorStore store;
  private final String file;
  private final ParsedModel model;
  private final Graph graph;
  private final ModelPorts ports;
  private final GraphIndex index;
  private final ConstantOperators constants;
  private final Problems problems;

  private final List<ModelInput> inputs;
  private final List<LayerDraft> drafts = new ArrayList<>();
  private final Map<String, Flow> flows = new HashMap<>();
  private final Set<Node> done = new HashSet<>();

  /** Values whose consumers were compared with activations and normalisations. */
  private final Set<String> compared = new HashSet<>();

  private long vectorElements;
  private long sideBySide;

  /** The value that a node takes, as long as that is looked at. */
  private String tip;

  private Flow flow;
  private FlowShape shape;

  /**
   * A reader of a graph.
   *
   * @param problems gets what is refused and leaves the rest of the graph readable
   */
  GraphReader(TensorStore store, ParsedModel model, Problems problems) {
    this.store = store;
    this.problems = problems;
    this.file = store.description();
    this.model = model;
    this.graph = model.graph();
    checkOperatorSet();
    this.index = new GraphIndex(file, graph);
    this.constants = new ConstantOperators(store, model);
    this.ports = new ModelPorts(file, graph);
    this.inputs = ports.modelInputs();
    for (ModelInput input : inputs) {
      flows.put(input.port().name(), Flow.Columns.of(input, ports.shape(input.port())));
    }
    this.tip = inputs.get(0).port().name();
    this.flow = flow(tip);
    this.shape = flow.shape();
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

  /**
   * What the model computes; nothing if there are problems.
   *
   * @throws LaminaException if there is no layer, or the graph cannot be read to its end
   */
  Optional<OnnxModel> model() {
    for (Node node : graph.nodes()) {
      if (!done.contains(node) && !node.inputs().stream().allMatch(this::isGiven)) {
        follow(node);
      }
    }
    List<LayerDraft> results = new ArrayList<>();
    for (Port output : ports.outputs()) {
      results.addAll(results(output));
    }
    checkUnused();
    if (drafts.isEmpty() && problems.isEmpty()) {
      throw Problem.unsupported(
              "the model has no dense layer",
              "at least one Gemm or MatMul with constant weights",
              graph.nodes().isEmpty() ? "an empty graph" : graph.nodes().get(0).toString(),
              "export the model with its layers")
          .in(file);
    }
    if (problems.isEmpty()) {
      checkAllNeeded(results);
    }
    return problems.isEmpty()
        ? Optional.of(new ModelAssembly(store, model, inputs, drafts, results).model())
        : Optional.empty();
  }

  /** The layers whose results, side by side, an output has. */
  private List<LayerDraft> results(Port output) {
    Flow found = flows.get(output.name());
    if (found == null) {
      throw Problem.unsupported(
              "the output of the model is not what its last node makes",
              Problem.quoted(tip) + ", which the last node makes",
              Problem.quoted(output.name())
                  + (constants.isConstant(output.name()) ? ", which is constant" : ""),
              "export the model with " + Problem.quoted(tip) + " as its output")
          .in(file);
    }
    Flow.Columns columns = found.columns();
    List<LayerDraft> layers = new ArrayList<>();
    if (reportPending(columns, "nothing")) {
      return layers;
    }
    for (Source source : columns.sources()) {
      if (source instanceof LayerDraft layer) {
        layers.add(layer);
      } else if (!drafts.isEmpty()) {
        problems.add(Problem.unsupported(
            "output " + Problem.quoted(output.name()) + " has columns of an input as they are",
            "results of dense layers",
            "input " + Problem.quoted(((ModelInput) source).port().name()),
            "export the model without that output, its values are known"));
      }
    }
    return layers;
  }

  /** Layers that no output depends on, inputs that no layer reads and outputs that are there twice. */
  private void checkAllNeeded(List<LayerDraft> results) {
    Set<Source> needed = new HashSet<>();
    Deque<Source> open = new ArrayDeque<>(results);
    while (!open.isEmpty()) {
      Source source = open.remove();
      if (needed.add(source) && source instanceof LayerDraft layer) {
        open.addAll(layer.sources());
      }
    }
    List<LayerDraft> surplus =
        drafts.stream().filter(draft -> !needed.contains(draft)).toList();
    if (!surplus.isEmpty()) {
      problems.add(Problem.unsupported(
          "the output of the model is not what its last node makes",
          Problem.quoted(tip) + ", which the last node makes",
          ports.outputs().stream()
                  .map(output -> Problem.quoted(output.name()))
                  .collect(Collectors.joining(", "))
              + ", which needs nothing of " + surplus.get(0).node(),
          "export the model with " + Problem.quoted(tip) + " as its output"));
    }
    for (ModelInput input : inputs) {
      if (!needed.contains(input)) {
        problems.add(Problem.unsupported(
            "no layer reads input " + Problem.quoted(input.port().name()),
            "inputs that the output depends on",
            "a layer for none of its columns",
            "export the model without it"));
      }
    }
    if (new HashSet<>(results).size() < results.size()) {
      problems.add(Problem.unsupported(
          "the model has the same result twice",
          "each result once",
          ports.outputs().stream()
              .map(output -> Problem.quoted(output.name()))
              .collect(Collectors.joining(", ")),
          "export the model with each output once"));
    }
  }

  private boolean isGiven(String value) {
    return value.isEmpty() || constants.isConstant(value);
  }

  private Flow flow(String value) {
    Flow found = flows.get(value);
    if (found == null) {
      throw Problem.unsupported(
              "a result is used that is not known",
              GRAPH,
              Problem.quoted(value),
              "export the model without what only training needs")
          .in(file);
    }
    return found;
  }

  /** Takes in the next node that depends on the inputs. */
  private void follow(Node node) {
    List<String> taken =
        node.inputs().stream().filter(value -> !isGiven(value)).distinct().toList();
    look(taken.get(0), node);
    if (compared.add(tip) && isActivation(node)) {
      return;
    }
    Optional<RowNormalizationMatch.Match> norm =
        RowNormalizationMatch.from(tip, node, index, constants, store);
    if (norm.isPresent()) {
      requireMatrix(node);
      done.addAll(norm.get().nodes());
      if (norm.get().nodes().containsAll(index.consumers(tip)) && !index.isOutput(tip)) {
        flow = flow(tip);
      }
      normalizeRows(norm.get().epsilon(), ColumnScaling.none(), norm.get().last());
      put(norm.get().last());
      return;
    }
    AttributeTypes.check(file, node);
    checkSingleOutput(node);
    if (node.isOnnx() && node.operator().equals("Concat")) {
      concatenate(node);
    } else if (taken.size() == 2 && isSum(node)) {
      addResidual(node, flow, look(taken.get(1), node));
    } else if (taken.size() == 1 && node.inputs().stream().filter(tip::equals).count() == 1) {
      operator(node);
    } else {
      throw refused(
          node,
          taken.size() == 1
              ? node + " combines the value with itself"
              : node + " combines values that all depend on the input",
          "one input that is not constant");
    }
    done.add(node);
    put(node);
  }

  private void put(Node node) {
    flows.put(node.output(), flow.withShape(shape));
    tip = node.output();
  }

  /** Looks at a value that a node takes: a layer goes on there only if nothing else takes it. */
  private Flow look(String value, Node node) {
    tip = value;
    flow = flow(value);
    if (index.isOutput(value) || !index.consumers(value).equals(List.of(node))) {
      flow = flow.columns();
    }
    shape = flow.shape();
    return flow;
  }

  /** Recognises an activation that all consumers of the value are part of, in one node or several. */
  private boolean isActivation(Node node) {
    Optional<ActivationMatch.Match> match = ActivationMatch.from(tip, index, constants, store);
    if (match.isEmpty()) {
      return false;
    }
    done.addAll(match.get().nodes());
    flow = flow(tip);
    activate(match.get().activation(), node, match.get().last());
    put(match.get().last());
    return true;
  }

  private static boolean isSum(Node node) {
    return node.isOnnx()
        && node.inputs().size() == 2
        && (node.operator().equals("Add") || node.operator().equals("Sum"));
  }

  /** The layer that is the last one of the two adds the other value. */
  private void addResidual(Node node, Flow first, Flow second) {
    requireMatrix(node);
    LayerDraft layer = null;
    Flow other = first;
    for (Flow candidate : List.of(first, second)) {
      if (candidate instanceof Flow.Unfinished unfinished
          && unfinished.layer().canAdd()
          && (layer == null || unfinished.layer().number() > layer.number())) {
        layer = unfinished.layer();
        other = candidate == first ? second : first;
      }
    }
    Optional<Source> source = other.columns().asItIs();
    if (layer == null) {
      throw refused(
          node,
          node + " adds two values that are no longer a layer's own",
          "a value and that of a Gemm or MatMul, which nothing else takes",
          "two values that are read elsewhere, or have a sum already");
    }
    if (source.isEmpty()) {
      throw refused(
          node,
          node + " adds a value that is scaled, normalised or put together",
          "the result of a dense layer, or an input, as it is",
          node.toString());
    }
    long width = source.get().width();
    if (width >= 0 && width != layer.width()) {
      throw refused(
          node,
          node + " adds values of different widths",
          "(N x " + layer.width() + ") twice",
          "(N x " + layer.width() + ") and (N x " + width + ")");
    }
    if (source.get() instanceof ModelInput input) {
      input.setWidth(layer.width());
    }
    layer.add(source.get());
    shape = shape.withWidth(layer.width());
    flow = new Flow.Unfinished(layer, shape);
  }

  /** Columns side by side; what they are scaled by is put together with them. */
  private void concatenate(Node node) {
    long axis = node.integer("axis", 1);
    List<Source> sources = new ArrayList<>();
    List<Flow.Columns> parts = new ArrayList<>();
    for (String value : node.inputs()) {
      if (isGiven(value)) {
        throw refused(node, node + " puts constants beside the values", "values of the graph");
      }
      Flow.Columns part = look(value, node).columns();
      requireMatrix(node);
      if (part.normalization().isPresent() || part.shape().width() < 0) {
        throw refused(
            node,
            node + " takes "
                + (part.shape().width() < 0 ? "a value of unknown width" : "normalised rows"),
            "inputs and results of layers, whose widths are known");
      }
      parts.add(part);
      sources.addAll(part.sources());
      checkSideBySide(node, part.sources().size());
    }
    if (axis != 1 && axis != -1) {
      throw refused(node, node + " puts rows together", "axis = 1, the features");
    }
    if (new HashSet<>(sources).size() < sources.size()) {
      throw refused(node, node + " takes the same columns twice", "each value once");
    }
    shape =
        shape.withWidth(parts.stream().mapToLong(part -> part.shape().width()).sum());
    ColumnScaling scaling = ColumnScaling.none();
    if (parts.stream().anyMatch(part -> part.scaledBy().isPresent())) {
      countVectorElements(node, shape.width());
      scaling = ColumnScaling.sideBySide(
          parts.stream().map(Flow.Columns::scaling).toList(),
          parts.stream().mapToInt(part -> Math.toIntExact(part.shape().width())).toArray());
    }
    flow = new Flow.Columns(
        sources,
        Optional.empty(),
        scaling,
        parts.stream().flatMap(part -> part.scaledBy().stream()).findFirst(),
        shape);
  }

  /** A chain of Concats, each with one value more, has a long list for each. */
  private void checkSideBySide(Node node, int count) {
    sideBySide += count;
    if (sideBySide > MAX_SIDE_BY_SIDE) {
      throw Problem.unsupported(
              "the model puts too many values side by side",
              "at most " + MAX_SIDE_BY_SIDE + " in all",
              "more than that, up to " + node,
              "put values side by side once, right in front of the layer that reads them")
          .in(file);
    }
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
      case "LayerNormalization" -> normalizeRows(node);
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
      activate(ActivationSpec.of(Activation.IDENTITY), Optional.empty(), last);
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
    activate(spec, Optional.empty(), last);
  }

  private void activate(ActivationSpec spec, Optional<Constant> slope, Node node) {
    if (flow instanceof Flow.Unfinished unfinished && unfinished.layer().activate(spec, slope)) {
      return;
    }
    Flow.Columns columns = flow.columns();
    flow = Flow.Columns.of(columns.sources().get(0), shape);
    // An activation that was refused has become the identity, and was reported.
    if (!reportPending(columns, node.toString()) && spec.kind() != Activation.IDENTITY) {
      boolean isOfInput = columns.isOfInputs();
      problems.add(Problem.unsupported(
          node + " follows no dense layer",
          "a Gemm or MatMul in front of each activation, whose value nothing else takes",
          isOfInput
              ? "the input of the model"
              : flow(tip) instanceof Flow.Unfinished && index.consumers(tip).size() > 1
                  ? "a value that is read elsewhere"
                  : "another activation",
          "put a dense layer between, or compute this step in Java"));
    }
  }

  /** Reports scalings that belong to no layer; then what is behind them is a consequence. */
  private boolean reportPending(Flow.Columns columns, String next) {
    if (columns.scaledBy().isEmpty()) {
      return false;
    }
    boolean isOfInput = columns.isOfInputs();
    problems.add(Problem.unsupported(
        columns.scaledBy().get() + " has no dense layer to become part of",
        "a Gemm or MatMul next to it, in front of the activation or behind",
        (isOfInput ? "the input" : "an activation") + " in front of it and " + next + " behind",
        "scale the values in Java, before or after the network, or move it to the other"
            + " side of the activation and train again"));
    return true;
  }

  /** A number that z is divided by, or multiplied by, directly in front of a softmax. */
  private ActivationSpec withTemperature(ActivationSpec softmax) {
    if (!(flow instanceof Flow.Unfinished unfinished)) {
      return softmax;
    }
    LayerDraft layer = unfinished.layer();
    Optional<ActivationSpec> scaled = layer
        .lastFactor()
        .map(factor -> FileActivation.parameterValue(1 / factor))
        .filter(softmax.kind().parameters().get(0)::accepts)
        .map(temperature -> softmax.with(ActivationParameter.TEMPERATURE, temperature));
    scaled.ifPresent(spec -> layer.removeLastFactor());
    return scaled.orElse(softmax);
  }

  /** The logarithm of a softmax. */
  private void logarithm(Node node) {
    if (!(flow instanceof Flow.Unfinished unfinished) || !unfinished.layer().takeLogarithm()) {
      throw refused(node);
    }
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
    activate(count == 1 ? spec : spec.withSlopePerUnit(), Optional.of(slope), node);
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
    if (in > Integer.MAX_VALUE
        || out > Integer.MAX_VALUE
        || !LayerSpec.weightsFitArray((int) in, (int) out)) {
      throw Problem.unsupported(
              "a weight has more elements than a Java array holds",
              "in x out below 2^31",
              weight.toString(),
              "use smaller layers")
          .in(file);
    }
    Flow.Columns columns = flow.columns();
    if (columns.sources().size() == 1 && columns.sources().get(0) instanceof ModelInput input) {
      input.setWidth(in);
    }
    LayerDraft layer = new LayerDraft(
        drafts.size(), new LayerDraft.Step(weight, factor, node), columns.withShape(shape));
    drafts.add(layer);
    shape = shape.withWidth(out);
    flow = new Flow.Unfinished(layer, shape);
  }

  /** The widths so far: {@code 64 -> 32}. */
  private String chainText() {
    List<String> widths = new ArrayList<>();
    long first = inputs.stream().mapToLong(ModelInput::width).sum();
    widths.add(first < 0 ? "?" : String.valueOf(first));
    drafts.forEach(draft -> widths.add(String.valueOf(draft.width())));
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
    boolean isFactor = Set.of("Mul", "Div").contains(node.operator());
    if (!(flow instanceof Flow.Unfinished unfinished)
        || !unfinished.layer().scale(scaling, bias, isFactor)) {
      flow = flow.columns().scaled(scaling, node);
    }
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
    countVectorElements(node, operand.count());
    double[] elements = store.read(operand.source());
    if (shape.width() < 0 && elements.length > 1) {
      shape = shape.withWidth(elements.length);
    }
    return elements;
  }

  private void countVectorElements(Node node, long count) {
    vectorElements += count;
    if (vectorElements > MAX_VECTOR_ELEMENTS) {
      throw Problem.unsupported(
              "the model adds or multiplies by too many constants",
              "at most " + MAX_VECTOR_ELEMENTS + " elements in all",
              "more than that, up to " + node,
              "export the model as it was trained")
          .in(file);
    }
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

  /** Along the last axis, which is that of the features. */
  private void normalizeRows(Node node) {
    requireMatrix(node);
    long axis = node.integer("axis", -1);
    if (axis != 1 && axis != -1) {
      throw refused(node, node + " goes along axis " + axis + ", which is not a row", "axis = -1");
    }
    ColumnScaling vectors = ColumnScaling.multiply(
        vector(node, constants.get(node.input(1).orElseThrow(() -> refused(node)))));
    if (node.input(2).isPresent()) {
      vectors = vectors.then(
          ColumnScaling.add(vector(node, constants.get(node.input(2).get()))));
    }
    normalizeRows(node.number("epsilon", (float) DEFAULT_EPSILON), vectors, node);
  }

  private void normalizeRows(double epsilon, ColumnScaling vectors, Node node) {
    double rounded = FileActivation.parameterValue(epsilon);
    if (!NormalizationSpec.acceptsEpsilon(rounded)) {
      throw refused(node, node + " adds " + epsilon + " to the variance", "a positive epsilon");
    }
    RowNormalization normalization = new RowNormalization(rounded, vectors);
    if (flow instanceof Flow.Unfinished unfinished && unfinished.layer().normalize(normalization)) {
      return;
    }
    Flow.Columns columns = flow.columns();
    if (columns.scaledBy().isPresent()) {
      throw refused(
          node,
          node + " normalises values that are scaled, or normalised already",
          "results of layers, or inputs, as they are",
          columns.scaledBy().get().toString());
    }
    flow = columns.normalized(normalization, node);
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
    return refused(node, node + " is no part of a network of dense layers", GRAPH);
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
