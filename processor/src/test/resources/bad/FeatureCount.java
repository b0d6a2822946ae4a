package acme;

import dev.lamina.Dense;
import dev.lamina.Size;
import java.util.List;

@Dense(in = 6, out = 3)
public interface FeatureCount {
  enum Island {
    BISCOE,
    DREAM
  }

  record Penguin(float billLength, float billDepth, float flipperLength, float bodyMass, int year) {}

  record Photo(@Size(8) float[] pixels, Island island) {}

  float[] tooFew(Penguin penguin);

  float[] tooMany(List<Photo> photos);

  float[] parameters(float billLength, boolean male);
}
