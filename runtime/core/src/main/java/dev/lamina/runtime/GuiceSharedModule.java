package dev.lamina.runtime;

import com.google.inject.Binder;
import com.google.inject.Module;
import com.google.inject.Singleton;
import com.google.inject.multibindings.OptionalBinder;
import dev.lamina.Options;
import dev.lamina.spi.Backend;

/**
 * What the networks of an injector share. All instances are equal, so that Guice installs the first
 * and leaves out the others.
 */
record GuiceSharedModule() implements Module {

  @Override
  public void configure(Binder binder) {
    GuiceBackendProvider chosen = new GuiceBackendProvider();
    binder.bind(GuiceBackendProvider.class).toInstance(chosen);
    OptionalBinder.newOptionalBinder(binder, Backend.class)
        .setDefault()
        .toProvider(chosen)
        .in(Singleton.class);
    OptionalBinder.newOptionalBinder(binder, Options.class)
        .setDefault()
        .toInstance(Options.defaults());
  }
}
