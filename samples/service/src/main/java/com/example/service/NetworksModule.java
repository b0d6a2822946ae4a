package com.example.service;

import com.google.inject.AbstractModule;
import dev.lamina.runtime.LaminaModule;
import dev.lamina.weights.WeightsSource;

/** The networks of the program, and where their weights are. */
final class NetworksModule extends AbstractModule {

  @Override
  protected void configure() {
    install(LaminaModule.of(DigitReader.class, weights("digits.safetensors")));
    install(LaminaModule.of(PenguinClassifier.class, weights("penguins.safetensors")));
  }

  private static WeightsSource weights(String resource) {
    return WeightsSource.resource(NetworksModule.class, resource);
  }
}
