package com.example.profile;

import dev.lamina.spi.BackendProvider;
import dev.lamina.tck.BackendConformance;

class ProfileBackendConformanceTest extends BackendConformance {

  @Override
  protected BackendProvider provider() {
    return new ProfileBackendProvider();
  }
}
