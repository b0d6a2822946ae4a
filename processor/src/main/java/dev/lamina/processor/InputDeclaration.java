package dev.lamina.processor;

import javax.lang.model.element.AnnotationMirror;

/**
 * One {@code @Input} as the user wrote it, right or wrong.
 *
 * @param number its place in X, from 1
 * @param annotation where it was written
 * @param name the name by which layers call it
 * @param size the number of its columns
 */
record InputDeclaration(int number, AnnotationMirror annotation, String name, int size) {}
