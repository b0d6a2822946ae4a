package com.example.service;

import dev.lamina.Activation;
import dev.lamina.Dense;
import dev.lamina.Weights;

/** Reads a handwritten digit: 8 × 8 pixels, each from 0 (white) to 1 (black), row by row. */
@Weights("digits.safetensors")
@Dense(in = 64, out = 32, activation = Activation.RELU)
@Dense(in = 32, out = 10, activation = Activation.SOFTMAX)
public interface DigitReader {

  /** The order of the constants is the order of the network's outputs. */
  enum Digit {
    ZERO,
    ONE,
    TWO,
    THREE,
    FOUR,
    FIVE,
    SIX,
    SEVEN,
    EIGHT,
    NINE
  }

  /** The most probable digit, and how probable it is, from 0 to 1. */
  record Reading(Digit digit, float probability) {}

  Reading read(float[] pixels);
}
