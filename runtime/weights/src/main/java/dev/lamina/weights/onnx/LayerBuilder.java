package dev.lamina.weights.onnx;

import dev.lamina.Activation;
import dev.lamina.ActivationSpec;
import dev.lamina.LayerSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Puts the steps of a chain together into layers. A scaling becomes part of the product in front of it
 * if no activation lies between, else of the product behind it.
 */
final class LayerBuilder {

  private final TensorStore store;
  private final Problems problems;
  private final List<Draft> drafts = new ArrayList<>();

  /** Scalings that no product has taken in yet. */
  private final List<Step.Scaling> pending = new ArrayList<>();

  /** The layer that still may take in something. */
  private @Nullable Draft open;

  /**
   * A builder of layers.
   *
   * @param problems gets what belongs to no layer
   */
  LayerBuilder(TensorStore store, Problems problems) {
    this.store = store;
    this.problems = problems;
  }

  /** A layer that is being put together. */
  private static final class Draft {
    private final Step.Product product;
    private final ColumnScaling before;
    private ColumnScaling after = ColumnScaling.none();
    private ActivationSpec activation = ActivationSpec.of(Activation.IDENTITY);
    private Optional<Constant> slope = Optional.empty();
    private Optional<String> bias = Optional.empty();

    private Draft(Step.Product product, ColumnScaling before) {
      this.product = product;
      this.before = before;
    }

    private Optional<String> name() {
      return LayerNaming.of(product.weight().name(), bias, product.node());
    }
  }

  /**
   * The layers; they count only if no problem was found.
   *
   * @throws dev.lamina.LaminaException if there is no layer
   */
  List<OnnxLayer> layers(List<Step> steps) {
    for (Step step : steps) {
      if (step instanceof Step.Product product) {
        multiply(product);
      } else if (step instanceof Step.Scaling scaling) {
        scale(scaling);
      } else if (step instanceof Step.Activated activated) {
        activate(activated);
      }
    }
    reportPending("nothing");
    if (drafts.isEmpty() && problems.isEmpty()) {
      throw Problem.unsupported(
              "the model has no dense layer",
              "at least one Gemm or MatMul with constant weights",
              steps.isEmpty() ? "an empty graph" : steps.get(0).node().toString(),
              "export the model with its layers")
          .in(store.description());
    }
    List<String> names = LayerNaming.distinct(drafts.stream().map(Draft::name).toList());
    List<OnnxLayer> layers = new ArrayList<>();
    for (int i = 0; i < drafts.size(); i++) {
      Draft draft = drafts.get(i);
      layers.add(new OnnxLayer(
          names.get(i),
          draft.activation,
          new DenseWeights(store, names.get(i), draft.product, draft.before, draft.after),
          slope(names.get(i), draft)));
    }
    return List.copyOf(layers);
  }

  private Optional<LearnedSlope> slope(String layer, Draft draft) {
    return draft.slope.map(slope -> new LearnedSlope(store, layer, slope));
  }

  private void multiply(Step.Product product) {
    long in = product.weight().dimensions().get(0);
    long out = product.weight().dimensions().get(1);
    if (in > Integer.MAX_VALUE
        || out > Integer.MAX_VALUE
        || !LayerSpec.weightsFitArray((int) in, (int) out)) {
      throw Problem.unsupported(
              "a weight has more elements than a Java array holds",
              "in x out below 2^31",
              product.weight().toString(),
              "use smaller layers")
          .in(store.description());
    }
    ColumnScaling before = ColumnScaling.none();
    for (Step.Scaling scaling : pending) {
      before = before.then(scaling.vectors());
    }
    pending.clear();
    open = new Draft(product, before);
    drafts.add(open);
  }

  private void scale(Step.Scaling scaling) {
    if (open == null) {
      pending.add(scaling);
      return;
    }
    open.after = open.after.then(scaling.vectors());
    if (open.bias.isEmpty()) {
      open.bias = scaling.bias();
    }
  }

  private void activate(Step.Activated activated) {
    if (reportPending(activated.node().toString())) {
      return;
    }
    if (open == null) {
      // An activation that was refused has become the identity, and was reported.
      if (activated.activation().kind() != Activation.IDENTITY) {
        problems.add(Problem.unsupported(
            activated.node() + " follows no dense layer",
            "a Gemm or MatMul in front of each activation",
            drafts.isEmpty() ? "the input of the model" : "another activation",
            "put a dense layer between, or compute this step in Java"));
      }
      return;
    }
    open.activation = activated.activation();
    open.slope = activated.slope();
    open = null;
  }

  /** Reports scalings that belong to no layer; then what is behind them is a consequence. */
  private boolean reportPending(String next) {
    if (pending.isEmpty()) {
      return false;
    }
    Node node = pending.get(0).node();
    problems.add(Problem.unsupported(
        node + " has no dense layer to become part of",
        "a Gemm or MatMul next to it, in front of the activation or behind",
        (drafts.isEmpty() ? "the input" : "an activation") + " in front of it and " + next
            + " behind",
        "scale the values in Java, before or after the network, or move it to the other"
            + " side of the activation and train again"));
    pending.clear();
    return true;
  }
}
