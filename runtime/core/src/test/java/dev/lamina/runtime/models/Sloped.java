package dev.lamina.runtime.models;

import dev.lamina.Activation;
import dev.lamina.Dense;
import dev.lamina.Network;

/** Activations with a learned slope and with parameters. */
@Dense(in = 2, out = 3, activation = Activation.PRELU, slopePerUnit = true)
@Dense(out = 2, activation = Activation.LEAKY_RELU, alpha = 0.5)
@Dense(out = 2, activation = Activation.LOG_SOFTMAX, temperature = 2)
public interface Sloped extends Network {}
