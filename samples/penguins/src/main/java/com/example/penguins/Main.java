package com.example.penguins;

import dev.lamina.Network;
import dev.lamina.runtime.Lamina;
import dev.lamina.weights.WeightsSource;
import java.io.IOException;

/** Tells the species of 342 real penguins and compares with the truth and with scikit-learn. */
public final class Main {

  private Main() {}

  public static void main(String[] args) throws IOException {
    Penguins penguins = Penguins.load();
    PenguinClassifier classifier =
        Lamina.load(
            PenguinClassifier.class, WeightsSource.resource(Main.class, "penguins.safetensors"));

    // Every model is a Network too, whether its type says so or not.
    System.out.println(((Network) classifier).summary());
    System.out.println();

    Penguin penguin = penguins.measured().get(0);
    System.out.println(penguin);
    System.out.println(classifier.guess(penguin));
    System.out.println();

    System.out.printf(
        "%.1f %% of the penguins that were not trained on are told right%n",
        100 * penguins.accuracy(classifier.classify(penguins.measured())));
    System.out.printf(
        "largest difference from scikit-learn's probabilities: %.1e%n",
        penguins.largestDifference(classifier.probabilities(penguins.measured())));
  }
}
