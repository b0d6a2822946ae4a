package acme;

import dev.lamina.Activation;
import dev.lamina.Dense;
import dev.lamina.Input;
import dev.lamina.Output;
import dev.lamina.Size;
import dev.lamina.Threshold;
import java.util.List;

/** Two inputs, a residual before and after the activation, a wide and deep end, and two heads. */
@Input(name = "user", size = 6)
@Input(name = "item", size = 10)
@Dense(from = "user", out = 16, activation = Activation.RELU, name = "taste")
@Dense(from = {"taste", "item"}, out = 16, activation = Activation.TANH, name = "match")
@Dense(out = 16, activation = Activation.RELU, add = "match", name = "block1")
@Dense(out = 16, activation = Activation.SILU, add = "taste", addAfterActivation = true, name = "block2")
@Dense(from = {"user", "item"}, out = 3, activation = Activation.SOFTMAX, name = "kind")
@Dense(from = {"item", "block2"}, out = 1, activation = Activation.SIGMOID, name = "click")
@Output({"click", "kind"})
public interface Ranking {
  enum Kind {
    NEW,
    KNOWN,
    OLD
  }

  record Rank(float click, Kind kind) {}

  record Choice(boolean click, Kind kind) {}

  record Pair(@Size(6) float[] user, @Size(10) float[] item) {}

  Rank rank(float[] user, float[] item);

  List<Rank> rankAll(List<Pair> pairs);

  @Threshold(0.5)
  Choice choose(float[] user, float[] item);

  float[] raw(float[] row);
}
