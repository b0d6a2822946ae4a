package dev.lamina.processor;

import com.palantir.javapoet.CodeBlock;
import com.palantir.javapoet.FieldSpec;
import com.palantir.javapoet.TypeSpec;
import dev.lamina.NetworkSpec;
import dev.lamina.Scaling;
import dev.lamina.ScalingSpec;
import java.util.List;
import javax.lang.model.element.Modifier;

/** Generates what a network says about the scaling of its input and of its result. */
final class ScalingGenerator {

  private static final String INPUT = "INPUT_SCALING";
  private static final String OUTPUT = "OUTPUT_SCALING";

  private ScalingGenerator() {}

  /** The constants that {@link #calls} refers to. */
  static void addConstants(TypeSpec.Builder type, NetworkSpec network) {
    network
        .inputScaling()
        .ifPresent(
            scaling -> type.addField(constant(INPUT, "How the columns of X are scaled.", scaling)));
    network
        .outputScaling()
        .ifPresent(scaling -> type.addField(
            constant(OUTPUT, "How the columns of the result are scaled back.", scaling)));
  }

  private static FieldSpec constant(String name, String javadoc, ScalingSpec scaling) {
    return FieldSpec.builder(
            ScalingSpec.class, name, Modifier.PRIVATE, Modifier.STATIC, Modifier.FINAL)
        .addJavadoc(javadoc)
        .initializer(
            scaling.isStored()
                ? CodeBlock.of("$T.stored($T.$L)", ScalingSpec.class, Scaling.class, scaling.kind())
                : CodeBlock.of(
                    "$T.of($T.$L,$W$L,$W$L)",
                    ScalingSpec.class,
                    Scaling.class,
                    scaling.kind(),
                    array(scaling.shift()),
                    array(scaling.scale())))
        .build();
  }

  private static CodeBlock array(List<Double> numbers) {
    return numbers.stream()
        .map(number -> CodeBlock.of("$L", number))
        .collect(CodeBlock.joining(",$W", "new double[] {", "}"));
  }

  /** What follows on the creation of a network's spec. */
  static CodeBlock calls(NetworkSpec network) {
    CodeBlock.Builder code = CodeBlock.builder();
    network.inputScaling().ifPresent(scaling -> code.add("\n.withInputScaling($L)", INPUT));
    network.outputScaling().ifPresent(scaling -> code.add("\n.withOutputScaling($L)", OUTPUT));
    return code.build();
  }
}
