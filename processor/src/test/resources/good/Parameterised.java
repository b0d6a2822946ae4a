package acme;

import dev.lamina.Activation;
import dev.lamina.Dense;

@Dense(in = 6, out = 8, activation = Activation.LEAKY_RELU, alpha = 0.2)
@Dense(out = 7, activation = Activation.PRELU)
@Dense(out = 6, activation = Activation.PRELU, slopePerUnit = true, bias = false)
@Dense(out = 5, activation = Activation.SOFTPLUS, beta = 2, threshold = 1e7)
@Dense(out = 4, activation = Activation.HARD_TANH, min = 2, max = 3.5)
@Dense(out = 4, activation = Activation.ELU, alpha = 1)
@Dense(out = 4, activation = Activation.GELU_TANH)
@Dense(out = 3, activation = Activation.LOG_SOFTMAX, temperature = 0.5)
interface Parameterised {}
