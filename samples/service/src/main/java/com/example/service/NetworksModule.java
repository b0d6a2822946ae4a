package com.example.service;

import com.google.inject.AbstractModule;
import dev.lamina.runtime.LaminaModule;

/** The networks of the program. Their types say where the weights are. */
final class NetworksModule extends AbstractModule {

  @Override
  protected void configure() {
    install(LaminaModule.of(DigitReader.class));
    install(LaminaModule.of(PenguinClassifier.class));
  }
}
