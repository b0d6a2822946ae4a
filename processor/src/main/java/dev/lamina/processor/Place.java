package dev.lamina.processor;

import java.util.Optional;
import javax.lang.model.element.AnnotationMirror;
import javax.lang.model.element.Element;
import javax.lang.model.element.TypeElement;

/**
 * Where in the user's source a problem is: on the value of an annotation's member, on an annotation, or
 * on the name of a type or method.
 *
 * @param element the annotated type, or a method of it
 * @param annotation the annotation, if the problem is in one
 * @param layer the layer that the annotation declares, if it does
 * @param member the member of the annotation whose value is wrong, if there is one
 */
record Place(
    Element element,
    Optional<AnnotationMirror> annotation,
    Optional<LayerDeclaration> layer,
    Optional<String> member) {

  static Place of(Element element) {
    return new Place(element, Optional.empty(), Optional.empty(), Optional.empty());
  }

  static Place of(TypeElement type, LayerDeclaration layer) {
    return new Place(type, Optional.of(layer.annotation()), Optional.of(layer), Optional.empty());
  }

  static Place of(TypeElement type, LayerDeclaration layer, String member) {
    return new Place(
        type, Optional.of(layer.annotation()), Optional.of(layer), Optional.of(member));
  }

  static Place of(TypeElement type, AnnotationMirror annotation) {
    return new Place(type, Optional.of(annotation), Optional.empty(), Optional.empty());
  }

  static Place of(TypeElement type, AnnotationMirror annotation, String member) {
    return new Place(type, Optional.of(annotation), Optional.empty(), Optional.of(member));
  }

  static Place of(TypeElement type, WeightsDeclaration weights) {
    return new Place(
        type, Optional.of(weights.annotation()), Optional.empty(), Optional.of("value"));
  }
}
