package dev.lamina.benchmarks;

import dev.lamina.Activation;
import dev.lamina.Dense;
import dev.lamina.Network;
import dev.lamina.Normalization;

/** {@link Recsys} with the values of its widest layer normalised by row. */
@Dense(in = 512, out = 1024, activation = Activation.RELU, normalization = Normalization.LAYER)
@Dense(out = 512, activation = Activation.RELU)
@Dense(out = 256, activation = Activation.RELU)
@Dense(out = 1, activation = Activation.SIGMOID)
interface RecsysNormalized extends Network {}
