package dev.lamina;

import java.util.List;

/**
 * An activation with its parameters, as a {@link LayerSpec} holds it.
 *
 * @param kind the function
 * @param parameters the values of the function's parameters in the order of its formula; empty for
 *     a function that has none
 */
public record ActivationSpec(Activation kind, List<Double> parameters) {

  /**
   * Checks and copies.
   *
   * @throws IllegalArgumentException if there are parameters: no function of {@link Activation} takes
   *     any
   */
  public ActivationSpec {
    parameters = List.copyOf(parameters);
    if (!parameters.isEmpty()) {
      throw new IllegalArgumentException(ErrorCode.ACTIVATION.text(
          "%s takes no parameters, got %s", kind.displayName(), parameters));
    }
  }

  /**
   * An activation without parameters.
   *
   * @param kind the function
   * @return the activation
   */
  public static ActivationSpec of(Activation kind) {
    return new ActivationSpec(kind, List.of());
  }

  /** The name of the function, such as {@code relu}. */
  @Override
  public String toString() {
    return kind.displayName();
  }
}
