package dev.lamina.processor;

import dev.lamina.Dense;
import dev.lamina.Input;
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
 * @param repeated which of several annotations of its kind it is, if there may be several
 * @param member the member of the annotation whose value is wrong, if there is one
 */
record Place(
    Element element,
    Optional<AnnotationMirror> annotation,
    Optional<Repeated> repeated,
    Optional<String> member) {

  static Place of(Element element) {
    return new Place(element, Optional.empty(), Optional.empty(), Optional.empty());
  }

  static Place of(TypeElement type, LayerDeclaration layer) {
    return new Place(
        type, Optional.of(layer.annotation()), Optional.of(repeated(layer)), Optional.empty());
  }

  static Place of(TypeElement type, LayerDeclaration layer, String member) {
    return new Place(
        type, Optional.of(layer.annotation()), Optional.of(repeated(layer)), Optional.of(member));
  }

  private static Repeated repeated(LayerDeclaration layer) {
    return new Repeated(Dense.class, Dense.Stack.class, layer.number());
  }

  static Place of(TypeElement type, InputDeclaration input) {
    return new Place(
        type, Optional.of(input.annotation()), Optional.of(repeated(input)), Optional.empty());
  }

  static Place of(TypeElement type, InputDeclaration input, String member) {
    return new Place(
        type, Optional.of(input.annotation()), Optional.of(repeated(input)), Optional.of(member));
  }

  private static Repeated repeated(InputDeclaration input) {
    return new Repeated(Input.class, Input.Row.class, input.number());
  }

  static Place of(TypeElement type, OutputDeclaration output) {
    return new Place(
        type, Optional.of(output.annotation()), Optional.empty(), Optional.of("value"));
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
