package com.example.digits;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lamina.runtime.Lamina;
import java.io.IOException;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class DigitClassifierTest {

  private static Digits digits;
  private static DigitClassifier classifier;
  private static float[] probabilities;

  @BeforeAll
  static void classifyAllDigits() throws IOException {
    digits = Digits.load();
    classifier = Lamina.load(DigitClassifier.class);
    probabilities = new float[digits.count() * Digits.CLASSES];
    classifier.forward(digits.pixels(), digits.count(), probabilities);
  }

  @Test
  void thereAre1797Digits() {
    assertEquals(1797, digits.count());
  }

  @Test
  void theAccuracyOnTheHeldBackDigitsIsThatOfTheTrainedModel() {
    assertEquals(0.961, new Evaluation(digits, probabilities).accuracy(), 0.0005);
  }

  @Test
  void theProbabilitiesAreThoseOfPyTorch() {
    float difference = new Evaluation(digits, probabilities).largestDifference();
    assertTrue(difference < 1e-5f, () -> "the largest difference is " + difference);
  }

  @Test
  void aDigitAloneGetsTheSameProbabilitiesAsInTheBatch() {
    for (int row = 0; row < digits.count(); row++) {
      float[] x =
          Arrays.copyOfRange(
              digits.pixels(), row * Digits.PIXELS, (row + 1) * Digits.PIXELS);
      float[] inBatch =
          Arrays.copyOfRange(
              probabilities, row * Digits.CLASSES, (row + 1) * Digits.CLASSES);
      assertArrayEquals(inBatch, classifier.forward(x));
    }
  }
}
