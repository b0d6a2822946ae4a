package dev.lamina.runtime;

import dev.lamina.Dense;
import dev.lamina.ErrorCode;
import dev.lamina.LaminaException;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.stream.Stream;

/** Makes sure that a type has {@link Dense}, or says what to do. */
final class AnnotationCheck {

  private AnnotationCheck() {}

  /**
   * Checks.
   *
   * @throws LaminaException if the type is not annotated
   */
  static void check(Class<?> type) {
    if (isAnnotated(type)) {
      return;
    }
    if (isAnnotatedByAnotherCopy(type)) {
      throw new LaminaException(
          ErrorCode.NOT_ANNOTATED,
          String.format(
              "the @Dense of %s is not Lamina's own: its class loader has a second copy of"
                  + " lamina-api%n  fix: let %s take lamina-api from %s",
              type.getName(), type.getClassLoader(), Dense.class.getClassLoader()));
    }
    throw new LaminaException(
        ErrorCode.NOT_ANNOTATED,
        String.format(
            "%s has no @Dense, so there is no network to load%n  fix: %s",
            type.getName(),
            annotatedSupertype(type)
                .map(annotated -> "load " + annotated.getName() + ", which has")
                .orElse("annotate it with one @Dense(in = ..., out = ...) for each layer")));
  }

  private static boolean isAnnotated(Class<?> type) {
    return type.isAnnotationPresent(Dense.class) || type.isAnnotationPresent(Dense.Stack.class);
  }

  private static boolean isAnnotatedByAnotherCopy(Class<?> type) {
    List<String> names = List.of(Dense.class.getName(), Dense.Stack.class.getName());
    return Stream.of(type.getAnnotations())
        .anyMatch(annotation -> names.contains(annotation.annotationType().getName()));
  }

  /** The type that was meant, if a generated class or another subtype was given. */
  private static Optional<Class<?>> annotatedSupertype(Class<?> type) {
    Queue<Class<?>> open = new ArrayDeque<>(List.of(type));
    while (!open.isEmpty()) {
      Class<?> next = open.remove();
      if (isAnnotated(next)) {
        return Optional.of(next);
      }
      open.addAll(List.of(next.getInterfaces()));
      if (next.getSuperclass() != null) {
        open.add(next.getSuperclass());
      }
    }
    return Optional.empty();
  }
}
