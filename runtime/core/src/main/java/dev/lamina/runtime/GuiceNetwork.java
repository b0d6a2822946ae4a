package dev.lamina.runtime;

import com.google.inject.Binder;
import com.google.inject.Key;
import com.google.inject.Provider;
import com.google.inject.Singleton;
import dev.lamina.LaminaException;
import dev.lamina.Options;
import dev.lamina.weights.WeightsSource;
import java.lang.invoke.MethodHandles;
import org.jspecify.annotations.Nullable;

/**
 * A network as it is to be bound.
 *
 * @param <T> the annotated type
 * @param type the annotated type
 * @param key the type, with or without a binding annotation
 * @param line where the program names the network, which is what Guice's errors point to
 */
record GuiceNetwork<T>(
    Class<T> type,
    Key<T> key,
    StackTraceElement line,
    GuiceInput<WeightsSource> weights,
    GuiceInput<BackendChoice> backend,
    GuiceInput<Options> options,
    MethodHandles.@Nullable Lookup lookup) {

  void bind(Binder binder) {
    Binder here = binder.withSource(line);
    here.bind(key).toProvider(provider(here)).in(Singleton.class);
  }

  private Provider<T> provider(Binder binder) {
    try {
      GeneratedNetwork.find(type);
      return new GuiceNetworkProvider<>(
          type, lookup, weights.in(binder), backend.in(binder), options.in(binder));
    } catch (LaminaException e) {
      binder.addError("%s", e.getMessage());
      // Without a binding, everything that needs the network would be one error more.
      return () -> {
        throw e;
      };
    }
  }

  GuiceNetwork<T> key(Key<T> key) {
    return new GuiceNetwork<>(type, key, line, weights, backend, options, lookup);
  }

  GuiceNetwork<T> backend(GuiceInput<BackendChoice> backend) {
    return new GuiceNetwork<>(type, key, line, weights, backend, options, lookup);
  }

  GuiceNetwork<T> options(GuiceInput<Options> options) {
    return new GuiceNetwork<>(type, key, line, weights, backend, options, lookup);
  }

  GuiceNetwork<T> lookup(MethodHandles.Lookup lookup) {
    return new GuiceNetwork<>(type, key, line, weights, backend, options, lookup);
  }
}
