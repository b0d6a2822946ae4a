package dev.lamina.backends.blas;

import dev.lamina.spi.BackendProvider;
import dev.lamina.tck.BackendConformance;

/** With small layers in the library too, so that all sizes and remainders meet it. */
class LibraryConformanceTest extends BackendConformance {

  @Override
  protected BackendProvider provider() {
    return new BlasBackendProvider(SmallLayers.NONE);
  }
}
