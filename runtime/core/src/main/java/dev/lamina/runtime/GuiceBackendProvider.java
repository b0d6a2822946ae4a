package dev.lamina.runtime;

import com.google.inject.Provider;
import dev.lamina.spi.Backend;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** Chooses the backend of an injector, unless the program binds one of its own. */
final class GuiceBackendProvider implements Provider<Backend> {

  /** Remembered for the reason only: Guice keeps the backend. */
  private final AtomicReference<@Nullable BackendChoice> choice = new AtomicReference<>();

  @Override
  public Backend get() {
    BackendChoice made = BackendSearch.here().run().choice();
    choice.set(made);
    return made.backend();
  }

  /** The backend that was injected, with the reason why it is this one. */
  BackendChoice explain(Backend injected) {
    BackendChoice made = choice.get();
    return made != null && made.backend() == injected
        ? made
        : new BackendChoice(injected.name(), injected, "bound in Guice");
  }
}
