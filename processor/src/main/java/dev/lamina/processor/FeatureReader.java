package dev.lamina.processor;

import com.google.auto.common.MoreTypes;
import com.palantir.javapoet.CodeBlock;
import dev.lamina.Size;
import dev.lamina.execution.Features;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import javax.lang.model.element.Element;
import javax.lang.model.element.ElementKind;
import javax.lang.model.element.PackageElement;
import javax.lang.model.element.RecordComponentElement;
import javax.lang.model.element.TypeElement;
import javax.lang.model.type.ArrayType;
import javax.lang.model.type.DeclaredType;
import javax.lang.model.type.TypeKind;
import javax.lang.model.type.TypeMirror;
import javax.lang.model.util.Types;

/** Reads what of a parameter, or of a record, becomes columns of X. */
final class FeatureReader {

  private final Types types;

  FeatureReader(Types types) {
    this.types = types;
  }

  /**
   * The features of a value.
   *
   * @param type its type
   * @param name its name in the user's words; empty for the example itself, whose components need no
   *     prefix
   * @param value the expression that reads it
   * @param declaration the parameter or component, which may carry a size
   * @param user the package that the generated class is in
   */
  List<Feature> read(
      TypeMirror type, String name, CodeBlock value, Element declaration, PackageElement user)
      throws Mismatch {
    List<Feature> features = new ArrayList<>();
    read(type, name, value, declaration, user, features, new ArrayDeque<>());
    return features;
  }

  private void read(
      TypeMirror type,
      String name,
      CodeBlock value,
      Element declaration,
      PackageElement user,
      List<Feature> features,
      Deque<TypeElement> around)
      throws Mismatch {
    TypeKind kind = type.getKind();
    if (kind == TypeKind.BOOLEAN) {
      features.add(new Feature(name, value, Feature.Encoding.BOOLEAN, List.of(), 1));
    } else if (kind == TypeKind.DOUBLE) {
      features.add(new Feature(name, value, Feature.Encoding.DOUBLE, List.of(), 1));
    } else if (kind.isPrimitive() && kind != TypeKind.CHAR) {
      features.add(new Feature(name, value, Feature.Encoding.NUMBER, List.of(), 1));
    } else if (kind == TypeKind.ARRAY) {
      features.add(array((ArrayType) type, name, value, declaration));
    } else if (isOf(type, ElementKind.ENUM)) {
      checkVisible(type, user);
      List<String> constants = constants(MoreTypes.asTypeElement(type));
      features.add(new Feature(name, value, Feature.Encoding.ONE_HOT, constants, constants.size()));
    } else if (isOf(type, ElementKind.RECORD)) {
      checkVisible(type, user);
      readRecord((DeclaredType) type, name, value, user, features, around);
    } else {
      throw new Mismatch(
          named(name) + "has the type " + Names.simple(type) + ", which cannot become columns of X",
          "use numbers, booleans, enums, arrays with @Size, or records of these");
    }
  }

  private void readRecord(
      DeclaredType type,
      String name,
      CodeBlock value,
      PackageElement user,
      List<Feature> features,
      Deque<TypeElement> around)
      throws Mismatch {
    TypeElement element = MoreTypes.asTypeElement(type);
    if (around.contains(element)) {
      throw new Mismatch(
          "record " + element.getSimpleName() + " contains itself, so it has no number of columns",
          "remove the component " + name);
    }
    around.push(element);
    for (RecordComponentElement component : element.getRecordComponents()) {
      TypeMirror componentType = MoreTypes.asExecutable(
              types.asMemberOf(type, component.getAccessor()))
          .getReturnType();
      String componentName = (name.isEmpty() ? "" : name + ".") + component.getSimpleName();
      CodeBlock owner =
          name.isEmpty() ? value : CodeBlock.of("$T.notNull($L, $S)", Features.class, value, name);
      read(
          componentType,
          componentName,
          CodeBlock.of("$L.$L()", owner, component.getSimpleName()),
          component,
          user,
          features,
          around);
    }
    around.pop();
  }

  private static Feature array(ArrayType type, String name, CodeBlock value, Element declaration)
      throws Mismatch {
    TypeKind element = type.getComponentType().getKind();
    if (element != TypeKind.FLOAT && element != TypeKind.DOUBLE) {
      throw new Mismatch(
          named(name) + "has the type " + Names.simple(type) + ", which cannot become columns of X",
          "use float[] or double[]");
    }
    Optional<Integer> size =
        Optional.ofNullable(declaration.getAnnotation(Size.class)).map(Size::value);
    if (size.isEmpty()) {
      throw new Mismatch(
          named(name) + "is an array without a size, so its columns cannot be counted",
          "put @Size with its length in front of it");
    }
    if (size.get() <= 0) {
      throw new Mismatch(
          named(name) + "has @Size(" + size.get() + "): a size is at least 1",
          "write the length of the array");
    }
    return new Feature(name, value, Feature.Encoding.ARRAY, List.of(), size.get());
  }

  private static String named(String name) {
    return name.isEmpty() ? "it " : name + " ";
  }

  private static void checkVisible(TypeMirror type, PackageElement user) throws Mismatch {
    TypeElement element = MoreTypes.asTypeElement(type);
    if (!Sight.reaches(element, user)) {
      throw new Mismatch(
          element.getSimpleName() + " cannot be seen by the generated class", Sight.FIX);
    }
  }

  static boolean isOf(TypeMirror type, ElementKind kind) {
    return type.getKind() == TypeKind.DECLARED && MoreTypes.asElement(type).getKind() == kind;
  }

  /** The names of an enum's constants, in their order. */
  static List<String> constants(TypeElement enumType) {
    return enumType.getEnclosedElements().stream()
        .filter(element -> element.getKind() == ElementKind.ENUM_CONSTANT)
        .map(element -> element.getSimpleName().toString())
        .toList();
  }
}
