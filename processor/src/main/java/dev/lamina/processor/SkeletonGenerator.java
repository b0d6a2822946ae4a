package dev.lamina.processor;

import com.palantir.javapoet.CodeBlock;
import com.palantir.javapoet.FieldSpec;
import com.palantir.javapoet.JavaFile;
import com.palantir.javapoet.MethodSpec;
import com.palantir.javapoet.TypeSpec;
import dev.lamina.ErrorCode;
import dev.lamina.NetworkSpec;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
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

  private final ClassFrame frames;
  private final TypeMethods methods;
  private final Types types;

  SkeletonGenerator(ClassFrame frames, TypeMethods methods, Types types) {
    this.frames = frames;
    this.methods = methods;
    this.types = types;
  }

  JavaFile generate(TypeElement type, List<Problem> problems) {
    CodeBlock body = CodeBlock.of(
        "throw new $T($S);\n",
        IllegalStateException.class,
        type.getSimpleName() + " was compiled with errors");
    TypeSpec.Builder skeleton = implementing(type, problems, body);
    skeleton.addJavadoc("Stands in for the network of {@code $L}, which has errors.\n", type);
    skeleton.addField(FieldSpec.builder(
            NetworkSpec.class, "SPEC", Modifier.PUBLIC, Modifier.STATIC, Modifier.FINAL)
        .initializer("null")
        .build());
    skeleton.addMethod(NetworkMethods.constructor(NetworkDescription.isPublic(type))
        .addCode(body)
        .build());
    return JavaFile.builder(NetworkDescription.generatedName(type).packageName(), skeleton.build())
        .skipJavaLangImports(true)
        .build();
  }

  /** As much of the annotated type and of Network as can be one class. */
  private TypeSpec.Builder implementing(TypeElement type, List<Problem> problems, CodeBlock body) {
    Set<ErrorCode> codes = EnumSet.noneOf(ErrorCode.class);
    problems.forEach(problem -> codes.add(problem.code()));
    if (codes.contains(ErrorCode.TYPE)) {
      return frames.withoutType(type).addMethods(NetworkMethods.withBody(body));
    }
    if (codes.contains(ErrorCode.CLASH)) {
      return implement(frames.withoutNetwork(type), type, methods.abstractMethods(type), body);
    }
    List<ExecutableElement> others = methods.abstractMethods(type).stream()
        .filter(method -> methods.contract(type, method).isEmpty())
        .toList();
    return implement(frames.of(type).addMethods(NetworkMethods.withBody(body)), type, others, body);
  }

  private TypeSpec.Builder implement(
      TypeSpec.Builder skeleton,
      TypeElement type,
      List<ExecutableElement> abstractMethods,
      CodeBlock body) {
    for (ExecutableElement method : abstractMethods) {
      skeleton.addMethod(MethodSpec.overriding(method, (DeclaredType) type.asType(), types)
          .addCode(body)
          .build());
    }
    return skeleton;
  }
}
