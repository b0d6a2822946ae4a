package com.example.digits;

import dev.lamina.Activation;
import dev.lamina.Dense;
import dev.lamina.Network;
import dev.lamina.Weights;

/** Reads a handwritten digit: 8 × 8 pixels, each from 0 (white) to 1 (black), row by row. */
@Weights("digits.safetensors")
@Dense(in = 64, out = 32, activation = Activation.RELU)
@Dense(in = 32, out = 10, activation = Activation.SOFTMAX)
public interface DigitClassifier extends Network {}
