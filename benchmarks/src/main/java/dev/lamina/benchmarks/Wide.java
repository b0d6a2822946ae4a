package dev.lamina.benchmarks;

import dev.lamina.Activation;
import dev.lamina.Dense;
import dev.lamina.Network;

/** 100 MB of weights: at batch 1 their way from memory is all that counts. */
@Dense(in = 1024, out = 4096, activation = Activation.RELU)
@Dense(out = 4096, activation = Activation.RELU)
@Dense(out = 1024)
interface Wide extends Network {}
