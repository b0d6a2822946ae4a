package acme;

import dev.lamina.Dense;

@Dense(in = 2, out = 2)
public interface Disagreement {
  enum Species {
    ADELIE,
    GENTOO
  }

  enum Swapped {
    GENTOO,
    ADELIE
  }

  record Penguin(float length, float depth) {}

  record Bill(float depth, float length) {}

  Species classify(Penguin penguin);

  Swapped classify(Bill bill);
}
