package acme;

import dev.lamina.Dense;
import dev.lamina.Network;

@Dense(in = 2, out = 2)
public interface Redeclaring extends Network {
  @Override
  float[] forward(float[] x);

  default int best(float[] x) {
    float[] y = forward(x);
    return y[0] > y[1] ? 0 : 1;
  }
}
