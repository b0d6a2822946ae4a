package dev.lamina.processor;

import java.util.List;
import java.util.Optional;
import javax.lang.model.element.TypeElement;

/**
 * An annotated type as the user wrote it.
 *
 * @param type the type
 * @param layers its layers from input to output
 * @param inputs the inputs that it names, in the order of their columns
 * @param output the layers that are its result, if it names them
 * @param stackedAndBeside whether some layers stand in a container that was written by hand and
 *     another beside it
 * @param scalings how its input and its result are scaled, as far as the type says it
 * @param weights where its weights are, if the type says it
 */
record Declaration(
    TypeElement type,
    List<LayerDeclaration> layers,
    List<InputDeclaration> inputs,
    Optional<OutputDeclaration> output,
    boolean stackedAndBeside,
    List<ScalingDeclaration> scalings,
    Optional<WeightsDeclaration> weights) {}
