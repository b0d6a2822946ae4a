package acme;

import dev.lamina.Activation;
import dev.lamina.Dense;
import dev.lamina.Size;
import java.util.List;

@Dense(in = 9, out = 16, activation = Activation.TANH)
@Dense(out = 3, activation = Activation.SOFTMAX)
public interface Penguins {
  enum Species {
    ADELIE,
    CHINSTRAP,
    GENTOO
  }

  enum Island {
    BISCOE,
    DREAM
  }

  record Bill(double length, float depth) {}

  record Penguin(Bill bill, long flipperLength, @Size(2) float[] weighings, boolean male,
      Island island, byte age) {}

  record Guess(Species species, float probability) {}

  record Probabilities(float adelie, double chinstrap, float gentoo) {}

  Species classify(Penguin penguin);

  Guess guess(Penguin p);

  float[] probabilities(Penguin penguin);

  void probabilities(Penguin penguin, float[] y);

  Species classify(float[] x);

  Species[] classifyRows(float[] x);

  List<Species> classify(List<? extends Penguin> penguins);

  Guess[] guess(Penguin... penguins);

  float[] probabilities(List<Penguin> penguins);

  void probabilities(Penguin[] penguins, float[] results);

  void guess(List<float[]> rows, Guess[] results);

  List<float[]> rows(float[][] x);
}
