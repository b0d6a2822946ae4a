package dev.lamina.processor;

import javax.lang.model.element.AnnotationMirror;

/**
 * A {@code @Weights} as the user wrote it.
 *
 * @param annotation where it was written
 * @param resource the name of the resource, by the rule of {@link Class#getResource}
 */
record WeightsDeclaration(AnnotationMirror annotation, String resource) {}
