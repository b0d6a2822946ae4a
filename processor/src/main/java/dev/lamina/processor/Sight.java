package dev.lamina.processor;

import com.google.auto.common.MoreElements;
import com.google.auto.common.MoreTypes;
import com.google.auto.common.Visibility;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.lang.model.element.PackageElement;
import javax.lang.model.element.TypeElement;
import javax.lang.model.type.ArrayType;
import javax.lang.model.type.ExecutableType;
import javax.lang.model.type.TypeKind;
import javax.lang.model.type.TypeMirror;

/** Which types a generated class can name. */
final class Sight {

  static final String FIX =
      "make it public, or package-private in the package of the annotated type";

  private Sight() {}

  /** The first type of a signature that a class in a package cannot name. */
  static Optional<TypeElement> hidden(ExecutableType signature, PackageElement from) {
    List<TypeMirror> types = new ArrayList<>(signature.getParameterTypes());
    types.add(signature.getReturnType());
    return types.stream()
        .flatMap(type -> named(type).stream())
        .filter(type -> !reaches(type, from))
        .findFirst();
  }

  /** The types that a type is written with: its own, those of its arguments and elements. */
  private static List<TypeElement> named(TypeMirror type) {
    if (type.getKind() == TypeKind.ARRAY) {
      return named(((ArrayType) type).getComponentType());
    }
    List<TypeElement> types = new ArrayList<>();
    if (type.getKind() == TypeKind.DECLARED) {
      types.add(MoreTypes.asTypeElement(type));
      MoreTypes.asDeclared(type).getTypeArguments().forEach(each -> types.addAll(named(each)));
    } else if (type.getKind() == TypeKind.WILDCARD) {
      TypeMirror bound = MoreTypes.asWildcard(type).getExtendsBound();
      if (bound != null) {
        types.addAll(named(bound));
      }
    }
    return types;
  }

  static boolean reaches(TypeElement type, PackageElement from) {
    Visibility visibility = Visibility.effectiveVisibilityOfElement(type);
    return visibility == Visibility.PUBLIC
        || (visibility != Visibility.PRIVATE && MoreElements.getPackage(type).equals(from));
  }
}
