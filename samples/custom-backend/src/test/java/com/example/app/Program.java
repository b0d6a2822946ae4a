package com.example.app;

import dev.lamina.Parameters;
import dev.lamina.runtime.Lamina;
import dev.lamina.weights.WeightsSource;

/** A program that knows nothing of the backend. */
public final class Program {

  private Program() {}

  public static void main(String[] arguments) {
    Scorer scorer =
        Lamina.load(
            Scorer.class, WeightsSource.parameters(Parameters.random(ScorerNetwork.SPEC, 1)));
    float[] x = new float[5 * scorer.inputSize()];
    float[] y = new float[5 * scorer.outputSize()];
    for (int i = 0; i < 1000; i++) {
      scorer.forward(x, 5, y);
    }
    System.out.println("5,000 rows scored");
  }
}
