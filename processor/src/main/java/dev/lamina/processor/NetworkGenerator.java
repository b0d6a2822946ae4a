package dev.lamina.processor;

import com.palantir.javapoet.CodeBlock;
import com.palantir.javapoet.FieldSpec;
import com.palantir.javapoet.JavaFile;
import com.palantir.javapoet.MethodSpec;
import com.palantir.javapoet.TypeSpec;
import dev.lamina.Activation;
import dev.lamina.ActivationParameter;
import dev.lamina.ActivationSpec;
import dev.lamina.ColumnSpec;
import dev.lamina.LayerSpec;
import dev.lamina.NetworkSpec;
import dev.lamina.Normalization;
import dev.lamina.NormalizationSpec;
import dev.lamina.ScalingSpec;
import dev.lamina.execution.Execution;
import dev.lamina.execution.Pass;
import dev.lamina.execution.Preparation;
import dev.lamina.execution.Slot;
import dev.lamina.spi.DenseKernel;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
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

  /**
   * Layers that one method or one class initialiser deals with: HotSpot compiles no method of more
   * than 8,000 bytes, and a layer takes 30 in an initialiser.
   */
  private static final int PART = 64;

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
    if (isDeep()) {
      addParts(type);
    } else {
      addLayers(type, 1, layers.size());
    }
    ScalingGenerator.addConstants(type, network);
    addSpec(type);
    type.addField(inputSlot());
    if (!isDeep()) {
      addSlots(type, 1, layers.size());
    }
    type.addField(scratchColumns());
    addFields(type);
    type.addMethod(constructor());
    addLayersMethods(type);
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

  private boolean isDeep() {
    return layers.size() > PART;
  }

  private int parts() {
    return (layers.size() - 1) / PART + 1;
  }

  /** The constants of a deep network, in a class for each part of it. */
  private void addParts(TypeSpec.Builder type) {
    for (int part = 1; part <= parts(); part++) {
      TypeSpec.Builder constants = TypeSpec.classBuilder("Part" + part)
          .addModifiers(Modifier.PRIVATE, Modifier.STATIC, Modifier.FINAL);
      addLayers(constants, firstOf(part), lastOf(part));
      addSlots(constants, firstOf(part), lastOf(part));
      type.addType(constants.build());
    }
  }

  private static int firstOf(int part) {
    return (part - 1) * PART + 1;
  }

  private int lastOf(int part) {
    return Math.min(part * PART, layers.size());
  }

  /** What stands in front of the constants of a layer. */
  private String owner(int number) {
    return isDeep() ? "Part" + ((number - 1) / PART + 1) + "." : "";
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

  private void addLayers(TypeSpec.Builder type, int first, int last) {
    for (int i = first; i <= last; i++) {
      LayerSpec layer = layers.get(i - 1);
      type.addField(constant(LayerSpec.class, "LAYER_" + i)
          .initializer(
              "$T.of($S, $S,$WL$L,$WL$L,$W$L)$L$L",
              LayerSpec.class,
              layer.name(),
              layer.inputs().get(0),
              i - 1,
              i,
              activation(layer.activation()),
              layer.bias() ? "" : ".withoutBias()",
              layer.normalization().map(NetworkGenerator::normalization).orElse(CodeBlock.of("")))
          .build());
    }
  }

  /** {@code Activation.RELU}, or {@code ActivationSpec.of(Activation.ELU).with("alpha", 0.5)}. */
  private static CodeBlock activation(ActivationSpec activation) {
    CodeBlock kind = CodeBlock.of("$T.$L", Activation.class, activation.kind());
    Map<String, Double> changed = activation.changedParameters();
    if (changed.isEmpty() && !activation.slopePerUnit()) {
      return kind;
    }
    CodeBlock.Builder code = CodeBlock.builder().add("$T.of($L)", ActivationSpec.class, kind);
    if (activation.kind() == Activation.HARD_TANH) {
      // Both at once: one by one, the first may be beyond the end that is there by default.
      code.add(
          ".between($L, $L)",
          activation.parameters().get(0),
          activation.parameters().get(1));
    } else {
      changed.forEach((name, value) -> code.add(".with($S, $L)", name, value));
    }
    return code.add(activation.slopePerUnit() ? ".withSlopePerUnit()" : "").build();
  }

  /** {@code .withNormalization(NormalizationSpec.of(Normalization.BATCH))}, and what differs from it. */
  private static CodeBlock normalization(NormalizationSpec norm) {
    CodeBlock.Builder code = CodeBlock.builder()
        .add(
            "\n    .withNormalization($T.of($T.$L)",
            NormalizationSpec.class,
            Normalization.class,
            norm.kind());
    if (norm.epsilon() != NormalizationSpec.DEFAULT_EPSILON) {
      code.add(".withEpsilon($L)", norm.epsilon());
    }
    return code.add(norm.afterActivation() ? ".afterTheActivation())" : ")").build();
  }

  private void addSpec(TypeSpec.Builder type) {
    String names = IntStream.rangeClosed(1, layers.size())
        .mapToObj(this::layerName)
        .collect(Collectors.joining(",$W", "", ""));
    type.addField(FieldSpec.builder(
            NetworkSpec.class, "SPEC", Modifier.PUBLIC, Modifier.STATIC, Modifier.FINAL)
        .addJavadoc("The shapes of this network.")
        .initializer(CodeBlock.builder()
            .add("$T.chain($S,$W" + names + ")", NetworkSpec.class, network.name())
            .add(ScalingGenerator.calls(network))
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

  private String layerName(int number) {
    return owner(number) + "LAYER_" + number;
  }

  /** The slot that a layer's result lies in; that of layer 0 is X. */
  private String slotName(int number) {
    return number == 0 ? "X" : owner(number) + "A" + number;
  }

  private static FieldSpec inputSlot() {
    return constant(Slot.class, "X").initializer("$T.input(0)", Slot.class).build();
  }

  private FieldSpec scratchColumns() {
    return constant(int.class, "SCRATCH_COLUMNS")
        .addJavadoc("The columns that the results between the layers take in a tile.")
        .initializer("$L", description.slots().width())
        .build();
  }

  private void addSlots(TypeSpec.Builder type, int first, int last) {
    List<Integer> columns = description.slots().columns();
    for (int i = first; i <= last; i++) {
      CodeBlock slot = i == layers.size()
          ? CodeBlock.of("$T.output(0)", Slot.class)
          : CodeBlock.of("$T.scratch($L)", Slot.class, columns.get(i - 1));
      type.addField(constant(Slot.class, "A" + i).initializer(slot).build());
    }
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

  private void addLayersMethods(TypeSpec.Builder type) {
    if (!isDeep()) {
      type.addMethod(layersMethod("layers", 1, layers.size()));
      return;
    }
    MethodSpec.Builder all = layersMethod("layers");
    for (int part = 1; part <= parts(); part++) {
      all.addStatement("layers$L(p)", part);
    }
    type.addMethod(all.build());
    for (int part = 1; part <= parts(); part++) {
      type.addMethod(layersMethod("layers" + part, firstOf(part), lastOf(part)));
    }
  }

  private MethodSpec layersMethod(String name, int first, int last) {
    MethodSpec.Builder method = layersMethod(name);
    for (int i = first; i <= last; i++) {
      method.addComment("$L", equation(i, layers.get(i - 1)));
      method.addStatement(
          "p.dense($L, kernel$L, $L, $L)", layerName(i), i, slotName(i - 1), slotName(i));
    }
    return method.build();
  }

  private static MethodSpec.Builder layersMethod(String name) {
    return MethodSpec.methodBuilder(name)
        .addModifiers(Modifier.PRIVATE)
        .addParameter(Pass.class, "p");
  }

  /** {@code leaky_relu(X*W1 + b1, alpha=0.2)}; a learned slope is a letter, as W and b are. */
  private static String applied(ActivationSpec activation, String affine, int number) {
    StringBuilder text = new StringBuilder(activation.kind().displayName() + "(" + affine);
    if (activation.kind() == Activation.PRELU) {
      text.append(", s").append(number);
    }
    activation
        .changedParameters()
        .forEach((name, value) ->
            text.append(", ").append(name).append("=").append(ActivationParameter.text(value)));
    return text.append(")").toString();
  }

  /** {@code relu(batch_norm(X*W1 + b1))}, or what is there of it. */
  private static String applied(LayerSpec layer, String affine, int number) {
    ActivationSpec activation = layer.activation();
    Optional<NormalizationSpec> norm = layer.normalization();
    String result = affine;
    if (norm.isPresent() && !norm.get().afterActivation()) {
      result = norm.get().kind().displayName() + "(" + result + ")";
    }
    if (activation.kind() != Activation.IDENTITY) {
      result = applied(activation, result, number);
    }
    return norm.isPresent() && norm.get().afterActivation()
        ? norm.get().kind().displayName() + "(" + result + ")"
        : result;
  }

  private static String scaled(String text, Optional<ScalingSpec> scaling) {
    return scaling.isPresent() ? "scale(" + text + ")" : text;
  }

  private static String scaledBack(String text, Optional<ScalingSpec> scaling) {
    return scaling.isPresent() ? "unscale(" + text + ")" : text;
  }

  /** {@code A2 = softmax(A1*W2 + b2) : (N x 32)*(32 x 10) + (1 x 10) -> (N x 10)}. */
  private String equation(int number, LayerSpec layer) {
    String input = number == 1 ? scaled("X", network.inputScaling()) : "A" + (number - 1);
    String affine = input + "*W" + number + (layer.bias() ? " + b" + number : "");
    String result = applied(layer, affine, number);
    if (number == layers.size()) {
      result = scaledBack(result, network.outputScaling());
    }
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
