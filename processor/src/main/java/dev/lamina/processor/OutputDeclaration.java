package dev.lamina.processor;

import java.util.List;
import javax.lang.model.element.AnnotationMirror;

/**
 * The {@code @Output} of a type as the user wrote it, right or wrong.
 *
 * @param annotation where it was written
 * @param names the names of the layers whose results are the network's
 */
record OutputDeclaration(AnnotationMirror annotation, List<String> names) {}
