package dev.lamina.runtime.models;

import dev.lamina.Activation;
import dev.lamina.Dense;
import dev.lamina.InputScale;
import dev.lamina.Network;
import dev.lamina.Normalization;
import dev.lamina.OutputScale;

/** Layers with all that is made part of them, and a step that stays behind the last one. */
@InputScale
@OutputScale(
    mean = {100, 200},
    scale = 10)
@Dense(
    in = 2,
    out = 3,
    activation = Activation.RELU,
    normalization = Normalization.BATCH,
    bias = false,
    dropout = 0.5)
@Dense(
    out = 2,
    activation = Activation.RELU,
    normalization = Normalization.BATCH,
    normalizeAfterActivation = true,
    epsilon = 1)
@Dense(out = 2, activation = Activation.TANH)
public interface Surrounded extends Network {}
