package dev.lamina.runtime;

import com.google.inject.Binder;
import com.google.inject.Binding;
import com.google.inject.Injector;
import com.google.inject.Key;
import com.google.inject.Provider;
import dev.lamina.ErrorCode;
import dev.lamina.LaminaException;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Something that a network is made of, and how an injector comes by it.
 *
 * @param <T> what it is
 */
@FunctionalInterface
interface GuiceInput<T> {

  /**
   * How the injector of a binder comes by it: to be asked when the network is loaded, not before.
   *
   * @throws LaminaException if it is clear already that it will not
   */
  Supplier<T> in(Binder binder);

  /** What is there already. */
  static <T> GuiceInput<T> given(T value) {
    return binder -> () -> value;
  }

  /** What is bound to a key. If nothing is, Guice makes no injector. */
  static <T> GuiceInput<T> bound(Key<? extends T> key) {
    return binder -> {
      Provider<? extends T> provider = binder.getProvider(key);
      return () -> notNull(provider.get(), key);
    };
  }

  /**
   * What is bound to a key in the network's injector or above it, if anything is.
   *
   * <p>It is looked for instead of giving the key a default: from an injector down to its child
   * injectors and private modules, Guice lets a key be bound only once. A default in two of them would
   * be an error, and so would be a backend that a private module binds for itself.
   */
  static <T> GuiceInput<Optional<T>> boundIfAny(Key<T> key) {
    return binder -> {
      Provider<Injector> injector = binder.getProvider(Injector.class);
      return () -> Optional.ofNullable(injector.get().getExistingBinding(key))
          .map(Binding::getProvider)
          .map(provider -> notNull(provider.get(), key));
    };
  }

  /** What is made of this. */
  default <R> GuiceInput<R> map(Function<? super T, ? extends R> function) {
    return binder -> {
      Supplier<T> before = in(binder);
      return () -> function.apply(before.get());
    };
  }

  /** Guice itself refuses null only where it injects it. */
  private static <T> T notNull(@Nullable T value, Key<?> key) {
    if (value == null) {
      throw new LaminaException(
          ErrorCode.NULL, String.format("the provider that is bound to %s returned null", key));
    }
    return value;
  }
}
