package dev.lamina.runtime;

import com.google.inject.Provider;
import com.google.inject.ProvisionException;
import dev.lamina.LaminaException;
import dev.lamina.Options;
import dev.lamina.weights.WeightsSource;
import java.lang.invoke.MethodHandles;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Loads a network when Guice needs it. */
record GuiceNetworkProvider<T>(
    Class<T> type,
    MethodHandles.@Nullable Lookup lookup,
    Supplier<WeightsSource> weights,
    Supplier<BackendChoice> backend,
    Supplier<Options> options)
    implements Provider<T> {

  @Override
  public T get() {
    try {
      return NetworkLoader.load(
          GeneratedNetwork.of(type, lookup), weights.get(), backend.get(), options.get());
    } catch (LaminaException e) {
      if (needsStackTrace(e)) {
        throw e;
      }
      // Guice prints the stack trace of everything but its own exceptions.
      throw new ProvisionException(e.getMessage());
    }
  }

  /** Whether code has failed. That a file or a declaration is wrong is told by the text. */
  private static boolean needsStackTrace(LaminaException e) {
    return switch (e.code()) {
      case INTERNAL, TYPE -> true;
      case BACKEND -> e.getCause() != null;
      default -> false;
    };
  }
}
