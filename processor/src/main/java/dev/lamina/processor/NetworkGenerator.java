package dev.lamina.processor;

import com.palantir.javapoet.CodeBlock;
import com.palantir.javapoet.FieldSpec;
import com.palantir.javapoet.JavaFile;
import com.palantir.javapoet.MethodSpec;
import com.palantir.javapoet.TypeSpec;
import dev.lamina.Activation;
import dev.lamina.ColumnSpec;
import dev.lamina.LayerSpec;
import dev.lamina.NetworkSpec;
import dev.lamina.execution.Execution;
import dev.lamina.execution.Pass;
import dev.lamina.execution.Preparation;
import dev.lamina.execution.Slot;
import dev.lamina.spi.DenseKernel;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import javax.lang.model.element.Modifier;
import javax.lang.model.util.Types;

/**
 * Generates the class of a network: its dimensions and layers as constants, a kernel for each layer,
 * and the forward pass with a line a layer. Whatever networks have in common is in {@link Execution}.
 *
 * <p>The source is ASCII: javac writes it in the user's encoding, which may have no × or ₁.
 */
final class NetworkGenerator {

  private final NetworkDescription description;
  private final NetworkSpec network;
  private final List<LayerSpec> layers;

  private NetworkGenerator(NetworkDescription description) {
    this.description = description;
    this.network = description.network();
    this.layers = network.layers();
  }

  static JavaFile generate(NetworkDescription description, TypeSpec.Builder frame, Types types) {
    return new NetworkGenerator(description).file(frame, types);
  }

  private JavaFile file(TypeSpec.Builder type, Types types) {
    type.addJavadoc(javadoc());
    addDimensions(type);
    addLayers(type);
    addSlots(type);
    addFields(type);
    type.addMethod(constructor());
    type.addMethod(layersMethod());
    new MethodGenerator(description, types).addTo(type, description.methods());
    NetworkMethods.delegating().forEach(type::addMethod);
    if (!description.printsItself()) {
      type.addMethod(NetworkMethods.delegatingToString());
    }
    return JavaFile.builder(
            NetworkDescription.generatedName(description.type()).packageName(), type.build())
        .skipJavaLangImports(true)
        .build();
  }

  private CodeBlock javadoc() {
    return CodeBlock.builder()
        .add("The forward pass of {@link $T}.\n\n", description.type())
        .add("<pre>\n$L\n</pre>\n\n", network.summary())
        .add("Zi = Ai-1*Wi + bi and Ai = gi(Zi), with A0 = X; N is the number of rows of a call.\n")
        .build();
  }

  private void addDimensions(TypeSpec.Builder type) {
    type.addField(dimension(0, network.inputSize(), "The number of columns of X."));
    for (int i = 1; i <= layers.size(); i++) {
      LayerSpec layer = layers.get(i - 1);
      type.addField(dimension(i, layer.out(), "The number of units of " + layer.name() + "."));
    }
  }

  private static FieldSpec dimension(int number, int value, String javadoc) {
    return constant(int.class, "L" + number)
        .addJavadoc(javadoc)
        .initializer("$L", value)
        .build();
  }

  private static FieldSpec.Builder constant(Class<?> type, String name) {
    return FieldSpec.builder(type, name, Modifier.PRIVATE, Modifier.STATIC, Modifier.FINAL);
  }

  private void addLayers(TypeSpec.Builder type) {
    for (int i = 1; i <= layers.size(); i++) {
      LayerSpec layer = layers.get(i - 1);
      type.addField(constant(LayerSpec.class, layerName(i))
          .initializer(
              "$T.of($S, $S,$WL$L,$WL$L,$W$T.$L)$L",
              LayerSpec.class,
              layer.name(),
              layer.inputs().get(0),
              i - 1,
              i,
              Activation.class,
              layer.activation().kind(),
              layer.bias() ? "" : ".withoutBias()")
          .build());
    }
    String names = IntStream.rangeClosed(1, layers.size())
        .mapToObj(NetworkGenerator::layerName)
        .collect(Collectors.joining(",$W", "", ""));
    type.addField(FieldSpec.builder(
            NetworkSpec.class, "SPEC", Modifier.PUBLIC, Modifier.STATIC, Modifier.FINAL)
        .addJavadoc("The shapes of this network.")
        .initializer(CodeBlock.builder()
            .add("$T.chain($S,$W" + names + ")", NetworkSpec.class, network.name())
            .add(columns("withFeatures", network.inputs().get(0).columns()))
            .add(columns("withClasses", network.outputs().get(0).columns()))
            .build())
        .build());
  }

  private static CodeBlock columns(String method, List<ColumnSpec> columns) {
    if (columns.isEmpty()) {
      return CodeBlock.of("");
    }
    CodeBlock.Builder code = CodeBlock.builder().add("\n." + method + "(");
    for (int i = 0; i < columns.size(); i++) {
      ColumnSpec column = columns.get(i);
      code.add(i == 0 ? "" : ",$W");
      if (column.size() == 1) {
        code.add("$T.of($S)", ColumnSpec.class, column.name());
      } else {
        code.add("new $T($S, $L)", ColumnSpec.class, column.name(), column.size());
      }
    }
    return code.add(")").build();
  }

  private static String layerName(int number) {
    return "LAYER_" + number;
  }

  private void addSlots(TypeSpec.Builder type) {
    type.addField(
        constant(Slot.class, "X").initializer("$T.input(0)", Slot.class).build());
    List<Integer> columns = description.slots().columns();
    for (int i = 1; i < layers.size(); i++) {
      type.addField(constant(Slot.class, "A" + i)
          .initializer("$T.scratch($L)", Slot.class, columns.get(i - 1))
          .build());
    }
    type.addField(constant(Slot.class, "A" + layers.size())
        .initializer("$T.output(0)", Slot.class)
        .build());
    type.addField(constant(int.class, "SCRATCH_COLUMNS")
        .addJavadoc("The columns that the results between the layers take in a tile.")
        .initializer("$L", description.slots().width())
        .build());
  }

  private void addFields(TypeSpec.Builder type) {
    for (int i = 1; i <= layers.size(); i++) {
      type.addField(DenseKernel.class, "kernel" + i, Modifier.PRIVATE, Modifier.FINAL);
    }
    type.addField(Execution.class, "execution", Modifier.PRIVATE, Modifier.FINAL);
  }

  private MethodSpec constructor() {
    MethodSpec.Builder constructor = NetworkMethods.constructor(
            NetworkDescription.isPublic(description.type()))
        .addJavadoc("""
                Builds the network.

                @param parameters what it learned, of the shapes of {@link #SPEC}
                @param backend who computes its layers
                @param options how it runs
                @throws dev.lamina.LaminaException if the parameters do not fit the shapes
                """)
        .addStatement(
            "$T preparation = new $T(SPEC, parameters, backend, options)",
            Preparation.class,
            Preparation.class);
    for (int i = 1; i <= layers.size(); i++) {
      constructor.addStatement("kernel$L = preparation.dense($L)", i, layerName(i));
    }
    return constructor
        .addStatement("execution = preparation.execution(SCRATCH_COLUMNS, this::layers)")
        .build();
  }

  private MethodSpec layersMethod() {
    MethodSpec.Builder method = MethodSpec.methodBuilder("layers")
        .addModifiers(Modifier.PRIVATE)
        .addParameter(Pass.class, "p");
    for (int i = 1; i <= layers.size(); i++) {
      method.addComment("$L", equation(i, layers.get(i - 1)));
      method.addStatement(
          "p.dense($L, kernel$L, $L, A$L)", layerName(i), i, i == 1 ? "X" : "A" + (i - 1), i);
    }
    return method.build();
  }

  /** {@code A2 = softmax(A1*W2 + b2) : (N x 32)*(32 x 10) + (1 x 10) -> (N x 10)}. */
  private static String equation(int number, LayerSpec layer) {
    String input = number == 1 ? "X" : "A" + (number - 1);
    String affine = input + "*W" + number + (layer.bias() ? " + b" + number : "");
    String result = layer.activation().kind() == Activation.IDENTITY
        ? affine
        : layer.activation() + "(" + affine + ")";
    return String.format(
        Locale.ROOT,
        "A%d = %s : (N x %d)*(%d x %d)%s -> (N x %d)",
        number,
        result,
        layer.in(),
        layer.in(),
        layer.out(),
        layer.bias() ? " + (1 x " + layer.out() + ")" : "",
        layer.out());
  }
}
