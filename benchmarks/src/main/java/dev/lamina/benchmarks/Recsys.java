package dev.lamina.benchmarks;

import dev.lamina.Activation;
import dev.lamina.Dense;
import dev.lamina.Network;

/** The shapes of a ranking model over an embedding of 512 values: 4.7 MB of weights. */
@Dense(in = 512, out = 1024, activation = Activation.RELU)
@Dense(out = 512, activation = Activation.RELU)
@Dense(out = 256, activation = Activation.RELU)
@Dense(out = 1, activation = Activation.SIGMOID)
interface Recsys extends Network {}
