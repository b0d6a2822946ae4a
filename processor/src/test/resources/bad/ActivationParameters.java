package acme;

import dev.lamina.Activation;
import dev.lamina.Dense;

public class ActivationParameters {
  @Dense(in = 4, out = 3, activation = Activation.RELU, alpha = 0.1)
  @Dense(out = 3, activation = Activation.SOFTPLUS, alpha = 0.1, beta = -1, threshold = 20)
  @Dense(out = 3, activation = Activation.LEAKY_RELU, alpha = Double.NaN)
  @Dense(out = 3, activation = Activation.LEAKY_RELU, alpha = 1 / 0.0)
  @Dense(out = 3, activation = Activation.ELU, alpha = -0.5, name = "fifth")
  @Dense(out = 3, activation = Activation.CELU, alpha = 0)
  @Dense(out = 3, temperature = 2)
  @Dense(out = 3, activation = Activation.SOFTMAX, temperature = 1e31)
  interface Values {}

  @Dense(in = 4, out = 3, activation = Activation.HARD_TANH, min = 2)
  @Dense(out = 3, activation = Activation.HARD_TANH, min = 0, max = -1)
  @Dense(out = 3, activation = Activation.HARD_TANH, min = Double.NEGATIVE_INFINITY, max = -1)
  interface Ends {}

  @Dense(in = 4, out = 3, activation = Activation.LEAKY_RELU, slopePerUnit = true)
  @Dense(out = 3, activation = Activation.PRELU, alpha = 0.25, slopePerUnit = true)
  interface Slopes {}
}
