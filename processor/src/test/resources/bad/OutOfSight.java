package acme;

import dev.lamina.Dense;

public class OutOfSight {
  private record Secret(float a) {}

  @Dense(in = 1, out = 1)
  interface Inner {
    float score(Secret secret);
  }
}
