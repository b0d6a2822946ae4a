package acme;

import dev.lamina.Activation;
import dev.lamina.Dense;

public class Warnings {
  @Dense(in = 4, out = 3)
  @Dense(out = 4, activation = Activation.SOFTMAX)
  @Dense(out = 1, activation = Activation.SOFTMAX)
  interface Odd {}

  @SuppressWarnings({"LAM-LINEAR", "LAM-SOFTMAX-INSIDE", "LAM-SOFTMAX-ONE"})
  static class Quiet {
    @Dense(in = 4, out = 3)
    @Dense(out = 4, activation = Activation.SOFTMAX)
    @Dense(out = 1, activation = Activation.SOFTMAX)
    interface Odd {}
  }
}
