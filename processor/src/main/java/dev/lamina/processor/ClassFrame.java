package dev.lamina.processor;

import com.palantir.javapoet.AnnotationSpec;
import com.palantir.javapoet.ClassName;
import com.palantir.javapoet.TypeName;
import com.palantir.javapoet.TypeSpec;
import dev.lamina.Network;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.lang.model.element.ElementKind;
import javax.lang.model.element.Modifier;
import javax.lang.model.element.ModuleElement;
import javax.lang.model.element.TypeElement;
import javax.lang.model.util.Elements;
import javax.lang.model.util.Types;
import org.jspecify.annotations.Nullable;

/**
 * What a generated class is from outside, whatever is in it: its name and visibility, what it extends
 * and implements, and the annotations that keep it silent under a user's lint.
 */
final class ClassFrame {

  private final Elements elements;
  private final Types types;

  ClassFrame(Elements elements, Types types) {
    this.elements = elements;
    this.types = types;
  }

  /** A class that is the annotated type and a {@link Network}. */
  TypeSpec.Builder of(TypeElement type) {
    TypeSpec.Builder frame = withoutNetwork(type);
    if (!isSubtype(type, Network.class.getCanonicalName())) {
      frame.addSuperinterface(Network.class);
    }
    return frame;
  }

  /** A class that is the annotated type only, for a type that clashes with {@link Network}. */
  TypeSpec.Builder withoutNetwork(TypeElement type) {
    TypeSpec.Builder frame = bare(type, silencedOfSubtype(type));
    // A type inside the annotated one is inherited, and would hide an import of the same name.
    frame.avoidClashesWithNestedClasses(type);
    TypeName supertype = TypeName.get(type.asType());
    return type.getKind() == ElementKind.INTERFACE
        ? frame.addSuperinterface(supertype)
        : frame.superclass(supertype);
  }

  /** A class that is a {@link Network} only, for a type that cannot be implemented. */
  TypeSpec.Builder withoutType(TypeElement type) {
    return bare(type, List.of()).addSuperinterface(Network.class);
  }

  /**
   * @param silenced the lints that the class would trip over through its supertype
   */
  private TypeSpec.Builder bare(TypeElement type, List<String> silenced) {
    TypeSpec.Builder frame = TypeSpec.classBuilder(NetworkDescription.generatedName(type))
        .addOriginatingElement(type)
        .addModifiers(Modifier.FINAL);
    ModuleElement module = elements.getModuleOf(type);
    generatedAnnotation(module).ifPresent(frame::addAnnotation);
    List<String> warnings = new ArrayList<>(silenced);
    if (NetworkDescription.isPublic(type)) {
      frame.addModifiers(Modifier.PUBLIC);
      // Its signatures name Lamina's types, which the user's module need not pass on.
      if (module != null && !module.isUnnamed()) {
        warnings.add("exports");
      }
    }
    if (!warnings.isEmpty()) {
      AnnotationSpec.Builder suppress = AnnotationSpec.builder(SuppressWarnings.class);
      warnings.forEach(warning -> suppress.addMember("value", "$S", warning));
      frame.addAnnotation(suppress.build());
    }
    return frame;
  }

  /** Only where the user's module can read it, or the class would not compile there. */
  private Optional<AnnotationSpec> generatedAnnotation(@Nullable ModuleElement module) {
    String name = "javax.annotation.processing.Generated";
    TypeElement generated =
        module == null ? elements.getTypeElement(name) : elements.getTypeElement(module, name);
    return Optional.ofNullable(generated)
        .map(annotation -> AnnotationSpec.builder(ClassName.get(annotation))
            .addMember("value", "$S", LaminaProcessor.class.getName())
            .build());
  }

  private List<String> silencedOfSubtype(TypeElement type) {
    List<String> warnings = new ArrayList<>();
    Deprecated deprecated = type.getAnnotation(Deprecated.class);
    if (deprecated != null) {
      warnings.add(deprecated.forRemoval() ? "removal" : "deprecation");
    }
    if (isSubtype(type, "java.io.Serializable")) {
      warnings.add("serial");
    }
    return warnings;
  }

  private boolean isSubtype(TypeElement type, String supertype) {
    return types.isSubtype(type.asType(), elements.getTypeElement(supertype).asType());
  }
}
