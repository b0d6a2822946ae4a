package dev.lamina.runtime.models;

import dev.lamina.Dense;
import dev.lamina.Network;
import dev.lamina.Weights;

/** y = 3x + 0.5, and a resource that says so. */
@Weights("line.safetensors")
@Dense(in = 1, out = 1)
public interface Line extends Network {}
