package com.example.digits;

import dev.lamina.runtime.Backends;
import dev.lamina.runtime.Lamina;
import java.io.IOException;
import java.util.Arrays;

/** Classifies 1,797 real digits and compares the result with the truth and with PyTorch. */
public final class Main {

  private static final int ROUNDS = 200;

  private Main() {}

  public static void main(String[] args) throws IOException {
    Digits digits = Digits.load();
    DigitClassifier classifier = Lamina.load(DigitClassifier.class);

    System.out.println(Backends.explain());
    System.out.println();
    System.out.println(classifier.summary());
    System.out.println();

    float[] probabilities = new float[digits.count() * Digits.CLASSES];
    classifier.forward(digits.pixels(), digits.count(), probabilities);
    Evaluation evaluation = new Evaluation(digits, probabilities);
    System.out.printf(
        "%,d digits classified; %d of the %d held back are right (%.1f %%)%n",
        digits.count(), evaluation.correct(), Digits.HELD_BACK, 100 * evaluation.accuracy());
    System.out.println("a row for each digit, a column for what it was taken for:");
    System.out.println(evaluation.confusionMatrix());
    System.out.printf(
        "largest difference from PyTorch's probabilities: %.1e%n",
        evaluation.largestDifference());
    System.out.printf(
        "time for a digit: %.0f ns alone, %.0f ns in a batch of %,d%n",
        nanosecondsAlone(classifier, digits),
        nanosecondsInBatch(classifier, digits, probabilities),
        digits.count());
  }

  private static double nanosecondsAlone(DigitClassifier classifier, Digits digits) {
    float[] x = Arrays.copyOf(digits.pixels(), Digits.PIXELS);
    float[] y = new float[Digits.CLASSES];
    return median(() -> classifier.forward(x, y), digits.count()) / digits.count();
  }

  private static double nanosecondsInBatch(
      DigitClassifier classifier, Digits digits, float[] probabilities) {
    return median(() -> classifier.forward(digits.pixels(), digits.count(), probabilities), 1)
        / digits.count();
  }

  /** The median time of a round of calls, after as many rounds to warm up. */
  private static double median(Runnable call, int calls) {
    long[] times = new long[2 * ROUNDS];
    for (int round = 0; round < times.length; round++) {
      long start = System.nanoTime();
      for (int i = 0; i < calls; i++) {
        call.run();
      }
      times[round] = System.nanoTime() - start;
    }
    Arrays.sort(times, ROUNDS, times.length);
    return times[ROUNDS + ROUNDS / 2];
  }
}
