package dev.lamina.processor;

import dev.lamina.ColumnSpec;
import dev.lamina.ErrorCode;
import dev.lamina.Network;
import dev.lamina.processor.MethodDescription.Result;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.element.Modifier;
import javax.lang.model.element.TypeElement;
import javax.lang.model.type.TypeMirror;
import javax.lang.model.util.Types;

/**
 * Checks the methods of the annotated type: what is abstract must be a method of {@link Network} or
 * fit the shapes, methods must agree on what a column means, and nothing may stand in the way of a
 * method of Network.
 */
final class MethodCheck {

  private final TypeMethods methods;
  private final MethodReader reader;
  private final Types types;

  MethodCheck(TypeMethods methods, MethodReader reader, Types types) {
    this.methods = methods;
    this.reader = reader;
    this.types = types;
  }

  /** Methods that stand in the way of Network's. */
  List<Problem> clashes(TypeElement type) {
    List<Problem> problems = new ArrayList<>();
    for (ExecutableElement method : methods.own(type)) {
      methods
          .contract(type, method)
          .flatMap(contract -> clash(type, method, contract))
          .ifPresent(problems::add);
    }
    return problems;
  }

  private Optional<Problem> clash(
      TypeElement type, ExecutableElement method, ExecutableElement contract) {
    TypeMirror result = methods.asMember(type, method).getReturnType();
    String reason;
    if (!method.getModifiers().contains(Modifier.ABSTRACT)) {
      reason = "has a body";
    } else if (!types.isSameType(result, contract.getReturnType())) {
      reason = "returns " + Names.simple(result);
    } else {
      return Optional.empty();
    }
    return Optional.of(new Problem(
        ErrorCode.CLASH,
        MethodReader.methodPlace(type, method),
        "method " + Names.signature(method) + " " + reason + ", but Network declares "
            + Names.simple(contract.getReturnType()) + " " + Names.signature(contract)
            + " and the generated class implements that",
        List.of("fix: give it another name")));
  }

  /**
   * Reads the methods in the user's own words of a type whose shapes are right.
   *
   * @param problems receives what does not fit
   */
  List<MethodDescription> read(Declaration declaration, List<Problem> problems) {
    TypeElement type = declaration.type();
    List<MethodDescription> read = new ArrayList<>();
    for (ExecutableElement method : methods.abstractMethods(type)) {
      if (methods.contract(type, method).isEmpty()) {
        reader.read(declaration, method, problems).ifPresent(read::add);
      }
    }
    List<MethodDescription> descriptions =
        new OutputColumns(new Wiring(declaration).outputs()).complete(read);
    checkAgreement(type, descriptions, "feature", one -> one.example().columns(), problems);
    checkAgreement(type, descriptions, "output", MethodCheck::namedOutputs, problems);
    return descriptions;
  }

  /** Nothing if all names of columns are those that other methods use. */
  private static List<ColumnSpec> namedOutputs(MethodDescription method) {
    List<Result> parts = method.result().parts();
    boolean namesNothing =
        !parts.isEmpty() && parts.stream().allMatch(part -> part.columns().isEmpty());
    return namesNothing ? List.of() : method.result().columns();
  }

  /** Features in another order are the mistake that no count of columns finds. */
  private static void checkAgreement(
      TypeElement type,
      List<MethodDescription> descriptions,
      String what,
      Function<MethodDescription, List<ColumnSpec>> columnsOf,
      List<Problem> problems) {
    MethodDescription first = null;
    for (MethodDescription description : descriptions) {
      List<ColumnSpec> columns = columnsOf.apply(description);
      if (columns.isEmpty()) {
        continue;
      }
      if (first == null) {
        first = description;
      } else if (!columns.equals(columnsOf.apply(first))) {
        problems.add(disagreement(
            type, first.method(), columnsOf.apply(first), description.method(), columns, what));
      }
    }
  }

  private static Problem disagreement(
      TypeElement type,
      ExecutableElement first,
      List<ColumnSpec> expected,
      ExecutableElement method,
      List<ColumnSpec> found,
      String what) {
    int column = 0;
    int i = 0;
    while (i < Math.min(expected.size(), found.size()) && expected.get(i).equals(found.get(i))) {
      column += expected.get(i).size();
      i++;
    }
    return new Problem(
        what.equals("feature") ? ErrorCode.FEATURES : ErrorCode.RESULT,
        MethodReader.methodPlace(type, method),
        "method " + Names.signature(method) + " calls " + what + " column " + column + " "
            + name(found, i) + ", but method " + Names.signature(first) + " calls it "
            + name(expected, i),
        List.of(
            Names.signature(first) + ": " + joined(expected),
            Names.signature(method) + ": " + joined(found),
            "fix: the same names in the same order, in both"));
  }

  private static String name(List<ColumnSpec> columns, int index) {
    return index < columns.size() ? columns.get(index).toString() : "nothing";
  }

  private static String joined(List<ColumnSpec> columns) {
    return String.join(", ", columns.stream().map(ColumnSpec::toString).toList());
  }
}
