package dev.lamina.processor;

import com.google.auto.common.MoreElements;
import com.google.auto.common.MoreTypes;
import dev.lamina.Network;
import java.util.List;
import java.util.Optional;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.element.Modifier;
import javax.lang.model.element.TypeElement;
import javax.lang.model.type.ExecutableType;
import javax.lang.model.util.ElementFilter;
import javax.lang.model.util.Elements;
import javax.lang.model.util.Types;

/** Looks up the methods of annotated types, and how they stand to those of {@link Network}. */
final class TypeMethods {

  private final Elements elements;
  private final Types types;
  private final TypeElement network;

  TypeMethods(Elements elements, Types types) {
    this.elements = elements;
    this.types = types;
    this.network = elements.getTypeElement(Network.class.getCanonicalName());
  }

  /** Every instance method of the type that is its own and not Network's. */
  List<ExecutableElement> own(TypeElement type) {
    return all(type).stream()
        .filter(method -> !network.equals(method.getEnclosingElement()))
        .toList();
  }

  /** The abstract methods that a class of this type has to implement. */
  List<ExecutableElement> abstractMethods(TypeElement type) {
    return all(type).stream()
        .filter(method -> method.getModifiers().contains(Modifier.ABSTRACT))
        .toList();
  }

  /** Every instance method that the type declares or inherits, but for those of Object. */
  private List<ExecutableElement> all(TypeElement type) {
    return MoreElements.getLocalAndInheritedMethods(type, types, elements).stream()
        .filter(method -> !isObject(method))
        .filter(method -> !method.getModifiers().contains(Modifier.STATIC))
        .filter(method -> !method.getModifiers().contains(Modifier.PRIVATE))
        .toList();
  }

  private static boolean isObject(ExecutableElement method) {
    return method.getEnclosingElement() instanceof TypeElement owner
        && owner.getQualifiedName().contentEquals("java.lang.Object");
  }

  /** Whether the type, or one that it extends, says how it is to be printed. */
  boolean declareToString(TypeElement type) {
    return own(type).stream()
        .anyMatch(method -> method.getSimpleName().contentEquals("toString")
            && method.getParameters().isEmpty());
  }

  /** The method of Network with the same name and parameters as a method of the type. */
  Optional<ExecutableElement> contract(TypeElement type, ExecutableElement method) {
    ExecutableType signature = asMember(type, method);
    return ElementFilter.methodsIn(network.getEnclosedElements()).stream()
        .filter(candidate -> candidate.getSimpleName().equals(method.getSimpleName()))
        .filter(candidate ->
            types.isSubsignature(signature, MoreTypes.asExecutable(candidate.asType())))
        .findFirst();
  }

  /** A method with the type arguments that it has in the type. */
  ExecutableType asMember(TypeElement type, ExecutableElement method) {
    return MoreTypes.asExecutable(types.asMemberOf(MoreTypes.asDeclared(type.asType()), method));
  }

  boolean isNetwork(TypeElement type) {
    return types.isSubtype(type.asType(), network.asType());
  }
}
