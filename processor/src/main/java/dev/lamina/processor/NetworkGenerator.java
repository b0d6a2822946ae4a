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
import dev.lamina.PortSpec;
import dev.lamina.ScratchPlan;
import dev.lamina.execution.Execution;
import dev.lamina.execution.Pass;
import dev.lamina.execution.Preparation;
import dev.lamina.execution.ResidualKernel;
import dev.lamina.execution.Slot;
import dev.lamina.execution.StepKernel;
import dev.lamina.spi.DenseKernel;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
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
  private final ScratchPlan scratch;

  /** What inputs and layers are called in the generated class. */
  private final Map<String, Matrix> matrices = new HashMap<>();

  private NetworkGenerator(NetworkDescription description) {
    this.description = description;
    this.network = description.network();
    this.layers = network.layers();
    this.scratch = description.scratch();
    List<PortSpec> inputs = network.inputs();
    for (int i = 1; i <= inputs.size(); i++) {
      PortSpec input = inputs.get(i - 1);
      matrices.put(
          input.name(),
          inputs.size() == 1
              ? new Matrix("X", "X", "L0", input.size())
              : new Matrix("X" + i, "X" + i, "I" + i, input.size()));
    }
    for (int i = 1; i <= layers.size(); i++) {
      LayerSpec layer = layers.get(i - 1);
      matrices.put(layer.name(), new Matrix("A" + i, owner(i) + "A" + i, "L" + i, layer.out()));
    }
  }

  /**
   * An input or the result of a layer.
   *
   * @param symbol what equations call it
   * @param slot the constant that says where it lies
   * @param dimension the constant that says how many columns it has
   * @param columns how many those are
   */
  private record Matrix(String symbol, String slot, String dimension, int columns) {}

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
    addInputSlots(type);
    addScaledSlots(type);
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
    boolean isChain =
        isChain() && layers.stream().allMatch(layer -> layer.residual().isEmpty());
    return CodeBlock.builder()
        .add("The forward pass of {@link $T}.\n\n", description.type())
        .add("<pre>\n$L\n</pre>\n\n", network.summary())
        .add(
            isChain
                ? "Zi = Ai-1*Wi + bi and Ai = gi(Zi), with A0 = X; N is the number of rows of a call.\n"
                : "Each layer multiplies what it reads, side by side, by its W; N is the number of rows of"
                    + " a call.\n")
        .build();
  }

  private void addDimensions(TypeSpec.Builder type) {
    List<PortSpec> inputs = network.inputs();
    if (inputs.size() == 1) {
      type.addField(dimension(0, network.inputSize(), "The number of columns of X."));
    }
    for (int i = 1; inputs.size() > 1 && i <= inputs.size(); i++) {
      PortSpec input = inputs.get(i - 1);
      type.addField(constant(int.class, "I" + i)
          .addJavadoc("The number of columns of input " + input.name() + ".")
          .initializer("$L", input.size())
          .build());
    }
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
              "$T.of($S, $L,$W$L,$WL$L,$W$L)$L$L$L$L",
              LayerSpec.class,
              layer.name(),
              strings(layer.inputs()),
              layer.inputs().stream()
                  .map(name -> matrix(name).dimension())
                  .collect(Collectors.joining(" + ")),
              i,
              activation(layer),
              layer.bias() ? "" : ".withoutBias()",
              normalization("withNormalization", layer.normalization()),
              normalization("withInputNormalization", layer.inputNormalization()),
              residual(layer))
          .build());
    }
  }

  private Matrix matrix(String name) {
    return Objects.requireNonNull(matrices.get(name));
  }

  /** {@code "x"}, or {@code List.of("x", "layer1")}. */
  private static CodeBlock strings(List<String> names) {
    if (names.size() == 1) {
      return CodeBlock.of("$S", names.get(0));
    }
    return CodeBlock.of(
        "$T.of($L)",
        List.class,
        names.stream().map(name -> CodeBlock.of("$S", name)).collect(CodeBlock.joining(",$W")));
  }

  private static CodeBlock residual(LayerSpec layer) {
    return layer
        .residual()
        .map(residual -> CodeBlock.of(
            residual.afterActivation() ? ".withResidualAfterActivation($S)" : ".withResidual($S)",
            residual.from()))
        .orElse(CodeBlock.of(""));
  }

  /** {@code Activation.RELU}, or {@code ActivationSpec.of(Activation.ELU).with("alpha", 0.5)}. */
  private static CodeBlock activation(LayerSpec layer) {
    ActivationSpec activation = layer.activation();
    CodeBlock kind = CodeBlock.of("$T.$L", Activation.class, activation.kind());
    Map<String, Double> changed = activation.changedParameters();
    if (changed.isEmpty() && !activation.slopePerUnit()) {
      return layer.inputs().size() == 1
          ? kind
          : CodeBlock.of("$T.of($L)", ActivationSpec.class, kind);
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
  private static CodeBlock normalization(String method, Optional<NormalizationSpec> declared) {
    if (declared.isEmpty()) {
      return CodeBlock.of("");
    }
    NormalizationSpec norm = declared.get();
    CodeBlock.Builder code = CodeBlock.builder()
        .add(
            "\n    .$L($T.of($T.$L)",
            method,
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
            .add(isChain() ? chain(names) : graph(names))
            .add(ScalingGenerator.calls(network))
            .add(columns("withFeatures", network.inputs()))
            .add(columns("withClasses", network.outputs()))
            .build())
        .build());
  }

  /** Whether each layer reads the one before it, and nothing else. */
  private boolean isChain() {
    if (network.inputs().size() != 1
        || !network.inputs().get(0).name().equals(NetworkSpec.INPUT)
        || network.outputs().size() != 1) {
      return false;
    }
    String before = NetworkSpec.INPUT;
    for (LayerSpec layer : layers) {
      if (!layer.inputs().equals(List.of(before))) {
        return false;
      }
      before = layer.name();
    }
    return network.outputs().get(0).name().equals(before);
  }

  private CodeBlock chain(String names) {
    return CodeBlock.of("$T.chain($S,$W" + names + ")", NetworkSpec.class, network.name());
  }

  private CodeBlock graph(String names) {
    return CodeBlock.of(
        "new $T(\n$>$>$S,\n$L,\n$T.of(" + names + "),\n$L)$<$<",
        NetworkSpec.class,
        network.name(),
        ports(network.inputs()),
        List.class,
        ports(network.outputs()));
  }

  private CodeBlock ports(List<PortSpec> ports) {
    return CodeBlock.of(
        "$T.of($L)",
        List.class,
        ports.stream()
            .map(port -> CodeBlock.of(
                "$T.of($S, $L, $L)",
                PortSpec.class,
                port.name(),
                offset(port, ports),
                matrix(port.name()).dimension()))
            .collect(CodeBlock.joining(",$W")));
  }

  /** The columns before a port, {@code I1 + I2}. */
  private String offset(PortSpec port, List<PortSpec> ports) {
    return port.offset() == 0
        ? "0"
        : ports.subList(0, ports.indexOf(port)).stream()
            .map(before -> matrix(before.name()).dimension())
            .collect(Collectors.joining(" + "));
  }

  private static CodeBlock columns(String method, List<PortSpec> ports) {
    List<ColumnSpec> columns =
        ports.stream().flatMap(port -> port.columns().stream()).toList();
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

  private void addInputSlots(TypeSpec.Builder type) {
    for (PortSpec input : network.inputs()) {
      if (isUsedByItself(input.name())) {
        type.addField(constant(Slot.class, matrix(input.name()).slot())
            .initializer("$T.input($L)", Slot.class, offset(input, network.inputs()))
            .build());
      }
    }
  }

  /** Whether any line reads, adds, scales or copies an input, and not only what lies beside it in X with it. */
  private boolean isUsedByItself(String input) {
    return layers.stream()
            .anyMatch(layer -> layer.inputs().equals(List.of(input))
                || layer.residual().filter(added -> added.from().equals(input)).isPresent())
        || scratch.reads().stream()
            .flatMap(reading -> reading.copies().stream())
            .anyMatch(copy -> copy.source().equals(input));
  }

  /** The number that an input has in the names of its constants: {@code S2} is the scaled {@code X2}. */
  private String numberOf(String input) {
    return matrix(input).symbol().substring(1);
  }

  private void addScaledSlots(TypeSpec.Builder type) {
    for (ScratchPlan.ScaledInput scaled : scratch.scaledInputs()) {
      type.addField(slot("S" + numberOf(scaled.input()), scaled.area()));
    }
  }

  /** The slot of what a layer adds. */
  private String addedSlot(String name) {
    return scratch.scaledInputs().stream().anyMatch(scaled -> scaled.input().equals(name))
        ? "S" + numberOf(name)
        : matrix(name).slot();
  }

  private FieldSpec scratchColumns() {
    return constant(int.class, "SCRATCH_COLUMNS")
        .addJavadoc("The columns that the results between the layers take in a tile.")
        .initializer("$L", scratch.columns())
        .build();
  }

  private void addSlots(TypeSpec.Builder type, int first, int last) {
    for (int i = first; i <= last; i++) {
      type.addField(slot("A" + i, scratch.results().get(i - 1)));
      if (isGathered(i)) {
        ScratchPlan.Reading reading = scratch.reads().get(i - 1);
        type.addField(slot("C" + i, reading.area()));
        for (ScratchPlan.Copy copy : reading.copies()) {
          if (!copy.to().equals(reading.area())) {
            type.addField(slot(copySlot(i, copy), copy.to()));
          }
        }
      }
      if (isNormalizedApart(i)) {
        type.addField(slot("N" + i, scratch.reads().get(i - 1).normalized().orElseThrow()));
      }
    }
  }

  /** Whether a step normalises what a layer reads, and writes that somewhere else. */
  private boolean isNormalizedApart(int number) {
    ScratchPlan.Reading reading = scratch.reads().get(number - 1);
    return reading.normalized().filter(area -> !area.equals(reading.area())).isPresent();
  }

  private boolean isNormalizedByStep(int number) {
    return scratch.reads().get(number - 1).normalized().isPresent();
  }

  /** The slot whose columns a layer multiplies. */
  private String multipliedSlot(int number) {
    return isNormalizedApart(number) ? owner(number) + "N" + number : readSlot(number);
  }

  private static FieldSpec slot(String name, ScratchPlan.Area area) {
    String method = switch (area.place()) {
      case INPUT -> "input";
      case SCRATCH -> "scratch";
      case OUTPUT -> "output";
    };
    return constant(Slot.class, name)
        .initializer("$T." + method + "($L)", Slot.class, area.column())
        .build();
  }

  private boolean isGathered(int number) {
    return layers.get(number - 1).inputs().size() > 1;
  }

  /** The slot that a layer reads, before that is normalised. */
  private String readSlot(int number) {
    return isGathered(number)
        ? owner(number) + "C" + number
        : matrix(layers.get(number - 1).inputs().get(0)).slot();
  }

  /** The slot that something is copied to before a layer reads it, beside something else. */
  private String copySlot(int number, ScratchPlan.Copy copy) {
    ScratchPlan.Reading reading = scratch.reads().get(number - 1);
    String slot = "C" + number;
    return copy.to().equals(reading.area())
        ? slot
        : slot + "_" + (copy.to().column() - reading.area().column());
  }

  private void addFields(TypeSpec.Builder type) {
    for (ScratchPlan.ScaledInput scaled : scratch.scaledInputs()) {
      type.addField(
          StepKernel.class, "scaling" + numberOf(scaled.input()), Modifier.PRIVATE, Modifier.FINAL);
    }
    for (int i = 1; i <= layers.size(); i++) {
      if (isNormalizedByStep(i)) {
        type.addField(StepKernel.class, "norm" + i, Modifier.PRIVATE, Modifier.FINAL);
      }
      Class<?> kernel =
          layers.get(i - 1).residual().isPresent() ? ResidualKernel.class : DenseKernel.class;
      type.addField(kernel, "kernel" + i, Modifier.PRIVATE, Modifier.FINAL);
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
    for (ScratchPlan.ScaledInput scaled : scratch.scaledInputs()) {
      constructor.addStatement(
          "scaling$L = preparation.inputScaling($S)", numberOf(scaled.input()), scaled.input());
    }
    for (int i = 1; i <= layers.size(); i++) {
      if (isNormalizedByStep(i)) {
        constructor.addStatement("norm$L = preparation.inputNormalization($L)", i, layerName(i));
      }
      constructor.addStatement(
          "kernel$L = preparation.$L($L)",
          i,
          layers.get(i - 1).residual().isPresent() ? "residual" : "dense",
          layerName(i));
    }
    return constructor
        .addStatement(
            "execution = preparation.execution(SCRATCH_COLUMNS, $Lthis::layers)",
            scratch.steps() == 0 ? "" : scratch.steps() + ", ")
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
      LayerSpec layer = layers.get(i - 1);
      method.addComment("$L", equation(i, layer));
      if (isGathered(i)) {
        method.addComment("$L", gathering(i, layer));
      }
      if (isNormalizedApart(i)) {
        method.addComment("N$L = $L", i, multiplied(layer));
      } else if (isNormalizedByStep(i)) {
        method.addComment("$L, where it lies", multiplied(layer));
      }
      for (ScratchPlan.Copy copy : scratch.reads().get(i - 1).copies()) {
        Matrix source = matrix(copy.source());
        method.addStatement(
            "p.copy($L, $L, $L)", source.slot(), source.dimension(), owner(i) + copySlot(i, copy));
      }
      if (isNormalizedByStep(i)) {
        method.addStatement("p.step(norm$L, $L, $L)", i, readSlot(i), multipliedSlot(i));
      }
      for (ScratchPlan.ScaledInput scaled : scratch.scaledInputs()) {
        if (scaled.layer() == i - 1) {
          String number = numberOf(scaled.input());
          method.addComment("S$L = $L", number, scaled(scaled.input()));
          method.addStatement(
              "p.step(scaling$L, $L, S$L)", number, matrix(scaled.input()).slot(), number);
        }
      }
      String result = matrix(layer.name()).slot();
      if (layer.residual().isPresent()) {
        method.addStatement(
            "p.residual($L, kernel$L, $L, $L, $L)",
            layerName(i),
            i,
            multipliedSlot(i),
            addedSlot(layer.residual().get().from()),
            result);
      } else {
        method.addStatement(
            "p.dense($L, kernel$L, $L, $L)", layerName(i), i, multipliedSlot(i), result);
      }
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

  /** {@code C2 = [X, A1]: X is copied to where A1 is}, what a layer reads side by side. */
  private String gathering(int number, LayerSpec layer) {
    List<ScratchPlan.Copy> copies = scratch.reads().get(number - 1).copies();
    String copied = copies.stream()
        .map(copy -> matrix(copy.source()).symbol())
        .collect(Collectors.joining(", "));
    return "C" + number + " = " + read(layer) + ", "
        + (copies.isEmpty()
            ? "which lie side by side"
            : copies.size() == layer.inputs().size()
                ? "copied"
                : "of which " + copied + (copies.size() == 1 ? " is" : " are") + " copied");
  }

  /** {@code A1}, or {@code [X, A1]}. */
  private String read(LayerSpec layer) {
    String read = layer.inputs().stream()
        .map(name -> matrix(name).symbol())
        .collect(Collectors.joining(", "));
    return layer.inputs().size() > 1 ? "[" + read + "]" : read;
  }

  private String scaled(String input) {
    return network.inputScaling().isPresent() && isInput(input)
        ? "scale(" + matrix(input).symbol() + ")"
        : matrix(input).symbol();
  }

  private boolean isInput(String name) {
    return network.inputs().stream().anyMatch(input -> input.name().equals(name));
  }

  private boolean isOutput(String name) {
    return network.outputs().stream().anyMatch(output -> output.name().equals(name));
  }

  /** {@code relu(batch_norm([X, A1]*W2 + b2) + A1)}, or what is there of it. */
  private String formula(int number, LayerSpec layer) {
    String formula = multiplied(layer) + "*W" + number + (layer.bias() ? " + b" + number : "");
    formula = normalized(layer, formula, false) + residual(layer, false);
    if (layer.activation().kind() != Activation.IDENTITY) {
      formula = applied(layer.activation(), formula, number);
    }
    formula = normalized(layer, formula, true) + residual(layer, true);
    return network.outputScaling().isPresent() && isOutput(layer.name())
        ? "unscale(" + formula + ")"
        : formula;
  }

  /** {@code layer_norm([scale(X), A1])}, or what is there of it. */
  private String multiplied(LayerSpec layer) {
    String read = layer.inputs().stream().map(this::scaled).collect(Collectors.joining(", "));
    String inputs = layer.inputs().size() > 1 ? "[" + read + "]" : read;
    return layer
        .inputNormalization()
        .map(norm -> norm.kind().displayName() + "(" + inputs + ")")
        .orElse(inputs);
  }

  private static String normalized(LayerSpec layer, String values, boolean afterActivation) {
    return layer
        .normalization()
        .filter(norm -> norm.afterActivation() == afterActivation)
        .map(norm -> norm.kind().displayName() + "(" + values + ")")
        .orElse(values);
  }

  private String residual(LayerSpec layer, boolean afterActivation) {
    return layer
        .residual()
        .filter(residual -> residual.afterActivation() == afterActivation)
        .map(residual -> " + " + scaled(residual.from()))
        .orElse("");
  }

  /**
   * {@code A2 = softmax(A1*W2 + b2) : (N x 32)*(32 x 10) + (1 x 10) -> (N x 10)}; {@code [X, A1]} are two
   * matrices side by side.
   */
  private String equation(int number, LayerSpec layer) {
    return String.format(
        Locale.ROOT,
        "A%d = %s : (N x %d)*(%d x %d)%s%s -> (N x %d)",
        number,
        formula(number, layer),
        layer.in(),
        layer.in(),
        layer.out(),
        layer.bias() ? " + (1 x " + layer.out() + ")" : "",
        layer.residual().isPresent() ? " + (N x " + layer.out() + ")" : "",
        layer.out());
  }
}
