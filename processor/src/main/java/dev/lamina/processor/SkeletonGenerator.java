package dev.lamina.processor;

import com.palantir.javapoet.CodeBlock;
import com.palantir.javapoet.FieldSpec;
import com.palantir.javapoet.JavaFile;
import com.palantir.javapoet.MethodSpec;
import com.palantir.javapoet.TypeSpec;
import dev.lamina.NetworkSpec;
import java.util.List;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.element.Modifier;
import javax.lang.model.element.TypeElement;
import javax.lang.model.type.DeclaredType;
import javax.lang.model.util.Types;

/**
 * Generates a class with the right signatures and no content, for a declaration with a mistake: code
 * that uses the class then compiles, and the mistake is the only error that the user sees.
 */
final class SkeletonGenerator {

  private final Types types;

  SkeletonGenerator(Types types) {
    this.types = types;
  }

  /**
   * @param frame the empty class
   * @param abstractMethods what the class has to implement besides the methods of Network
   */
  JavaFile generate(
      TypeElement type, TypeSpec.Builder frame, List<ExecutableElement> abstractMethods) {
    CodeBlock body = CodeBlock.of(
        "throw new $T($S);\n",
        IllegalStateException.class,
        type.getSimpleName() + " was compiled with errors");
    frame.addJavadoc("Stands in for the network of {@code $L}, which has errors.\n", type);
    frame.addField(FieldSpec.builder(
            NetworkSpec.class, "SPEC", Modifier.PUBLIC, Modifier.STATIC, Modifier.FINAL)
        .initializer("null")
        .build());
    frame.addMethod(NetworkMethods.constructor(NetworkDescription.isPublic(type))
        .addCode(body)
        .build());
    NetworkMethods.withBody(body).forEach(frame::addMethod);
    for (ExecutableElement method : abstractMethods) {
      frame.addMethod(MethodSpec.overriding(method, (DeclaredType) type.asType(), types)
          .addCode(body)
          .build());
    }
    return JavaFile.builder(NetworkDescription.generatedName(type).packageName(), frame.build())
        .skipJavaLangImports(true)
        .build();
  }
}
