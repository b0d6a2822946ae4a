package acme;

import dev.lamina.Activation;
import dev.lamina.Dense;
import dev.lamina.Normalization;

public class Warnings {
  @Dense(in = 4, out = 3)
  @Dense(out = 4, activation = Activation.SOFTMAX)
  @Dense(out = 1, activation = Activation.SOFTMAX)
  interface Odd {}

  @Dense(in = 4, out = 3, activation = Activation.LEAKY_RELU, alpha = 1)
  @Dense(out = 4, activation = Activation.LOG_SOFTMAX)
  @Dense(out = 1, activation = Activation.LOG_SOFTMAX)
  interface Odder {}

  @Dense(in = 4, out = 3, normalization = Normalization.BATCH, name = "first")
  @Dense(out = 4, normalization = Normalization.LAYER)
  @Dense(out = 1)
  interface Normalized {}

  @Dense(in = 4, out = 3, name = "whole")
  @Dense(out = 4, inputNormalization = Normalization.LAYER, name = "rows")
  @Dense(out = 1, inputNormalization = Normalization.BATCH)
  interface NormalizedInputs {}

  @SuppressWarnings({"LAM-LINEAR", "LAM-SOFTMAX-INSIDE", "LAM-SOFTMAX-ONE"})
  static class Quiet {
    @Dense(in = 4, out = 3)
    @Dense(out = 4, activation = Activation.SOFTMAX)
    @Dense(out = 1, activation = Activation.SOFTMAX)
    interface Odd {}
  }
}
