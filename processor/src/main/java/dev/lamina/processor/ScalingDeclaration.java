package dev.lamina.processor;

import dev.lamina.NetworkSpec;
import dev.lamina.Scaling;
import dev.lamina.ScalingSpec;
import java.util.List;
import java.util.Map;
import javax.lang.model.element.AnnotationMirror;

/**
 * An {@code @InputScale} or {@code @OutputScale} as the user wrote it, right or wrong.
 *
 * @param annotation where it was written
 * @param isInput which of the two it is
 * @param kind the formula
 * @param constants the constants by the names of their members, as far as there are any
 */
record ScalingDeclaration(
    AnnotationMirror annotation,
    boolean isInput,
    Scaling kind,
    Map<String, List<Double>> constants) {

  /** The scaling, once it was found right. */
  ScalingSpec spec() {
    return new ScalingSpec(
        kind,
        constants.getOrDefault(kind.shiftName(), List.of()),
        constants.getOrDefault(ScalingSpec.SCALE, List.of()));
  }

  /** The network with this scaling. */
  NetworkSpec applyTo(NetworkSpec network) {
    return isInput ? network.withInputScaling(spec()) : network.withOutputScaling(spec());
  }

  /** The annotation as error texts call it. */
  String title() {
    return isInput ? "@InputScale" : "@OutputScale";
  }

  /** The tensors that a file has if there are no constants. */
  String tensors() {
    return String.join(
        " and ",
        ScalingSpec.stored(kind)
            .tensorNames(isInput ? NetworkSpec.INPUT_SCALING : NetworkSpec.OUTPUT_SCALING));
  }
}
