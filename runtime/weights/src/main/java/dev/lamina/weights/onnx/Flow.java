package dev.lamina.weights.onnx;

import java.util.List;
import java.util.Optional;

/** A value of a graph that depends on its inputs, as what it is for Lamina. */
sealed interface Flow {

  FlowShape shape();

  Flow withShape(FlowShape other);

  /**
   * What layers can read: columns side by side, normalised by row or scaled.
   *
   * @param sources where the columns come from
   * @param normalization of all of them, if they are normalised
   * @param scaling of each column, if they are not
   * @param scaledBy the first node that scales
   * @param shape the shape of all of it
   */
  record Columns(
      List<Source> sources,
      Optional<RowNormalization> normalization,
      ColumnScaling scaling,
      Optional<Node> scaledBy,
      FlowShape shape)
      implements Flow {

    public Columns {
      sources = List.copyOf(sources);
    }

    static Columns of(Source source, FlowShape shape) {
      return new Columns(
          List.of(source), Optional.empty(), ColumnScaling.none(), Optional.empty(), shape);
    }

    @Override
    public Columns withShape(FlowShape other) {
      return new Columns(sources, normalization, scaling, scaledBy, other);
    }

    Columns scaled(ColumnScaling next, Node node) {
      return normalization.isPresent()
          ? new Columns(
              sources, normalization.map(norm -> norm.then(next)), scaling, scaledBy, shape)
          : new Columns(
              sources,
              normalization,
              scaling.then(next),
              scaledBy.or(() -> Optional.of(node)),
              shape);
    }

    Columns normalized(RowNormalization norm, Node node) {
      return new Columns(sources, Optional.of(norm), scaling, Optional.of(node), shape);
    }

    /** Whether no layer has anything to do with them yet. */
    boolean isOfInputs() {
      return sources.stream().allMatch(ModelInput.class::isInstance);
    }

    /** The one source of which this is all and nothing else. */
    Optional<Source> asItIs() {
      return sources.size() == 1 && scaledBy.isEmpty()
          ? Optional.of(sources.get(0))
          : Optional.empty();
    }
  }

  /**
   * The values of a layer that may go on: nothing else takes them.
   *
   * @param layer the layer
   * @param shape the shape of its values
   */
  record Unfinished(LayerDraft layer, FlowShape shape) implements Flow {

    @Override
    public Unfinished withShape(FlowShape other) {
      return new Unfinished(layer, other);
    }
  }

  /** This value for whoever takes it as it is. */
  default Columns columns() {
    if (this instanceof Unfinished unfinished) {
      return Columns.of(unfinished.layer(), shape());
    }
    return (Columns) this;
  }
}
