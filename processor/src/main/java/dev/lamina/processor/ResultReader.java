package dev.lamina.processor;

import com.google.auto.common.MoreTypes;
import com.palantir.javapoet.TypeName;
import dev.lamina.ColumnSpec;
import dev.lamina.Threshold;
import dev.lamina.processor.MethodDescription.Result;
import dev.lamina.processor.MethodDescription.ResultKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import javax.lang.model.element.ElementKind;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.element.RecordComponentElement;
import javax.lang.model.element.TypeElement;
import javax.lang.model.type.ArrayType;
import javax.lang.model.type.DeclaredType;
import javax.lang.model.type.TypeKind;
import javax.lang.model.type.TypeMirror;
import javax.lang.model.util.Types;

/** Reads what the columns of a network's result become in a method's return type. */
final class ResultReader {

  private final Types types;

  ResultReader(Types types) {
    this.types = types;
  }

  /**
   * What one result is.
   *
   * @param type the type of one result
   * @param method the method, which may carry a threshold
   * @param outputs the layers that produce the columns, at least one
   */
  Result read(TypeMirror type, ExecutableElement method, List<LayerDeclaration> outputs)
      throws Mismatch {
    Optional<Double> threshold =
        Optional.ofNullable(method.getAnnotation(Threshold.class)).map(Threshold::value);
    Result result = outputs.size() == 1
        ? read(type, threshold, outputs.get(0))
        : readSeveral(type, threshold, outputs);
    if (threshold.isPresent() && !hasBoolean(result)) {
      throw new Mismatch(
          "returns " + Names.simple(type) + ", which @Threshold says nothing about",
          (outputs.size() == 1 ? "return boolean" : "make a component of it boolean")
              + ", or remove @Threshold");
    }
    return result;
  }

  /** Two of the same width would be taken for each other without a word. */
  static boolean isOtherOrder(List<String> expected, List<String> found) {
    return !expected.equals(found) && Set.copyOf(expected).equals(Set.copyOf(found));
  }

  private static boolean hasBoolean(Result result) {
    return result.kind() == ResultKind.BOOLEAN
        || result.parts().stream().anyMatch(ResultReader::hasBoolean);
  }

  private Result readSeveral(
      TypeMirror type, Optional<Double> threshold, List<LayerDeclaration> outputs) throws Mismatch {
    if (type.getKind() == TypeKind.ARRAY
        && ((ArrayType) type).getComponentType().getKind() == TypeKind.FLOAT) {
      return result(ResultKind.ROW, type, Optional.empty(), List.of());
    }
    String names = outputs.stream().map(LayerDeclaration::name).collect(Collectors.joining(", "));
    String fix = "a record with a component for each output (" + names + "), or float[] for all";
    if (!FeatureReader.isOf(type, ElementKind.RECORD)) {
      throw new Mismatch(
          "returns " + Names.simple(type) + ", but the network has "
              + count(outputs.size(), "output"),
          fix);
    }
    List<? extends RecordComponentElement> components =
        MoreTypes.asTypeElement(type).getRecordComponents();
    if (components.size() != outputs.size()) {
      throw new Mismatch(
          "returns record " + Names.simple(type) + " of " + count(components.size(), "component")
              + ", but the network has " + count(outputs.size(), "output"),
          fix);
    }
    List<String> expected = outputs.stream().map(LayerDeclaration::name).toList();
    List<String> found = components.stream()
        .map(component -> component.getSimpleName().toString())
        .toList();
    if (isOtherOrder(expected, found)) {
      throw new Mismatch(
          "returns record " + Names.simple(type) + ", whose components " + String.join(", ", found)
              + " are the outputs in another order",
          "the order of the outputs: " + names);
    }
    List<Result> parts = new ArrayList<>();
    for (int i = 0; i < outputs.size(); i++) {
      TypeMirror component = MoreTypes.asExecutable(
              types.asMemberOf((DeclaredType) type, components.get(i).getAccessor()))
          .getReturnType();
      LayerDeclaration output = outputs.get(i);
      parts.add(readComponent(type, components.get(i), component, threshold, output));
    }
    return new Result(
        ResultKind.OUTPUTS, TypeName.get(type), Optional.empty(), List.of(), Float.NaN, parts);
  }

  /** What does not fit is said of the component, not of the method. */
  private Result readComponent(
      TypeMirror record,
      RecordComponentElement component,
      TypeMirror type,
      Optional<Double> threshold,
      LayerDeclaration output)
      throws Mismatch {
    try {
      return read(type, threshold, output);
    } catch (Mismatch e) {
      throw new Mismatch(
          "returns " + Names.simple(record) + ", whose component " + component.getSimpleName()
              + " is " + withoutFirst("returns ", e.reason()),
          e.fix().startsWith("return ") ? "make it " + withoutFirst("return ", e.fix()) : e.fix());
    }
  }

  private static String withoutFirst(String word, String text) {
    return text.startsWith(word) ? text.substring(word.length()) : text;
  }

  private Result read(TypeMirror type, Optional<Double> threshold, LayerDeclaration last)
      throws Mismatch {
    return switch (type.getKind()) {
      case FLOAT, DOUBLE -> {
        checkOneColumn(type, last);
        yield result(ResultKind.NUMBER, type, Optional.empty(), List.of());
      }
      case BOOLEAN -> bool(type, threshold, last);
      case ARRAY -> {
        if (((ArrayType) type).getComponentType().getKind() != TypeKind.FLOAT) {
          throw unknown(type, last);
        }
        yield result(ResultKind.ROW, type, Optional.empty(), List.of());
      }
      case DECLARED -> declared((DeclaredType) type, last);
      default -> throw unknown(type, last);
    };
  }

  private static Result bool(TypeMirror type, Optional<Double> threshold, LayerDeclaration last)
      throws Mismatch {
    checkOneColumn(type, last);
    if (threshold.isEmpty() || threshold.get().isNaN()) {
      throw new Mismatch(
          "returns boolean, but nothing says from which output on it is true",
          "put @Threshold(0.5) on the method");
    }
    return new Result(
        ResultKind.BOOLEAN,
        TypeName.get(type),
        Optional.empty(),
        List.of(),
        threshold.get().floatValue(),
        List.of());
  }

  private Result declared(DeclaredType type, LayerDeclaration last) throws Mismatch {
    TypeElement element = MoreTypes.asTypeElement(type);
    if (element.getKind() == ElementKind.ENUM) {
      return result(
          ResultKind.ENUM, type, Optional.of(TypeName.get(type)), classes(type, "returns", last));
    }
    if (element.getKind() != ElementKind.RECORD) {
      throw unknown(type, last);
    }
    List<RecordComponentElement> components = new ArrayList<>(element.getRecordComponents());
    List<TypeMirror> componentTypes = new ArrayList<>();
    for (RecordComponentElement component : components) {
      componentTypes.add(MoreTypes.asExecutable(types.asMemberOf(type, component.getAccessor()))
          .getReturnType());
    }
    if (components.size() == 2
        && FeatureReader.isOf(componentTypes.get(0), ElementKind.ENUM)
        && isNumber(componentTypes.get(1))) {
      return result(
          ResultKind.ENUM_AND_NUMBER,
          type,
          Optional.of(TypeName.get(componentTypes.get(0))),
          classes(componentTypes.get(0), "returns " + Names.simple(type) + " of", last));
    }
    for (int i = 0; i < components.size(); i++) {
      if (!isNumber(componentTypes.get(i))) {
        throw new Mismatch(
            "returns record " + Names.simple(type) + ", whose component "
                + components.get(i).getSimpleName() + " is " + Names.simple(componentTypes.get(i)),
            "a record of " + last.out() + " numbers (float or double), or of an enum and a number");
      }
    }
    if (components.size() != last.out()) {
      throw new Mismatch(
          "returns record " + Names.simple(type) + " of " + count(components.size(), "number")
              + " but " + last.title() + " produces out = " + last.out(),
          "a record of " + count(last.out(), "number") + ", or out = " + components.size() + " on "
              + last.title());
    }
    return result(
        ResultKind.NUMBERS,
        type,
        Optional.empty(),
        components.stream()
            .map(component -> ColumnSpec.of(component.getSimpleName().toString()))
            .toList());
  }

  private static List<ColumnSpec> classes(TypeMirror type, String verb, LayerDeclaration last)
      throws Mismatch {
    List<String> constants = FeatureReader.constants(MoreTypes.asTypeElement(type));
    if (constants.size() != last.out()) {
      throw new Mismatch(
          verb + " " + Names.simple(type) + ", an enum of " + count(constants.size(), "constant")
              + ", but " + last.title() + " produces out = " + last.out(),
          "an enum of " + count(last.out(), "constant") + ", or out = " + constants.size() + " on "
              + last.title());
    }
    return constants.stream().map(ColumnSpec::of).toList();
  }

  private static void checkOneColumn(TypeMirror type, LayerDeclaration last) throws Mismatch {
    if (last.out() != 1) {
      throw new Mismatch(
          "returns one " + type + " but " + last.title() + " produces out = " + last.out(),
          "return float[], an enum or a record, or out = 1 on " + last.title());
    }
  }

  private static boolean isNumber(TypeMirror type) {
    return type.getKind() == TypeKind.FLOAT || type.getKind() == TypeKind.DOUBLE;
  }

  private static Mismatch unknown(TypeMirror type, LayerDeclaration last) {
    return new Mismatch(
        "returns " + Names.simple(type) + ", which the " + count(last.out(), "column")
            + " of a result cannot become",
        "return float[], "
            + (last.out() == 1 ? "float, double, boolean with @Threshold, " : "")
            + "an enum or a record; for minibatches, a List or an array of these");
  }

  private static Result result(
      ResultKind kind, TypeMirror type, Optional<TypeName> enumType, List<ColumnSpec> columns) {
    return new Result(kind, TypeName.get(type), enumType, columns, Float.NaN, List.of());
  }

  static String count(int number, String thing) {
    return number + " " + thing + (number == 1 ? "" : "s");
  }
}
