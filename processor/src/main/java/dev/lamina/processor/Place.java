package dev.lamina.processor;

import java.util.Optional;
import javax.lang.model.element.Element;
import javax.lang.model.element.TypeElement;

/**
 * Where in the user's source a problem is: on the value of a layer's member, on a layer, or on the
 * name of a type or method.
 *
 * @param element the annotated type, or a method of it
 * @param layer the layer, if the problem is in an annotation
 * @param member the member of the layer's annotation whose value is wrong, if there is one
 */
record Place(Element element, Optional<LayerDeclaration> layer, Optional<String> member) {

  static Place of(Element element) {
    return new Place(element, Optional.empty(), Optional.empty());
  }

  static Place of(TypeElement type, LayerDeclaration layer) {
    return new Place(type, Optional.of(layer), Optional.empty());
  }

  static Place of(TypeElement type, LayerDeclaration layer, String member) {
    return new Place(type, Optional.of(layer), Optional.of(member));
  }
}
