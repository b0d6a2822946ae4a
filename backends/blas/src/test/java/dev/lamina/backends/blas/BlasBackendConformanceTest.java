package dev.lamina.backends.blas;

import dev.lamina.spi.BackendProvider;
import dev.lamina.tck.BackendConformance;

class BlasBackendConformanceTest extends BackendConformance {

  @Override
  protected BackendProvider provider() {
    return new BlasBackendProvider();
  }
}
