package com.example.penguins;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * The 342 penguins, and what scikit-learn says about each.
 *
 * @param measured what was measured of each
 * @param species what each of them is
 * @param expected the probabilities that scikit-learn computes, in double precision (N × 3)
 */
record Penguins(List<Penguin> measured, List<Species> species, double[] expected) {

  /** The rows in front of this one were trained on. */
  static final int FIRST_HELD_BACK = 250;

  static Penguins load() throws IOException {
    List<Penguin> measured = new ArrayList<>();
    List<Species> species = new ArrayList<>();
    List<String> lines = lines("penguins.csv");
    for (String line : lines.subList(1, lines.size())) {
      String[] fields = line.split(",");
      measured.add(
          new Penguin(
              Float.parseFloat(fields[0]),
              Float.parseFloat(fields[1]),
              Float.parseFloat(fields[2]),
              Float.parseFloat(fields[3])));
      species.add(Species.values()[Integer.parseInt(fields[4])]);
    }
    double[] expected =
        lines("expected-probabilities.csv").stream()
            .flatMap(line -> List.of(line.split(",")).stream())
            .mapToDouble(Double::parseDouble)
            .toArray();
    return new Penguins(measured, species, expected);
  }

  private static List<String> lines(String resource) throws IOException {
    try (BufferedReader reader =
        new BufferedReader(
            new InputStreamReader(
                Penguins.class.getResourceAsStream(resource), StandardCharsets.UTF_8))) {
      return reader.lines().toList();
    }
  }

  /** The part of the held-back penguins whose species was told right. */
  double accuracy(List<Species> told) {
    int right = 0;
    for (int i = FIRST_HELD_BACK; i < told.size(); i++) {
      if (told.get(i) == species.get(i)) {
        right++;
      }
    }
    return (double) right / (told.size() - FIRST_HELD_BACK);
  }

  double largestDifference(float[] probabilities) {
    double largest = 0;
    for (int i = 0; i < probabilities.length; i++) {
      double difference = Math.abs(probabilities[i] - expected[i]);
      // Written so that NaN counts as the largest difference and not as none.
      largest = difference <= largest ? largest : difference;
    }
    return largest;
  }
}
