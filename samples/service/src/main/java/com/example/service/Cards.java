package com.example.service;

import com.example.service.PenguinClassifier.Penguin;
import com.example.service.PenguinClassifier.Species;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * 92 cards, put together from real digits and real penguins, and what they say in truth. No network
 * was trained on any of them.
 *
 * @param cards the cards
 * @param rings the number on each penguin's ring
 * @param species what each penguin is
 */
record Cards(List<Card> cards, List<Integer> rings, List<Species> species) {

  private static final int DIGITS = 3;
  private static final int PIXELS = 64;

  /** The darkest value that a pixel has in the file. */
  private static final float DARKEST = 16;

  static Cards load() throws IOException {
    List<float[]> penguins = rows("penguins.csv");
    List<float[]> digits = rows("digits.csv");
    List<Card> cards = new ArrayList<>();
    List<Integer> rings = new ArrayList<>();
    List<Species> species = new ArrayList<>();
    for (int i = 0; i < penguins.size(); i++) {
      float[] penguin = penguins.get(i);
      List<float[]> ring = digits.subList(i * DIGITS, (i + 1) * DIGITS);
      cards.add(
          new Card(
              ring.stream().map(Cards::pixels).toList(),
              new Penguin(penguin[0], penguin[1], penguin[2], penguin[3])));
      rings.add(ring.stream().map(row -> (int) row[PIXELS]).reduce(0, (n, digit) -> 10 * n + digit));
      species.add(Species.values()[(int) penguin[4]]);
    }
    return new Cards(cards, rings, species);
  }

  private static float[] pixels(float[] row) {
    float[] pixels = new float[PIXELS];
    for (int i = 0; i < PIXELS; i++) {
      pixels[i] = row[i] / DARKEST;
    }
    return pixels;
  }

  /** The numbers of a file, without its header. */
  private static List<float[]> rows(String resource) throws IOException {
    try (BufferedReader reader =
        new BufferedReader(
            new InputStreamReader(
                Cards.class.getResourceAsStream(resource), StandardCharsets.UTF_8))) {
      return reader.lines().skip(1).map(Cards::numbers).toList();
    }
  }

  private static float[] numbers(String line) {
    String[] fields = line.split(",");
    float[] numbers = new float[fields.length];
    for (int i = 0; i < fields.length; i++) {
      numbers[i] = Float.parseFloat(fields[i]);
    }
    return numbers;
  }

  boolean isRight(int card, Entry entry) {
    return entry.ring() == rings.get(card) && entry.species() == species.get(card);
  }
}
