package dev.lamina.benchmarks;

import dev.lamina.Activation;
import dev.lamina.Dense;
import dev.lamina.Network;

/** The shapes of a classifier of images of 28 × 28 pixels. */
@Dense(in = 784, out = 128, activation = Activation.RELU)
@Dense(out = 64, activation = Activation.RELU)
@Dense(out = 10, activation = Activation.SOFTMAX)
interface Mnist extends Network {}
