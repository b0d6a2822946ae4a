package dev.lamina.processor;

import dev.lamina.ErrorCode;
import dev.lamina.Network;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.element.Modifier;
import javax.lang.model.element.TypeElement;
import javax.lang.model.type.TypeMirror;
import javax.lang.model.util.Types;

/**
 * Checks the methods of the annotated type: what is abstract must be a method of {@link Network}, and
 * nothing may stand in the way of one.
 */
final class MethodCheck {

  private final TypeMethods methods;
  private final Types types;

  MethodCheck(TypeMethods methods, Types types) {
    this.methods = methods;
    this.types = types;
  }

  List<Problem> check(TypeElement type) {
    List<Problem> problems = new ArrayList<>();
    for (ExecutableElement method : methods.own(type)) {
      Optional<ExecutableElement> contract = methods.contract(type, method);
      if (contract.isPresent()) {
        clash(type, method, contract.get()).ifPresent(problems::add);
      } else if (method.getModifiers().contains(Modifier.ABSTRACT)) {
        problems.add(notImplemented(type, method));
      }
    }
    return problems;
  }

  private Problem notImplemented(TypeElement type, ExecutableElement method) {
    return new Problem(
        ErrorCode.METHOD,
        place(type, method),
        "method " + signature(method) + " has no body and is not one of Network's methods",
        List.of("fix: give it a body over Network's methods, or remove it"
            + (methods.isNetwork(type) ? "" : "; extend Network to call them")));
  }

  private Optional<Problem> clash(
      TypeElement type, ExecutableElement method, ExecutableElement contract) {
    TypeMirror result = methods.asMember(type, method).getReturnType();
    String reason;
    if (!method.getModifiers().contains(Modifier.ABSTRACT)) {
      reason = "has a body";
    } else if (!types.isSameType(result, contract.getReturnType())) {
      reason = "returns " + result;
    } else {
      return Optional.empty();
    }
    return Optional.of(new Problem(
        ErrorCode.CLASH,
        place(type, method),
        "method "
            + signature(method)
            + " "
            + reason
            + ", but Network declares "
            + simpleName(contract.getReturnType())
            + " "
            + signature(contract)
            + " and the generated class implements that",
        List.of("fix: give it another name")));
  }

  /** The method where the user can see it: an inherited one may be in somebody else's source. */
  private static Place place(TypeElement type, ExecutableElement method) {
    return Place.of(type.equals(method.getEnclosingElement()) ? method : type);
  }

  private static String signature(ExecutableElement method) {
    return method.getParameters().stream()
        .map(parameter -> simpleName(parameter.asType()))
        .collect(Collectors.joining(", ", method.getSimpleName() + "(", ")"));
  }

  private static String simpleName(TypeMirror type) {
    return type.toString().replaceAll("\\b[\\w$]+\\.", "");
  }
}
