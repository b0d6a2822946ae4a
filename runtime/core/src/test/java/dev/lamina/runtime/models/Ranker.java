package dev.lamina.runtime.models;

import dev.lamina.Dense;
import dev.lamina.Network;

/** A single layer, and an interface that lets its users call the network without a cast. */
@Dense(in = 4, out = 1, bias = false, name = "score")
public interface Ranker extends Network {}
