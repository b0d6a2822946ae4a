package com.example.app;

import dev.lamina.Activation;
import dev.lamina.Dense;
import dev.lamina.Network;

/** The network of a program that knows nothing of the backend. */
@Dense(in = 40, out = 64, activation = Activation.RELU)
@Dense(out = 24, activation = Activation.TANH)
@Dense(out = 3, activation = Activation.SOFTMAX)
public interface Scorer extends Network {}
