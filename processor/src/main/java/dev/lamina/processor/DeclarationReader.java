package dev.lamina.processor;

import com.google.auto.common.AnnotationMirrors;
import com.google.auto.common.AnnotationValues;
import com.google.auto.common.MoreElements;
import dev.lamina.Activation;
import dev.lamina.Dense;
import dev.lamina.Input;
import dev.lamina.InputScale;
import dev.lamina.Normalization;
import dev.lamina.Output;
import dev.lamina.OutputScale;
import dev.lamina.Scaling;
import dev.lamina.ScalingSpec;
import dev.lamina.Weights;
import java.lang.annotation.Annotation;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import javax.lang.model.element.AnnotationMirror;
import javax.lang.model.element.AnnotationValue;
import javax.lang.model.element.TypeElement;

/** Reads the annotations of a type. It takes every value as it is; checks come later. */
final class DeclarationReader {

  Declaration read(TypeElement type) {
    List<AnnotationMirror> beside = find(type, Dense.class).map(List::of).orElse(List.of());
    List<AnnotationMirror> stacked = held(type, Dense.Stack.class);
    List<LayerDeclaration> layers = new ArrayList<>();
    for (AnnotationMirror annotation : stacked.isEmpty() ? beside : stacked) {
      layers.add(readLayer(layers.size() + 1, annotation));
    }
    return new Declaration(
        type,
        layers,
        readInputs(type),
        readOutput(type),
        !beside.isEmpty() && !stacked.isEmpty(),
        readScalings(type),
        readWeights(type));
  }

  private static Optional<AnnotationMirror> find(
      TypeElement type, Class<? extends Annotation> kind) {
    return MoreElements.getAnnotationMirror(type, kind).toJavaUtil();
  }

  /** The annotations in a container. */
  private static List<AnnotationMirror> held(
      TypeElement type, Class<? extends Annotation> container) {
    return find(type, container)
        .<List<AnnotationMirror>>map(
            annotation -> List.copyOf(AnnotationValues.getAnnotationMirrors(
                AnnotationMirrors.getAnnotationValue(annotation, "value"))))
        .orElse(List.of());
  }

  /** The inputs of a type, whether or not it has layers. */
  static List<InputDeclaration> readInputs(TypeElement type) {
    List<AnnotationMirror> annotations = new ArrayList<>(held(type, Input.Row.class));
    find(type, Input.class).ifPresent(annotations::add);
    List<InputDeclaration> inputs = new ArrayList<>();
    for (AnnotationMirror annotation : annotations) {
      inputs.add(new InputDeclaration(
          inputs.size() + 1,
          annotation,
          AnnotationValues.getString(AnnotationMirrors.getAnnotationValue(annotation, "name")),
          AnnotationValues.getInt(AnnotationMirrors.getAnnotationValue(annotation, "size"))));
    }
    return inputs;
  }

  /** What a type says of its results, whether or not it has layers. */
  static Optional<OutputDeclaration> readOutput(TypeElement type) {
    return find(type, Output.class)
        .map(annotation -> new OutputDeclaration(
            annotation,
            AnnotationValues.getStrings(
                AnnotationMirrors.getAnnotationValue(annotation, "value"))));
  }

  /** The scalings of a type, whether or not it has layers. */
  static List<ScalingDeclaration> readScalings(TypeElement type) {
    List<ScalingDeclaration> scalings = new ArrayList<>();
    MoreElements.getAnnotationMirror(type, InputScale.class)
        .toJavaUtil()
        .ifPresent(annotation -> scalings.add(readScaling(annotation, true)));
    MoreElements.getAnnotationMirror(type, OutputScale.class)
        .toJavaUtil()
        .ifPresent(annotation -> scalings.add(readScaling(annotation, false)));
    return scalings;
  }

  private static ScalingDeclaration readScaling(AnnotationMirror annotation, boolean isInput) {
    Scaling kind = constant(Scaling.class, annotation, "kind");
    Map<String, List<Double>> constants = new LinkedHashMap<>();
    Stream.concat(
            Arrays.stream(Scaling.values()).map(Scaling::shiftName), Stream.of(ScalingSpec.SCALE))
        .forEach(member -> written(annotation, member)
            .<List<Double>>map(AnnotationValues::getDoubles)
            .filter(numbers -> !numbers.isEmpty())
            .ifPresent(numbers -> constants.put(member, numbers)));
    return new ScalingDeclaration(annotation, isInput, kind, constants);
  }

  private static <E extends Enum<E>> E constant(
      Class<E> type, AnnotationMirror annotation, String member) {
    return Enum.valueOf(
        type,
        AnnotationValues.getEnum(AnnotationMirrors.getAnnotationValue(annotation, member))
            .getSimpleName()
            .toString());
  }

  /** The weights annotation of a type, whether or not it has layers. */
  static Optional<WeightsDeclaration> readWeights(TypeElement type) {
    return MoreElements.getAnnotationMirror(type, Weights.class)
        .toJavaUtil()
        .map(annotation -> new WeightsDeclaration(
            annotation,
            AnnotationValues.getString(AnnotationMirrors.getAnnotationValue(annotation, "value"))));
  }

  private static LayerDeclaration readLayer(int number, AnnotationMirror annotation) {
    return new LayerDeclaration(
        number,
        annotation,
        written(annotation, "in").map(AnnotationValues::getInt),
        AnnotationValues.getInt(AnnotationMirrors.getAnnotationValue(annotation, "out")),
        constant(Activation.class, annotation, "activation"),
        parameters(annotation),
        written(annotation, "slopePerUnit").map(AnnotationValues::getBoolean),
        new NormalizationDeclaration(
            constant(Normalization.class, annotation, "normalization"),
            written(annotation, "normalizeAfterActivation").map(AnnotationValues::getBoolean),
            constant(Normalization.class, annotation, "inputNormalization"),
            written(annotation, "epsilon").map(AnnotationValues::getDouble)),
        written(annotation, "dropout").map(AnnotationValues::getDouble),
        AnnotationValues.getBoolean(AnnotationMirrors.getAnnotationValue(annotation, "bias")),
        written(annotation, "name")
            .map(AnnotationValues::getString)
            .filter(name -> !name.isEmpty()),
        written(annotation, "from").map(AnnotationValues::getStrings),
        written(annotation, "add").map(AnnotationValues::getString).filter(name -> !name.isEmpty()),
        written(annotation, "addAfterActivation").map(AnnotationValues::getBoolean));
  }

  private static Map<String, Double> parameters(AnnotationMirror annotation) {
    Map<String, Double> parameters = new LinkedHashMap<>();
    for (String name : ActivationCheck.PARAMETERS) {
      written(annotation, name)
          .ifPresent(value -> parameters.put(name, AnnotationValues.getDouble(value)));
    }
    return parameters;
  }

  /** A member that is in the source: a default says nothing about what the user meant. */
  private static Optional<AnnotationValue> written(AnnotationMirror annotation, String member) {
    return annotation.getElementValues().entrySet().stream()
        .filter(entry -> entry.getKey().getSimpleName().contentEquals(member))
        .<AnnotationValue>map(entry -> entry.getValue())
        .findFirst();
  }
}
