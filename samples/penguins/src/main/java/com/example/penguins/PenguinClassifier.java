package com.example.penguins;

import dev.lamina.Activation;
import dev.lamina.Dense;
import java.util.List;

/** Tells the species of a penguin, in the words of this program: no array of floats is in sight. */
@Dense(in = 4, out = 16, activation = Activation.TANH)
@Dense(in = 16, out = 8, activation = Activation.TANH)
@Dense(in = 8, out = 3, activation = Activation.SOFTMAX)
public interface PenguinClassifier {

  Species classify(Penguin penguin);

  Guess guess(Penguin penguin);

  List<Species> classify(List<Penguin> penguins);

  /** The probabilities of all species for all penguins, a row a penguin (N × 3). */
  float[] probabilities(List<Penguin> penguins);
}
