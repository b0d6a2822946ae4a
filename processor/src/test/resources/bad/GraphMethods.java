package acme;

import static dev.lamina.Activation.*;

import dev.lamina.Dense;
import dev.lamina.Input;
import dev.lamina.Output;
import dev.lamina.Size;
import dev.lamina.Threshold;

class GraphMethods {
  @Input(name = "user", size = 4)
  @Input(name = "item", size = 2)
  @Dense(out = 4, name = "trunk", activation = RELU)
  @Dense(from = "trunk", out = 2, name = "policy", activation = SOFTMAX)
  @Dense(from = "trunk", out = 1, name = "value")
  @Output({"policy", "value"})
  interface Player {
    record Wrong(float policy, float value) {}

    record Right(float[] policy, float value) {}

    record Three(float a, float b, float c) {}

    record Torn(@Size(3) float[] a, @Size(3) float[] b) {}

    float one(float[] user, float[] item);

    Wrong wrong(float[] user, float[] item);

    @Threshold(0.5)
    Right right(float[] user, float[] item);

    Three three(float[] user, float[] item);

    float[] torn(Torn torn);

    float[] short_(@Size(3) float[] user, float[] item);

    float[] swapped(float[] item, float[] user);
  }

  @Dense(in = 4, out = 2, name = "policy")
  @Dense(from = "x", out = 2, name = "value")
  @Output({"policy", "value"})
  interface Heads {
    enum Move {
      LEFT,
      RIGHT
    }

    record Swapped(float[] value, float[] policy) {}

    record Moves(Move policy, float[] value) {}

    record Numbers(float[] policy, float[] value) {}

    record Other(Move policy, Result value) {}

    enum Result {
      LOST,
      WON
    }

    enum Turned {
      RIGHT,
      LEFT
    }

    record Moved(Turned policy, float[] value) {}

    Swapped swapped(float[] x);

    Numbers numbers(float[] x);

    Moves moves(float[] x);

    Other other(float[] x);

    Moved moved(float[] x);
  }
}
