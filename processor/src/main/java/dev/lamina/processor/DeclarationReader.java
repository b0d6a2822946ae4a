package dev.lamina.processor;

import com.google.auto.common.AnnotationMirrors;
import com.google.auto.common.AnnotationValues;
import com.google.auto.common.MoreElements;
import dev.lamina.Activation;
import dev.lamina.Dense;
import dev.lamina.Weights;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.lang.model.element.AnnotationMirror;
import javax.lang.model.element.AnnotationValue;
import javax.lang.model.element.TypeElement;

/** Reads the annotations of a type. It takes every value as it is; checks come later. */
final class DeclarationReader {

  Declaration read(TypeElement type) {
    List<AnnotationMirror> beside = new ArrayList<>();
    List<AnnotationMirror> stacked = new ArrayList<>();
    MoreElements.getAnnotationMirror(type, Dense.class).toJavaUtil().ifPresent(beside::add);
    MoreElements.getAnnotationMirror(type, Dense.Stack.class)
        .toJavaUtil()
        .ifPresent(stack -> stacked.addAll(layersOf(stack)));

    List<LayerDeclaration> layers = new ArrayList<>();
    for (AnnotationMirror annotation : stacked.isEmpty() ? beside : stacked) {
      layers.add(readLayer(layers.size() + 1, annotation));
    }
    return new Declaration(
        type, layers, !beside.isEmpty() && !stacked.isEmpty(), readWeights(type));
  }

  /** The weights annotation of a type, whether or not it has layers. */
  static Optional<WeightsDeclaration> readWeights(TypeElement type) {
    return MoreElements.getAnnotationMirror(type, Weights.class)
        .toJavaUtil()
        .map(annotation -> new WeightsDeclaration(
            annotation,
            AnnotationValues.getString(AnnotationMirrors.getAnnotationValue(annotation, "value"))));
  }

  private static List<AnnotationMirror> layersOf(AnnotationMirror stack) {
    return AnnotationValues.getAnnotationMirrors(
        AnnotationMirrors.getAnnotationValue(stack, "value"));
  }

  private static LayerDeclaration readLayer(int number, AnnotationMirror annotation) {
    return new LayerDeclaration(
        number,
        annotation,
        written(annotation, "in").map(AnnotationValues::getInt),
        AnnotationValues.getInt(AnnotationMirrors.getAnnotationValue(annotation, "out")),
        Activation.valueOf(
            AnnotationValues.getEnum(AnnotationMirrors.getAnnotationValue(annotation, "activation"))
                .getSimpleName()
                .toString()),
        parameters(annotation),
        written(annotation, "slopePerUnit").map(AnnotationValues::getBoolean),
        AnnotationValues.getBoolean(AnnotationMirrors.getAnnotationValue(annotation, "bias")),
        written(annotation, "name")
            .map(AnnotationValues::getString)
            .filter(name -> !name.isEmpty()));
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
