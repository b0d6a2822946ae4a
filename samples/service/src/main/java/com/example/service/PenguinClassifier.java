package com.example.service;

import dev.lamina.Activation;
import dev.lamina.Dense;
import dev.lamina.Weights;

/** Tells the species of a penguin. */
@Weights("penguins.safetensors")
@Dense(in = 4, out = 16, activation = Activation.TANH)
@Dense(in = 16, out = 8, activation = Activation.TANH)
@Dense(in = 8, out = 3, activation = Activation.SOFTMAX)
public interface PenguinClassifier {

  /** The order of the constants is the order of the network's outputs. */
  enum Species {
    ADELIE,
    CHINSTRAP,
    GENTOO
  }

  /** What was measured: millimetres and, for the mass of the body, grams. */
  record Penguin(float billLength, float billDepth, float flipperLength, float bodyMass) {}

  /** The most probable species, and how probable it is, from 0 to 1. */
  record Guess(Species species, float probability) {}

  Guess guess(Penguin penguin);
}
