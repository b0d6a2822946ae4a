package dev.lamina.runtime;

import dev.lamina.ErrorCode;
import dev.lamina.LaminaException;
import dev.lamina.Options;
import dev.lamina.spi.Backend;
import dev.lamina.weights.WeightsSource;
import java.lang.invoke.MethodHandles;
import java.nio.file.Path;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Loads one network. Only the weights must be given, unless the type names them with {@link
 * dev.lamina.Weights}; what is said twice counts as it was said last.
 *
 * <pre>{@code
 * DigitClassifier classifier =
 *     Lamina.builder(DigitClassifier.class)
 *         .weights(Path.of("digits.safetensors"))
 *         .backend("java")
 *         .build();
 * }</pre>
 *
 * <p>A builder is to be used by one thread. It may build any number of networks.
 *
 * @param <T> the annotated type
 */
public final class NetworkBuilder<T> {

  private final Class<T> type;
  private final BackendSearch search;
  private Supplier<BackendChoice> choice;
  private Options options = Options.defaults();
  private @Nullable WeightsSource weights;
  private MethodHandles.@Nullable Lookup lookup;

  NetworkBuilder(Class<T> type, BackendSearch search) {
    this.type = type;
    this.search = search;
    this.choice = () -> search.run().choice();
  }

  /**
   * Takes the weights from a file.
   *
   * @param file the file, as {@link WeightsSource#file} takes it
   * @return this builder
   * @throws NullPointerException if the file is null
   */
  public NetworkBuilder<T> weights(Path file) {
    return weights(WeightsSource.file(Arguments.notNull(file, "file", "weights")));
  }

  /**
   * Takes the weights from anywhere.
   *
   * @param source where the weights come from
   * @return this builder
   * @throws NullPointerException if the source is null
   */
  public NetworkBuilder<T> weights(WeightsSource source) {
    weights = Arguments.notNull(source, "source", "weights");
    return this;
  }

  /**
   * Asks for a backend, whatever a property or the environment say.
   *
   * @param name the name of a backend that {@link Backends#explain()} lists
   * @return this builder
   * @throws NullPointerException if the name is null
   */
  public NetworkBuilder<T> backend(String name) {
    Arguments.notNull(name, "name", "backend");
    choice = () -> search.inCode(name).run().choice();
    return this;
  }

  /**
   * Uses a backend that the program already has; none is searched for.
   *
   * @param backend the backend
   * @return this builder
   * @throws NullPointerException if the backend is null
   */
  public NetworkBuilder<T> backend(Backend backend) {
    Arguments.notNull(backend, "backend", "backend");
    BackendChoice given = new BackendChoice(backend.name(), backend, "given in code");
    choice = () -> given;
    return this;
  }

  /**
   * Lets the threads of an executor help with large calls, on as many processors as there are. The
   * caller's thread does its part, and all of it when no other is free; without an executor it always
   * does.
   *
   * @param executor the program's own: it is neither started nor shut down here
   * @return this builder
   * @throws NullPointerException if the executor is null
   * @see Options#withExecutor(Executor, int)
   */
  public NetworkBuilder<T> executor(Executor executor) {
    options = options.withExecutor(Arguments.notNull(executor, "executor", "executor"));
    return this;
  }

  /**
   * Lets the threads of an executor help with large calls, but only so many with one call.
   *
   * @param executor the program's own: it is neither started nor shut down here
   * @param parallelism how many threads may work on one call, the caller included, positive
   * @return this builder
   * @throws NullPointerException if the executor is null
   * @throws IllegalArgumentException if parallelism is not positive
   * @see Options#withExecutor(Executor, int)
   */
  public NetworkBuilder<T> executor(Executor executor, int parallelism) {
    options =
        options.withExecutor(Arguments.notNull(executor, "executor", "executor"), parallelism);
    return this;
  }

  /**
   * Says how the network runs, in all respects, its executor among them.
   *
   * @param options instead of {@link Options#defaults()}
   * @return this builder
   * @throws NullPointerException if the options are null
   */
  public NetworkBuilder<T> options(Options options) {
    this.options = Arguments.notNull(options, "options", "options");
    return this;
  }

  /**
   * Lends Lamina the caller's access to the type, so that a named module need not open its package.
   *
   * @param lookup {@link MethodHandles#lookup()}, called in code of the type's module
   * @return this builder
   * @throws NullPointerException if the lookup is null
   */
  public NetworkBuilder<T> lookup(MethodHandles.Lookup lookup) {
    this.lookup = Arguments.notNull(lookup, "lookup", "lookup");
    return this;
  }

  /**
   * Finds the generated class, chooses the backend, reads the weights and closes them.
   *
   * @return the network, ready to predict
   * @throws LaminaException if there are no weights or they do not fit ({@link ErrorCode#WEIGHTS}),
   *     have NaN or infinite values ({@link ErrorCode#NAN}), cannot be read ({@link ErrorCode#FILE}) or
   *     give other results than the file's examples ({@link ErrorCode#EXAMPLES}), no backend can be used
   *     or not the one asked for ({@link ErrorCode#BACKEND}), the type is not annotated ({@link ErrorCode#NOT_ANNOTATED}), its
   *     network was not generated ({@link ErrorCode#NOT_GENERATED}) or lies in a module that does not
   *     let Lamina in ({@link ErrorCode#ACCESS}); what the constructor of an annotated class throws
   *     is thrown as it is
   */
  public T build() {
    WeightsSource source = weights;
    return NetworkLoader.load(
        GeneratedNetwork.of(type, lookup),
        source == null ? namedWeights() : source,
        choice.get(),
        options);
  }

  private WeightsSource namedWeights() {
    return NamedWeights.of(
        type,
        String.format(
            "load it with the weights, as in Lamina.load(%s.class, Path.of(\"model.safetensors\"))",
            type.getSimpleName()));
  }
}
