package acme;

import dev.lamina.Activation;
import dev.lamina.Dense;

public final class Outer {
  private Outer() {}

  @Dense.Stack({@Dense(in = 4, out = 2, activation = Activation.RELU), @Dense(out = 1, activation = Activation.SIGMOID)})
  public static class Inner {
    protected static class Deep {
      @Dense(in = 2, out = 2)
      interface Deepest {}
    }
  }
}
