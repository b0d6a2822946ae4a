package dev.lamina.runtime;

import dev.lamina.ErrorCode;
import dev.lamina.LaminaException;
import dev.lamina.Weights;
import dev.lamina.weights.WeightsSource;

/** The weights that a type names itself. */
final class NamedWeights {

  private NamedWeights() {}

  /**
   * The resource that {@link Weights} names.
   *
   * @param remedy how else the weights could have been given
   * @throws LaminaException if the type has no such annotation
   */
  static WeightsSource of(Class<?> type, String remedy) {
    Weights annotation = type.getDeclaredAnnotation(Weights.class);
    if (annotation == null) {
      throw new LaminaException(
          ErrorCode.WEIGHTS,
          String.format(
              "no weights were given for %s%n  fix: %s, or name them on the type,"
                  + " @Weights(\"model.safetensors\")",
              type.getName(), remedy));
    }
    return WeightsSource.resource(type, annotation.value());
  }
}
