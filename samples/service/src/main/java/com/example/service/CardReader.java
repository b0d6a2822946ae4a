package com.example.service;

import jakarta.inject.Inject;

/** Reads cards with two networks. It knows neither where they come from nor what computes them. */
public final class CardReader {

  /** What is less probable is for a person to decide. */
  private static final float SURE = 0.9f;

  private final DigitReader digits;
  private final PenguinClassifier penguins;

  @Inject
  CardReader(DigitReader digits, PenguinClassifier penguins) {
    this.digits = digits;
    this.penguins = penguins;
  }

  public Entry read(Card card) {
    int ring = 0;
    PenguinClassifier.Guess guess = penguins.guess(card.penguin());
    float leastProbable = guess.probability();
    for (float[] pixels : card.ring()) {
      DigitReader.Reading reading = digits.read(pixels);
      ring = 10 * ring + reading.digit().ordinal();
      leastProbable = Math.min(leastProbable, reading.probability());
    }
    return new Entry(ring, guess.species(), leastProbable >= SURE);
  }
}
