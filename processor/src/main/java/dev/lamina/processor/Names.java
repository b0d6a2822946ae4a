package dev.lamina.processor;

import java.util.List;
import java.util.stream.Collectors;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.type.TypeMirror;

/** Types and methods as error texts call them: without packages and annotations. */
final class Names {

  private Names() {}

  static String simple(TypeMirror type) {
    return type.toString()
        .replaceAll("@[\\w.$]+(\\([^)]*\\))?\\s*,?\\s*", "")
        .replaceAll("\\b[\\w$]+\\.", "");
  }

  static String signature(ExecutableElement method) {
    return method.getParameters().stream()
        .map(parameter -> simple(parameter.asType()))
        .collect(Collectors.joining(", ", method.getSimpleName() + "(", ")"));
  }

  static String joined(List<?> things) {
    return things.stream().map(Object::toString).collect(Collectors.joining(", "));
  }
}
