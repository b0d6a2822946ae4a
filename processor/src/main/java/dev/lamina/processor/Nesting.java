package dev.lamina.processor;

import java.util.ArrayList;
import java.util.List;
import javax.lang.model.element.Element;
import javax.lang.model.element.TypeElement;
import org.jspecify.annotations.Nullable;

/** The types that a type is nested in. */
final class Nesting {

  private Nesting() {}

  /** The type itself, the type around it, and so on outwards. */
  static List<TypeElement> outwards(TypeElement type) {
    List<TypeElement> types = new ArrayList<>();
    @Nullable Element element = type;
    while (element instanceof TypeElement current) {
      types.add(current);
      element = current.getEnclosingElement();
    }
    return types;
  }
}
