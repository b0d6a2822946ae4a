package dev.lamina.runtime.models;

import dev.lamina.Activation;
import dev.lamina.Dense;

/** A network of two layers, the way most users declare theirs. */
@Dense(in = 6, out = 5, activation = Activation.TANH)
@Dense(out = 3, activation = Activation.SOFTMAX)
public interface Classifier {}
