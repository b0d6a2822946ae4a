package com.example.digits;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * The 1,797 digits, and what PyTorch says about each.
 *
 * @param count N, how many digits there are
 * @param pixels X (N × 64), row-major, each pixel from 0 to 1
 * @param labels which digit each of them is
 * @param expected the probabilities that PyTorch computes with the same weights (N × 10)
 */
record Digits(int count, float[] pixels, int[] labels, float[] expected) {

  static final int PIXELS = 64;
  static final int CLASSES = 10;

  /** The last rows of the file, which the network was not trained on. */
  static final int HELD_BACK = 360;

  /** The darkest value that a pixel has in the file. */
  private static final float DARKEST = 16;

  static Digits load() throws IOException {
    List<String> lines = lines("digits.csv");
    lines.remove(0); // the header
    int count = lines.size();
    float[] pixels = new float[count * PIXELS];
    int[] labels = new int[count];
    for (int row = 0; row < count; row++) {
      String[] fields = lines.get(row).split(",");
      for (int i = 0; i < PIXELS; i++) {
        pixels[row * PIXELS + i] = Float.parseFloat(fields[i]) / DARKEST;
      }
      labels[row] = Integer.parseInt(fields[PIXELS]);
    }
    return new Digits(count, pixels, labels, probabilities(count));
  }

  private static float[] probabilities(int count) throws IOException {
    List<String> lines = lines("expected-probabilities.csv");
    float[] expected = new float[count * CLASSES];
    for (int row = 0; row < count; row++) {
      String[] fields = lines.get(row).split(",");
      for (int i = 0; i < CLASSES; i++) {
        expected[row * CLASSES + i] = Float.parseFloat(fields[i]);
      }
    }
    return expected;
  }

  private static List<String> lines(String resource) throws IOException {
    try (BufferedReader reader =
        new BufferedReader(
            new InputStreamReader(
                Digits.class.getResourceAsStream(resource), StandardCharsets.UTF_8))) {
      return new ArrayList<>(reader.lines().toList());
    }
  }

  int firstHeldBack() {
    return count - HELD_BACK;
  }
}
