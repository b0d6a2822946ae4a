package com.example.digits;

import java.util.Locale;

/** How good a network's probabilities are on the digits that it was not trained on. */
final class Evaluation {

  private final int[][] confusion = new int[Digits.CLASSES][Digits.CLASSES];
  private final float largestDifference;

  /**
   * @param probabilities what the network says about every digit (N × 10)
   */
  Evaluation(Digits digits, float[] probabilities) {
    for (int row = digits.firstHeldBack(); row < digits.count(); row++) {
      confusion[digits.labels()[row]][mostProbable(probabilities, row)]++;
    }
    float largest = 0;
    for (int i = 0; i < probabilities.length; i++) {
      float difference = Math.abs(probabilities[i] - digits.expected()[i]);
      // Written so that NaN counts as the largest difference and not as none.
      largest = difference <= largest ? largest : difference;
    }
    largestDifference = largest;
  }

  private static int mostProbable(float[] probabilities, int row) {
    int best = 0;
    for (int digit = 1; digit < Digits.CLASSES; digit++) {
      if (probabilities[row * Digits.CLASSES + digit]
          > probabilities[row * Digits.CLASSES + best]) {
        best = digit;
      }
    }
    return best;
  }

  int correct() {
    int correct = 0;
    for (int digit = 0; digit < Digits.CLASSES; digit++) {
      correct += confusion[digit][digit];
    }
    return correct;
  }

  double accuracy() {
    return (double) correct() / Digits.HELD_BACK;
  }

  /** The largest difference from PyTorch's own probabilities, over all digits. */
  float largestDifference() {
    return largestDifference;
  }

  /** A line for each digit: how often it was taken for each of the ten. */
  String confusionMatrix() {
    StringBuilder text = new StringBuilder("      0   1   2   3   4   5   6   7   8   9");
    for (int digit = 0; digit < Digits.CLASSES; digit++) {
      text.append(String.format("%n%3d", digit));
      for (int count : confusion[digit]) {
        text.append(count == 0 ? "   ." : String.format(Locale.ROOT, "%4d", count));
      }
    }
    return text.toString();
  }
}
