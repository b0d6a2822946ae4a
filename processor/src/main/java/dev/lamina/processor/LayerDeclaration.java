package dev.lamina.processor;

import dev.lamina.Activation;
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
 * @param bias whether there is a bias
 * @param givenName the name, if one was written
 */
record LayerDeclaration(
    int number,
    AnnotationMirror annotation,
    Optional<Integer> in,
    int out,
    Activation activation,
    boolean bias,
    Optional<String> givenName) {

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
