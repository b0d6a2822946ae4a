package dev.lamina.benchmarks;

import dev.lamina.Activation;
import dev.lamina.Dense;
import dev.lamina.Network;

/** A scorer of the size that many programs use: all weights fit the second-level cache. */
@Dense(in = 64, out = 128, activation = Activation.RELU)
@Dense(out = 64, activation = Activation.RELU)
@Dense(out = 1, activation = Activation.SIGMOID)
interface Small extends Network {}
