package dev.lamina.runtime;

import dev.lamina.LaminaException;
import dev.lamina.NetworkSpec;
import dev.lamina.weights.Examples;
import dev.lamina.weights.WeightsSource;
import java.nio.file.Path;
import java.util.Optional;

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
   * Loads a network with the weights that its type names with {@link dev.lamina.Weights}, with everything
   * else as {@link #builder(Class)} has it from the start.
   *
   * @param <T> the annotated type
   * @param type the type that carries {@link dev.lamina.Dense} and {@link dev.lamina.Weights}
   * @return the network
   * @throws NullPointerException if the type is null
   * @throws LaminaException as {@link NetworkBuilder#build()} throws it
   */
  public static <T> T load(Class<T> type) {
    return builder(type).build();
  }

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
   * Saves the weights of a network as safetensors, with examples that everybody who loads the file has to
   * reproduce. Only a file that can be loaded is written: the network is built and computes the examples
   * first, on the backend that {@link Backends#best()} gives.
   *
   * @param type the type that carries {@link dev.lamina.Dense}; the columns that its methods name are
   *     written, too
   * @param weights where the weights come from: another file, of any format, or {@link
   *     WeightsSource#parameters parameters}
   * @param examples inputs with the outputs of the tool that trained the network
   * @param file where to; a file that is there is replaced when the new one is complete
   * @throws NullPointerException if an argument is null
   * @throws LaminaException as {@link NetworkBuilder#build()} throws it, with {@link
   *     dev.lamina.ErrorCode#EXAMPLES} if the network does not compute what the examples expect, with
   *     {@link dev.lamina.ErrorCode#FILE} if the file cannot be written
   */
  public static void save(Class<?> type, WeightsSource weights, Examples examples, Path file) {
    Arguments.notNull(examples, "examples", "Lamina.save");
    NetworkSaving.save(type, weights, Optional.of(examples), file);
  }

  /**
   * Saves the weights of a network as safetensors. Only a file that can be loaded is written.
   *
   * @param type the type that carries {@link dev.lamina.Dense}
   * @param weights where the weights come from
   * @param file where to; a file that is there is replaced when the new one is complete
   * @throws NullPointerException if an argument is null
   * @throws LaminaException as {@link NetworkBuilder#build()} throws it, and with {@link
   *     dev.lamina.ErrorCode#FILE} if the file cannot be written
   */
  public static void save(Class<?> type, WeightsSource weights, Path file) {
    NetworkSaving.save(type, weights, Optional.empty(), file);
  }

  /**
   * The shapes of a network, which need neither weights nor a backend.
   *
   * @param type the type that carries {@link dev.lamina.Dense}
   * @return what its generated class says
   * @throws NullPointerException if the type is null
   * @throws LaminaException if the type is not annotated ({@link
   *     dev.lamina.ErrorCode#NOT_ANNOTATED}), its network was not generated ({@link
   *     dev.lamina.ErrorCode#NOT_GENERATED}) or lies in a module that does not let Lamina in ({@link
   *     dev.lamina.ErrorCode#ACCESS})
   */
  public static NetworkSpec spec(Class<?> type) {
    return GeneratedNetwork.of(Arguments.notNull(type, "type", "Lamina.spec"), null)
        .spec();
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
