package dev.lamina.processor;

import com.palantir.javapoet.CodeBlock;
import com.palantir.javapoet.MethodSpec;
import com.palantir.javapoet.TypeName;
import dev.lamina.Network;
import dev.lamina.NetworkSpec;
import dev.lamina.Options;
import dev.lamina.Parameters;
import dev.lamina.Workspace;
import dev.lamina.spi.Backend;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.List;
import javax.lang.model.element.Modifier;

/** The constructor and the methods of {@link Network} that every generated class has. */
final class NetworkMethods {

  private NetworkMethods() {}

  /** The names that a generated class gives to its own fields and methods. */
  static List<String> fieldNames(NetworkSpec network) {
    List<String> names = new ArrayList<>(List.of("SPEC", "X", "SCRATCH_COLUMNS", "L0"));
    names.addAll(List.of("execution", "layers", "forward"));
    for (int i = 1; i <= network.layers().size(); i++) {
      names.addAll(List.of("L" + i, "LAYER_" + i, "A" + i, "C" + i, "kernel" + i));
    }
    for (int i = 1; network.inputs().size() > 1 && i <= network.inputs().size(); i++) {
      names.addAll(List.of("X" + i, "I" + i));
    }
    return names;
  }

  static MethodSpec.Builder constructor(boolean isPublic) {
    MethodSpec.Builder constructor = MethodSpec.constructorBuilder()
        .addParameter(Parameters.class, "parameters")
        .addParameter(Backend.class, "backend")
        .addParameter(Options.class, "options");
    return isPublic ? constructor.addModifiers(Modifier.PUBLIC) : constructor;
  }

  /** The methods, each handing its arguments to the field {@code execution}. */
  static List<MethodSpec> delegating() {
    return withBodies(
        CodeBlock.of("execution.forward(x, y);\n"),
        CodeBlock.of("return execution.forward(x);\n"),
        CodeBlock.of("execution.forward(x, rows, y);\n"),
        CodeBlock.of("execution.forward(x, xOffset, rows, y, yOffset, workspace);\n"),
        CodeBlock.of("return execution.newWorkspace();\n"),
        CodeBlock.of("return SPEC;\n"));
  }

  /** The methods, each with the same body. */
  static List<MethodSpec> withBody(CodeBlock body) {
    return withBodies(body, body, body, body, body, body);
  }

  static MethodSpec delegatingToString() {
    return overriding("toString", String.class)
        .addStatement("return execution.toString()")
        .build();
  }

  private static List<MethodSpec> withBodies(
      CodeBlock example,
      CodeBlock newResult,
      CodeBlock batch,
      CodeBlock batchWithWorkspace,
      CodeBlock newWorkspace,
      CodeBlock spec) {
    return List.of(
        overriding("forward", void.class)
            .addParameter(float[].class, "x")
            .addParameter(float[].class, "y")
            .addCode(example)
            .build(),
        overriding("forward", float[].class)
            .addParameter(float[].class, "x")
            .addCode(newResult)
            .build(),
        overriding("forward", void.class)
            .addParameter(float[].class, "x")
            .addParameter(int.class, "rows")
            .addParameter(float[].class, "y")
            .addCode(batch)
            .build(),
        overriding("forward", void.class)
            .addParameter(float[].class, "x")
            .addParameter(int.class, "xOffset")
            .addParameter(int.class, "rows")
            .addParameter(float[].class, "y")
            .addParameter(int.class, "yOffset")
            .addParameter(Workspace.class, "workspace")
            .addCode(batchWithWorkspace)
            .build(),
        overriding("newWorkspace", Workspace.class).addCode(newWorkspace).build(),
        overriding("spec", NetworkSpec.class).addCode(spec).build());
  }

  private static MethodSpec.Builder overriding(String name, Type result) {
    return MethodSpec.methodBuilder(name)
        .addAnnotation(Override.class)
        .addModifiers(Modifier.PUBLIC)
        .returns(TypeName.get(result));
  }
}
