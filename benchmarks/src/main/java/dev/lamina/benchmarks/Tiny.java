package dev.lamina.benchmarks;

import dev.lamina.Activation;
import dev.lamina.Dense;
import dev.lamina.Network;

/** So small that the time of a call is mostly the call. */
@Dense(in = 16, out = 32, activation = Activation.RELU)
@Dense(out = 16, activation = Activation.RELU)
@Dense(out = 4, activation = Activation.SOFTMAX)
interface Tiny extends Network {}
