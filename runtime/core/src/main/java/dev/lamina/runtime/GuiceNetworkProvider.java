package dev.lamina.runtime;

import com.google.inject.Binder;
import com.google.inject.Provider;
import dev.lamina.Options;
import dev.lamina.spi.Backend;
import dev.lamina.weights.WeightsSource;
import java.lang.invoke.MethodHandles;
import org.jspecify.annotations.Nullable;

/**
 * Loads a network when Guice needs it.
 *
 * <p>It asks the binder for what it needs. Fields to be injected would have to be opened to Guice.
 */
record GuiceNetworkProvider<T>(
    Class<T> type,
    WeightsSource weights,
    MethodHandles.@Nullable Lookup lookup,
    Provider<GuiceBackendProvider> chosen,
    Provider<Backend> backend,
    Provider<Options> options)
    implements Provider<T> {

  static <T> GuiceNetworkProvider<T> of(
      Binder binder, Class<T> type, WeightsSource weights, MethodHandles.@Nullable Lookup lookup) {
    return new GuiceNetworkProvider<>(
        type,
        weights,
        lookup,
        binder.getProvider(GuiceBackendProvider.class),
        binder.getProvider(Backend.class),
        binder.getProvider(Options.class));
  }

  @Override
  public T get() {
    return NetworkLoader.load(
        GeneratedNetwork.of(type, lookup),
        weights,
        chosen.get().explain(backend.get()),
        options.get());
  }
}
