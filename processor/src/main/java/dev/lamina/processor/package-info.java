/**
 * From {@code @Dense} to a generated network, one class a stage: {@link
 * dev.lamina.processor.DeclarationReader} reads what the user wrote, {@link
 * dev.lamina.processor.ShapeCheck} and {@link dev.lamina.processor.TypeCheck} find what is wrong with
 * it, {@link dev.lamina.processor.NetworkDescription} is what remains to be generated, {@link
 * dev.lamina.processor.NetworkGenerator} makes the class and {@link
 * dev.lamina.processor.LaminaProcessor} writes it.
 */
@NullMarked
package dev.lamina.processor;

import org.jspecify.annotations.NullMarked;
