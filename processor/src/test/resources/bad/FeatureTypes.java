package acme;

import dev.lamina.Dense;
import dev.lamina.Size;
import java.util.List;

@Dense(in = 2, out = 2)
public interface FeatureTypes {
  record Text(String name, float age) {}

  record Unsized(float[] pixels) {}

  record Negative(@Size(-1) float[] pixels) {}

  record Loop(float a, Loop next) {}

  float[] text(Text text);

  float[] unsized(Unsized unsized);

  float[] negative(Negative negative);

  float[] loop(Loop loop);

  float[] letters(char first, char second);

  float[] whole(int[] numbers);

  <T> float[] generic(T value);

  float[] nothing();
}
