package dev.lamina.weights.onnx;

import dev.lamina.ActivationSpec;
import java.util.Optional;

/** One thing that a chain does to its rows. */
sealed interface Step {

  /** The node it comes from. */
  Node node();

  /**
   * Z = factor·X·W.
   *
   * @param weight W, in × out
   * @param factor a number that all of it is multiplied by
   * @param node the node it comes from
   */
  record Product(Constant weight, double factor, Node node) implements Step {}

  /**
   * Each column times a number plus a number: A∘scale + shift.
   *
   * @param vectors scale and shift
   * @param node the node it comes from
   * @param bias the name of the tensor that is added, if all it does is to add one
   */
  record Scaling(ColumnScaling vectors, Node node, Optional<String> bias) implements Step {}

  /**
   * An activation.
   *
   * @param activation the function with its parameters
   * @param slope what a PReLU learned
   * @param node the node that makes its result
   */
  record Activated(ActivationSpec activation, Optional<Constant> slope, Node node)
      implements Step {}
}
