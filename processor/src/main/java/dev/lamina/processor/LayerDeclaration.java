package dev.lamina.processor;

import dev.lamina.Activation;
import dev.lamina.ActivationSpec;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.lang.model.element.AnnotationMirror;

/**
 * One {@code @Dense} as the user wrote it, right or wrong.
 *
 * @param number the layer's place in the network, from 1
 * @param annotation where it was written
 * @param in the number of inputs, if it was written
 * @param out the number of units
 * @param activation the activation
 * @param parameters the parameters of an activation that were written, by their names, whether or not
 *     this one takes them
 * @param slopePerUnit whether the activation learns a slope for each unit, if it was written
 * @param normalization what was written about its normalisation
 * @param dropout the part that training leaves out, if it was written
 * @param bias whether there is a bias
 * @param givenName the name, if one was written
 * @param from the names of what it reads, if they were written
 * @param add the name of what it adds, if it adds something
 * @param addAfterActivation whether that is added after the activation, if it was written
 */
record LayerDeclaration(
    int number,
    AnnotationMirror annotation,
    Optional<Integer> in,
    int out,
    Activation activation,
    Map<String, Double> parameters,
    Optional<Boolean> slopePerUnit,
    NormalizationDeclaration normalization,
    Optional<Double> dropout,
    boolean bias,
    Optional<String> givenName,
    Optional<List<String>> from,
    Optional<String> add,
    Optional<Boolean> addAfterActivation) {

  /** The activation with its parameters, once they were found right. */
  ActivationSpec activationSpec() {
    List<Double> values = activation.parameters().stream()
        .map(parameter -> parameters.getOrDefault(parameter.name(), parameter.defaultValue()))
        .toList();
    return new ActivationSpec(activation, values, slopePerUnit.orElse(false));
  }

  /** The name that weight files know the layer by. */
  String name() {
    return givenName.orElseGet(() -> defaultName(number));
  }

  static String defaultName(int number) {
    return "layer" + number;
  }

  /** The layer as error texts call it: by number, and by name if it has one of its own. */
  String title() {
    return "layer " + number + givenName.map(name -> " \"" + name + "\"").orElse("");
  }
}
