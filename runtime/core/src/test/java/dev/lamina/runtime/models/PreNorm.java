package dev.lamina.runtime.models;

import dev.lamina.Activation;
import dev.lamina.Dense;
import dev.lamina.Network;
import dev.lamina.Normalization;

/** A BatchNorm1d in front of the first layer, and a block x + f(layer_norm(x)). */
@Dense(in = 3, out = 4, inputNormalization = Normalization.BATCH, name = "stem")
@Dense(
    out = 6,
    activation = Activation.TANH,
    inputNormalization = Normalization.LAYER,
    name = "block1")
@Dense(out = 4, add = "stem", name = "block2")
@Dense(out = 2, inputNormalization = Normalization.LAYER, name = "head")
public interface PreNorm extends Network {}
