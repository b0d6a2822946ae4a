package dev.lamina.tck;

import dev.lamina.spi.BackendProvider;

/** A backend that is right passes, and this is all it takes. */
final class PlainBackendConformanceTest extends BackendConformance {

  @Override
  protected BackendProvider provider() {
    return new PlainBackendProvider();
  }
}
