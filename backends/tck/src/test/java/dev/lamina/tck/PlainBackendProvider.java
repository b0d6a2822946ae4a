package dev.lamina.tck;

import dev.lamina.spi.Availability;
import dev.lamina.spi.Backend;
import dev.lamina.spi.BackendProvider;

/** Offers {@link PlainBackend}, to {@link java.util.ServiceLoader} too. */
public class PlainBackendProvider implements BackendProvider {

  static final String NAME = "plain";

  @Override
  public int contractVersion() {
    return CONTRACT_VERSION;
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public int priority() {
    return -1;
  }

  @Override
  public Availability availability() {
    return Availability.usable("double precision");
  }

  @Override
  public Backend create() {
    return new PlainBackend();
  }
}
