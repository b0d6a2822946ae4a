package dev.lamina.runtime;

import com.google.inject.Binder;
import com.google.inject.Module;
import com.google.inject.Singleton;
import dev.lamina.weights.WeightsSource;
import java.lang.invoke.MethodHandles;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Binds networks in Guice, each to its annotated type:
 *
 * <pre>{@code
 * Injector injector =
 *     Guice.createInjector(
 *         LaminaModule.of(DigitClassifier.class, WeightsSource.file(Path.of("digits.safetensors")))
 *             .and(Ranker.class, WeightsSource.resource(Ranker.class, "ranker.safetensors")));
 * }</pre>
 *
 * <p>A network is a singleton. It is loaded when it is first asked for, with {@link
 * com.google.inject.Stage#PRODUCTION} when the injector is made; what goes wrong is a {@link
 * com.google.inject.ProvisionException} or {@link com.google.inject.CreationException} with Lamina's
 * text in it. Any number of these modules may be installed together.
 *
 * <p>All networks of an injector share one {@link dev.lamina.spi.Backend}, chosen as {@link Backends}
 * says, and one {@link dev.lamina.Options}. Either can be replaced:
 *
 * <pre>{@code
 * OptionalBinder.newOptionalBinder(binder(), Backend.class)
 *     .setBinding()
 *     .toProvider(() -> Backends.named("java"))
 *     .in(Singleton.class);
 * OptionalBinder.newOptionalBinder(binder(), Options.class)
 *     .setBinding()
 *     .toInstance(Options.defaults().withExecutor(executor));
 * }</pre>
 *
 * <p>A module is immutable.
 */
public final class LaminaModule implements Module {

  private final List<Model<?>> models;
  private final MethodHandles.@Nullable Lookup lookup;

  private LaminaModule(List<Model<?>> models, MethodHandles.@Nullable Lookup lookup) {
    this.models = models;
    this.lookup = lookup;
  }

  /**
   * A module with one network.
   *
   * @param <T> the annotated type
   * @param type the type that carries {@link dev.lamina.Dense}, and that the network is injected by
   * @param weights where its weights come from
   * @return the module
   * @throws NullPointerException if an argument is null
   */
  public static <T> LaminaModule of(Class<T> type, WeightsSource weights) {
    return new LaminaModule(List.of(), null).and(type, weights);
  }

  /**
   * The same module with one network more.
   *
   * @param <T> the annotated type
   * @param type the type that carries {@link dev.lamina.Dense}, and that the network is injected by
   * @param weights where its weights come from
   * @return a new module
   * @throws NullPointerException if an argument is null
   */
  public <T> LaminaModule and(Class<T> type, WeightsSource weights) {
    List<Model<?>> more = new ArrayList<>(models);
    more.add(new Model<>(
        Arguments.notNull(type, "type", "LaminaModule"),
        Arguments.notNull(weights, "weights", "LaminaModule")));
    return new LaminaModule(List.copyOf(more), lookup);
  }

  /**
   * The same module with the caller's access to the types, so that a named module need not open their
   * packages to Lamina. It holds for all networks of the module.
   *
   * @param lookup {@link MethodHandles#lookup()}, called in code of the types' module
   * @return a new module
   * @throws NullPointerException if the lookup is null
   */
  public LaminaModule lookup(MethodHandles.Lookup lookup) {
    return new LaminaModule(models, Arguments.notNull(lookup, "lookup", "LaminaModule"));
  }

  /**
   * Binds the networks and what they share.
   *
   * @param binder Guice's binder
   */
  @Override
  public void configure(Binder binder) {
    binder.install(new GuiceSharedModule());
    models.forEach(model -> bind(binder, model));
  }

  private <T> void bind(Binder binder, Model<T> model) {
    binder
        .bind(model.type())
        .toProvider(GuiceNetworkProvider.of(binder, model.type(), model.weights(), lookup))
        .in(Singleton.class);
  }

  private record Model<T>(Class<T> type, WeightsSource weights) {}
}
