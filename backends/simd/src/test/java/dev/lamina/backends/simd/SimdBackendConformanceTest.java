package dev.lamina.backends.simd;

import dev.lamina.spi.BackendProvider;
import dev.lamina.tck.BackendConformance;

class SimdBackendConformanceTest extends BackendConformance {

  @Override
  protected BackendProvider provider() {
    return new SimdBackendProvider();
  }
}
