package dev.lamina.runtime.models;

import dev.lamina.Activation;
import dev.lamina.Dense;
import dev.lamina.Network;

/** A network whose calls are worth the help of other threads, even for a single row. */
@Dense(in = 512, out = 512, activation = Activation.RELU)
@Dense(out = 256, activation = Activation.TANH)
public interface Large extends Network {}
