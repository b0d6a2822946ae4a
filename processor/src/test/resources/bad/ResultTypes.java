package acme;

import dev.lamina.Dense;
import dev.lamina.Threshold;
import java.util.List;

public class ResultTypes {
  enum Pair {
    NO,
    YES
  }

  enum Three {
    A,
    B,
    C
  }

  record Two(float a, double b) {}

  record Mixed(float a, String b) {}

  record Guess(Pair pair, float probability) {}

  @Dense(in = 2, out = 3)
  interface Wide {
    Pair pair(float[] x);

    float number(float[] x);

    Two two(float[] x);

    Mixed mixed(float[] x);

    Guess guess(float[] x);

    String text(float[] x);

    int best(float[] x);

    @Threshold(0.5)
    Three three(float[] x);

    void nothing(float[] x);

    List<Three> many(float a, float b);

    Three one(List<float[]> rows);
  }

  @Dense(in = 2, out = 1)
  interface Narrow {
    boolean unclear(float[] x);

    @Threshold(Double.NaN)
    boolean nan(float[] x);
  }
}
