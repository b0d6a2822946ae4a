package dev.lamina.processor;

import com.palantir.javapoet.AnnotationSpec;
import com.palantir.javapoet.ClassName;
import com.palantir.javapoet.TypeName;
import com.palantir.javapoet.TypeSpec;
import dev.lamina.Network;
import java.util.ArrayList;
import java.util.List;
import javax.lang.model.element.ElementKind;
import javax.lang.model.element.Modifier;
import javax.lang.model.element.ModuleElement;
import javax.lang.model.element.TypeElement;
import javax.lang.model.util.Elements;
import javax.lang.model.util.Types;

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
    TypeSpec.Builder frame = bare(type);
    TypeName supertype = TypeName.get(type.asType());
    if (type.getKind() == ElementKind.INTERFACE) {
      frame.addSuperinterface(supertype);
    } else {
      frame.superclass(supertype);
    }
    if (!isSubtype(type, Network.class.getCanonicalName())) {
      frame.addSuperinterface(Network.class);
    }
    return frame;
  }

  /** A class that is only a {@link Network}, for a type that cannot be implemented. */
  TypeSpec.Builder withoutType(TypeElement type) {
    return bare(type).addSuperinterface(Network.class);
  }

  private TypeSpec.Builder bare(TypeElement type) {
    TypeSpec.Builder frame = TypeSpec.classBuilder(NetworkDescription.generatedName(type))
        .addOriginatingElement(type)
        .addModifiers(Modifier.FINAL);
    if (NetworkDescription.isPublic(type)) {
      frame.addModifiers(Modifier.PUBLIC);
    }
    // Only where the user's module can read it, or the class would not compile there.
    ModuleElement module = elements.getModuleOf(type);
    TypeElement generated = module == null
        ? elements.getTypeElement("javax.annotation.processing.Generated")
        : elements.getTypeElement(module, "javax.annotation.processing.Generated");
    if (generated != null) {
      frame.addAnnotation(AnnotationSpec.builder(ClassName.get(generated))
          .addMember("value", "$S", LaminaProcessor.class.getName())
          .build());
    }
    List<String> silenced = silenced(type, module);
    if (!silenced.isEmpty()) {
      AnnotationSpec.Builder suppress = AnnotationSpec.builder(SuppressWarnings.class);
      silenced.forEach(warning -> suppress.addMember("value", "$S", warning));
      frame.addAnnotation(suppress.build());
    }
    return frame;
  }

  /** The lints that the generated class would trip over through no fault of its user. */
  private List<String> silenced(TypeElement type, ModuleElement module) {
    List<String> warnings = new ArrayList<>();
    boolean named = module != null && !module.isUnnamed();
    if (named && NetworkDescription.isPublic(type)) {
      warnings.add("exports");
    }
    if (elements.isDeprecated(type)) {
      warnings.add("deprecation");
      warnings.add("removal");
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
