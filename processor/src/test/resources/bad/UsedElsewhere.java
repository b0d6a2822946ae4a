package acme;

import dev.lamina.Dense;

@Dense(in = 4, out = 3)
@Dense(in = 2, out = 1)
public abstract class UsedElsewhere {
  abstract float[] score(float[] x) throws java.io.IOException;

  static float[] use(dev.lamina.Parameters parameters, dev.lamina.spi.Backend backend) {
    UsedElsewhereNetwork network =
        new UsedElsewhereNetwork(parameters, backend, dev.lamina.Options.defaults());
    UsedElsewhere same = network;
    return network.spec() == UsedElsewhereNetwork.SPEC && same != null
        ? network.forward(new float[4])
        : new float[0];
  }
}
