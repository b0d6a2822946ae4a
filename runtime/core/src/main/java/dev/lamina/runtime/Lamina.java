package dev.lamina.runtime;

import dev.lamina.LaminaException;
import dev.lamina.weights.WeightsSource;
import java.nio.file.Path;

/**
 * Loads networks:
 *
 * <pre>{@code
 * DigitClassifier classifier =
 *     Lamina.load(DigitClassifier.class, Path.of("digits.safetensors"));
 * }</pre>
 *
 * <p>The result is the generated class of the annotated type, so it is a {@link dev.lamina.Network}
 * too. It is immutable, there is nothing to close, and any number of threads may use it at once.
 *
 * <p>{@link Backends} says how the backend is chosen. Each network that is loaded is one line on the
 * {@link System.Logger} {@code dev.lamina.runtime}, at level INFO.
 *
 * <p>A type in a named module is reached if its package is {@code opens … to dev.lamina.runtime}, or
 * with {@link NetworkBuilder#lookup}.
 */
public final class Lamina {

  private Lamina() {}

  /**
   * Loads a network with the weights of a file, with everything else as {@link #builder(Class)} has it
   * from the start.
   *
   * @param <T> the annotated type
   * @param type the type that carries {@link dev.lamina.Dense}
   * @param weights the file, as {@link WeightsSource#file} takes it
   * @return the network
   * @throws NullPointerException if an argument is null
   * @throws LaminaException as {@link NetworkBuilder#build()} throws it
   */
  public static <T> T load(Class<T> type, Path weights) {
    return builder(type).weights(weights).build();
  }

  /**
   * Loads a network, with everything but its weights as {@link #builder(Class)} has it from the start.
   *
   * @param <T> the annotated type
   * @param type the type that carries {@link dev.lamina.Dense}
   * @param weights where its weights come from
   * @return the network
   * @throws NullPointerException if an argument is null
   * @throws LaminaException as {@link NetworkBuilder#build()} throws it
   */
  public static <T> T load(Class<T> type, WeightsSource weights) {
    return builder(type).weights(weights).build();
  }

  /**
   * Begins to load a network for which more is to be said than its weights.
   *
   * @param <T> the annotated type
   * @param type the type that carries {@link dev.lamina.Dense}
   * @return a builder that lacks only the weights
   * @throws NullPointerException if the type is null
   */
  public static <T> NetworkBuilder<T> builder(Class<T> type) {
    Arguments.notNull(type, "type", "Lamina.builder");
    return new NetworkBuilder<>(type, BackendSearch.here(type));
  }
}
