package dev.lamina.benchmarks;

import dev.lamina.Network;
import dev.lamina.Options;
import dev.lamina.Parameters;
import dev.lamina.runtime.Backends;

/** Lamina as a user calls it. */
final class LaminaEngine implements Engine {

  private final Network network;

  /**
   * Builds the network.
   *
   * @throws dev.lamina.LaminaException if there is no such backend or it cannot be used here
   */
  LaminaEngine(Model model, Parameters parameters, String backend, Options options) {
    network = model.build(parameters, Backends.named(backend), options);
  }

  @Override
  public Inference bind(float[] x, int rows) {
    return new HeapInference(network::forward, x, rows, network.outputSize());
  }
}
