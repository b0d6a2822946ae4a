package dev.lamina.processor;

import dev.lamina.ErrorCode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.lang.model.element.ElementKind;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.element.Modifier;
import javax.lang.model.element.TypeElement;
import javax.lang.model.type.TypeMirror;
import javax.lang.model.util.ElementFilter;
import javax.lang.model.util.Elements;
import javax.lang.model.util.Types;

/** Checks that a generated class of the same package can implement or extend the annotated type. */
final class TypeCheck {

  private final Types types;
  private final TypeMirror error;
  private final TypeMirror runtimeException;

  TypeCheck(Elements elements, Types types) {
    this.types = types;
    this.error = elements.getTypeElement("java.lang.Error").asType();
    this.runtimeException =
        elements.getTypeElement("java.lang.RuntimeException").asType();
  }

  /** The first reason why the type cannot be implemented, if there is one. */
  Optional<Problem> check(Declaration declaration) {
    TypeElement type = declaration.type();
    return kindProblem(declaration)
        .or(() -> modifierProblem(type))
        .or(() -> nestingProblem(type))
        .or(() -> constructorProblem(type));
  }

  private static Optional<Problem> kindProblem(Declaration declaration) {
    TypeElement type = declaration.type();
    if (type.getKind() == ElementKind.CLASS || type.getKind() == ElementKind.INTERFACE) {
      return Optional.empty();
    }
    // On the annotation: the Eclipse compiler has no position for a record.
    return Optional.of(new Problem(
        ErrorCode.TYPE,
        declaration.layers().stream()
            .findFirst()
            .map(layer -> Place.of(type, layer))
            .orElseGet(() -> Place.of(type)),
        describe(type) + " cannot declare a network: the generated class could not extend it",
        List.of("fix: put the @Dense annotations on an interface or a class")));
  }

  private static Optional<Problem> modifierProblem(TypeElement type) {
    if (type.getModifiers().contains(Modifier.FINAL)) {
      return problem(
          type,
          describe(type) + " is final: the generated class could not extend it",
          "remove final, or use an interface");
    }
    if (type.getModifiers().contains(Modifier.SEALED)) {
      return problem(
          type,
          describe(type) + " is sealed: the generated class could not be one of its subtypes",
          "remove sealed and permits");
    }
    if (!type.getTypeParameters().isEmpty()) {
      return problem(
          type,
          describe(type) + " is generic: a network has one shape, there is nothing to choose",
          "remove the type parameters " + Names.joined(type.getTypeParameters()));
    }
    return Optional.empty();
  }

  private static Optional<Problem> nestingProblem(TypeElement type) {
    List<TypeElement> outwards = Nesting.outwards(type);
    if (outwards.size() > 1 && !type.getModifiers().contains(Modifier.STATIC)) {
      return problem(
          type,
          describe(type)
              + " is an inner class: the generated class would need an instance of "
              + outwards.get(1).getSimpleName(),
          "make it static");
    }
    for (TypeElement outer : outwards) {
      if (outer.getModifiers().contains(Modifier.PRIVATE)) {
        return problem(
            type,
            describe(type)
                + (outer.equals(type) ? "" : " is inside " + outer.getSimpleName() + ", which")
                + " is private: the generated class could not see it",
            "remove private from " + outer.getSimpleName());
      }
    }
    return Optional.empty();
  }

  private Optional<Problem> constructorProblem(TypeElement type) {
    if (type.getKind() != ElementKind.CLASS) {
      return Optional.empty();
    }
    Optional<ExecutableElement> constructor =
        ElementFilter.constructorsIn(type.getEnclosedElements()).stream()
            .filter(candidate -> candidate.getParameters().isEmpty())
            .filter(candidate -> !candidate.getModifiers().contains(Modifier.PRIVATE))
            .findFirst();
    if (constructor.isEmpty()) {
      return problem(
          type,
          describe(type)
              + " has no accessible constructor without parameters for the generated class to call",
          "add the constructor " + type.getSimpleName() + "() {}");
    }
    List<TypeMirror> checked = new ArrayList<>(constructor.get().getThrownTypes());
    checked.removeIf(
        thrown -> types.isSubtype(thrown, error) || types.isSubtype(thrown, runtimeException));
    if (checked.isEmpty()) {
      return Optional.empty();
    }
    return problem(
        type,
        describe(type) + " has a constructor that throws " + Names.joined(checked)
            + ", which the generated class could not declare",
        "throw an unchecked exception there");
  }

  private static String describe(TypeElement type) {
    String kind = switch (type.getKind()) {
      case ANNOTATION_TYPE -> "annotation interface";
      case ENUM -> "enum";
      case INTERFACE -> "interface";
      case RECORD -> "record";
      default -> "class";
    };
    return kind + " " + type.getSimpleName();
  }

  private static Optional<Problem> problem(TypeElement type, String headline, String fix) {
    return Optional.of(
        new Problem(ErrorCode.TYPE, Place.of(type), headline, List.of("fix: " + fix)));
  }
}
