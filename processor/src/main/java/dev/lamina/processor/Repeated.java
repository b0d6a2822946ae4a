package dev.lamina.processor;

import java.lang.annotation.Annotation;

/**
 * One of several annotations of the same kind on a type.
 *
 * @param kind their type
 * @param container the type of the annotation that holds them if there are several
 * @param number which of them it is, from 1
 */
record Repeated(
    Class<? extends Annotation> kind, Class<? extends Annotation> container, int number) {}
