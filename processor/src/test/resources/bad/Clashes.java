package acme;

import dev.lamina.Dense;

public class Clashes {
  @Dense(in = 1, out = 1)
  interface OtherResult {
    int summary();
  }

  @Dense(in = 1, out = 1)
  static class WithBody {
    public float[] forward(float[] x) {
      return x;
    }
  }
}
