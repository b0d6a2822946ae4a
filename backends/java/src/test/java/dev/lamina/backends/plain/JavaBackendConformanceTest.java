package dev.lamina.backends.plain;

import dev.lamina.spi.BackendProvider;
import dev.lamina.tck.BackendConformance;

class JavaBackendConformanceTest extends BackendConformance {

  @Override
  protected BackendProvider provider() {
    return new JavaBackendProvider();
  }
}
