package dev.lamina.runtime;

import com.google.inject.Binder;
import com.google.inject.Key;
import com.google.inject.Module;
import dev.lamina.Options;
import dev.lamina.spi.Backend;
import dev.lamina.weights.WeightsSource;
import java.lang.annotation.Annotation;
import java.lang.invoke.MethodHandles;
import java.util.function.UnaryOperator;

/**
 * Binds a network in Guice to its annotated type. A program installs one of these for each network:
 *
 * <pre>{@code
 * public final class NetworksModule extends AbstractModule {
 *   @Override
 *   protected void configure() {
 *     install(LaminaModule.of(Fraud.class)); // has @Weights("fraud.safetensors")
 *     install(LaminaModule.of(Ranker.class, WeightsSource.file(Path.of("ranker.safetensors"))));
 *     install(LaminaModule.of(Digits.class, Key.get(WeightsSource.class, Names.named("digits"))));
 *   }
 *
 *   @Provides
 *   @Named("digits")
 *   WeightsSource digits(Settings settings) {
 *     return WeightsSource.file(settings.directory().resolve("digits.safetensors"));
 *   }
 * }
 * }</pre>
 *
 * <table>
 * <caption>What is bound, by whom, and what if not</caption>
 * <tr><th>key</th><th>bound by</th><th>scope</th><th>without it</th><th>replaced by</th></tr>
 * <tr>
 * <td>the annotated type, with the annotation of {@code annotatedWith} if there is one</td>
 * <td>this module, which binds nothing else</td>
 * <td>{@link com.google.inject.Singleton}</td>
 * <td></td>
 * <td>{@link com.google.inject.util.Modules#override}, for a test with a network of its own</td>
 * </tr>
 * <tr>
 * <td>{@link Backend}</td>
 * <td>the program, if it wants to choose</td>
 * <td>the program's</td>
 * <td>the choice that {@link Backends} describes, for each network</td>
 * <td>{@link #backend(String)} or {@link #backend(Key)}, for one network</td>
 * </tr>
 * <tr>
 * <td>{@link Options}</td>
 * <td>the program, if it wants to choose</td>
 * <td>the program's</td>
 * <td>{@link Options#defaults()}</td>
 * <td>{@link #options(Options)} or {@link #options(Key)}, for one network</td>
 * </tr>
 * <tr>
 * <td>a key given to {@link #of(Class, Key)}, {@link #backend(Key)} or {@link #options(Key)}</td>
 * <td>the program</td>
 * <td>the program's</td>
 * <td>Guice makes no injector, and says which key is missing</td>
 * <td></td>
 * </tr>
 * </table>
 *
 * <p>Nothing happens before it must. When the injector is made, Lamina makes sure that the type has a
 * generated class, and runs none of it. When the network is first asked for, the backend is chosen and
 * the weights are opened, read and closed; in {@link com.google.inject.Stage#PRODUCTION} Guice asks for
 * singletons when the injector is made.
 *
 * <p>Backend and options are looked for where the network is bound: in the same private module or
 * injector, or above it. Lamina has no defaults bound to their keys, which Guice would count as bound
 * twice in an injector and its private modules or child injectors. So networks may be bound in any of
 * them, and private modules may each bind a backend.
 *
 * <p>A mistake is an error of Guice's in Lamina's words, which points to the line that called {@link
 * #of(Class, WeightsSource) of}: a {@link com.google.inject.CreationException} if the type is not
 * annotated, its network was not generated or nothing says where its weights are, otherwise a {@link
 * com.google.inject.ProvisionException} (in production a creation exception too). Lamina's own stack
 * trace is in it only where code has failed, not where a file or a declaration is wrong.
 *
 * <p>A module is immutable. Where it does not do what a program wants, {@link Lamina} in a method with
 * {@link com.google.inject.Provides} does.
 */
public final class LaminaModule implements Module {

  private final GuiceNetwork<?> network;

  private LaminaModule(GuiceNetwork<?> network) {
    this.network = network;
  }

  /**
   * A network whose type names its weights with {@link dev.lamina.Weights}. Without that annotation,
   * Guice makes no injector.
   *
   * @param <T> the annotated type
   * @param type the type that carries {@link dev.lamina.Dense} and {@link dev.lamina.Weights}, and that
   *     the network is injected by
   * @return the module
   * @throws NullPointerException if the type is null
   */
  public static <T> LaminaModule of(Class<T> type) {
    return of(type, binder -> {
      // Now, not when the weights are needed: the annotation is there or is not.
      WeightsSource named = NamedWeights.of(
          type,
          String.format(
              "say where they are, LaminaModule.of(%s.class, WeightsSource.file(path))",
              type.getSimpleName()));
      return () -> named;
    });
  }

  /**
   * A network whose weights are known.
   *
   * @param <T> the annotated type
   * @param type the type that carries {@link dev.lamina.Dense}, and that the network is injected by
   * @param weights where its weights come from, opened when the network is loaded
   * @return the module
   * @throws NullPointerException if an argument is null
   */
  public static <T> LaminaModule of(Class<T> type, WeightsSource weights) {
    return of(type, GuiceInput.given(Arguments.notNull(weights, "weights", "LaminaModule")));
  }

  /**
   * A network whose weights are bound in Guice, because what they depend on is.
   *
   * @param <T> the annotated type
   * @param type the type that carries {@link dev.lamina.Dense}, and that the network is injected by
   * @param weights what its source of weights is bound to, asked for when the network is loaded
   * @return the module
   * @throws NullPointerException if an argument is null
   */
  public static <T> LaminaModule of(Class<T> type, Key<? extends WeightsSource> weights) {
    Arguments.notNull(weights, "weights", "LaminaModule");
    return of(type, GuiceInput.<WeightsSource>bound(weights));
  }

  private static <T> LaminaModule of(Class<T> type, GuiceInput<WeightsSource> weights) {
    Arguments.notNull(type, "type", "LaminaModule");
    return new LaminaModule(new GuiceNetwork<>(
        type,
        Key.get(type),
        callersLine(),
        weights,
        GuiceInput.boundIfAny(Key.get(Backend.class))
            .map(bound -> bound
                .map(LaminaModule::boundInGuice)
                .orElseGet(() -> BackendSearch.here(type).run().choice())),
        GuiceInput.boundIfAny(Key.get(Options.class))
            .map(bound -> bound.orElseGet(Options::defaults)),
        null));
  }

  private static StackTraceElement callersLine() {
    return StackWalker.getInstance()
        .walk(frames -> frames
            .filter(frame -> !frame.getClassName().equals(LaminaModule.class.getName()))
            .findFirst()
            .orElseThrow()
            .toStackTraceElement());
  }

  /**
   * The same network under a binding annotation, so that an injector can have several of one type.
   *
   * @param annotation the annotation, such as {@code Names.named("eu")}
   * @return a new module
   * @throws NullPointerException if the annotation is null
   */
  public LaminaModule annotatedWith(Annotation annotation) {
    Arguments.notNull(annotation, "annotation", "LaminaModule");
    return withKey(network, key -> key.withAnnotation(annotation));
  }

  /**
   * The same network under a binding annotation, so that an injector can have several of one type.
   *
   * @param annotation the type of an annotation without members
   * @return a new module
   * @throws NullPointerException if the annotation is null
   */
  public LaminaModule annotatedWith(Class<? extends Annotation> annotation) {
    Arguments.notNull(annotation, "annotation", "LaminaModule");
    return withKey(network, key -> key.withAnnotation(annotation));
  }

  private static <T> LaminaModule withKey(GuiceNetwork<T> network, UnaryOperator<Key<T>> change) {
    return new LaminaModule(network.key(change.apply(network.key())));
  }

  /**
   * The same network on a backend of its own, whatever is bound to {@link Backend} and whatever a
   * property or the environment say.
   *
   * @param name the name of a backend that {@link Backends#explain()} lists
   * @return a new module
   * @throws NullPointerException if the name is null
   */
  public LaminaModule backend(String name) {
    Arguments.notNull(name, "name", "LaminaModule");
    Class<?> type = network.type();
    return new LaminaModule(network.backend(
        binder -> () -> BackendSearch.here(type).inCode(name).run().choice()));
  }

  /**
   * The same network on a backend that is bound to another key than {@link Backend} alone.
   *
   * @param backend what the backend is bound to
   * @return a new module
   * @throws NullPointerException if the key is null
   */
  public LaminaModule backend(Key<? extends Backend> backend) {
    Arguments.notNull(backend, "backend", "LaminaModule");
    return new LaminaModule(
        network.backend(GuiceInput.<Backend>bound(backend).map(LaminaModule::boundInGuice)));
  }

  private static BackendChoice boundInGuice(Backend backend) {
    return new BackendChoice(backend.name(), backend, "bound in Guice");
  }

  /**
   * The same network with options of its own, whatever is bound to {@link Options}.
   *
   * @param options how the network runs
   * @return a new module
   * @throws NullPointerException if the options are null
   */
  public LaminaModule options(Options options) {
    Arguments.notNull(options, "options", "LaminaModule");
    return new LaminaModule(network.options(GuiceInput.given(options)));
  }

  /**
   * The same network with options that are bound to another key than {@link Options} alone.
   *
   * @param options what the options are bound to
   * @return a new module
   * @throws NullPointerException if the key is null
   */
  public LaminaModule options(Key<Options> options) {
    Arguments.notNull(options, "options", "LaminaModule");
    return new LaminaModule(network.options(GuiceInput.bound(options)));
  }

  /**
   * The same network with the caller's access to its type, so that a named module need not open the
   * package to Lamina.
   *
   * @param lookup {@link MethodHandles#lookup()}, called in code of the type's module
   * @return a new module
   * @throws NullPointerException if the lookup is null
   */
  public LaminaModule lookup(MethodHandles.Lookup lookup) {
    Arguments.notNull(lookup, "lookup", "LaminaModule");
    return new LaminaModule(network.lookup(lookup));
  }

  /**
   * Binds the network.
   *
   * @param binder Guice's binder
   */
  @Override
  public void configure(Binder binder) {
    network.bind(binder);
  }
}
