import static dev.lamina.Activation.*;

import dev.lamina.Dense;

@Dense(in = 2, out = 8, activation = TANH)
@Dense(out = 1)
public interface SwappedFeatures {

  record House(float area, int rooms) {}

  record Offer(int rooms, float area) {}

  float price(House house);

  float price(Offer offer);
}
