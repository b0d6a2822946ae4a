package dev.lamina.runtime.models;

import dev.lamina.Activation;
import dev.lamina.Dense;
import dev.lamina.Input;
import dev.lamina.Output;
import dev.lamina.Size;
import dev.lamina.Threshold;
import java.util.List;

/** Networks that are more than a chain. */
public final class Graphs {

  private Graphs() {}

  /** All of them. */
  public static Class<?>[] all() {
    return new Class<?>[] {
      Shop.class, ResidualBlocks.class, DenseConnections.class, ResidualHead.class, Large.class
    };
  }

  /** Wide and deep: the heads read the inputs as well as what became of them. */
  @SuppressWarnings("ArrayRecordComponent") // no record of these is compared
  @Input(name = "user", size = 5)
  @Input(name = "item", size = 11)
  @Dense(from = "user", out = 13, activation = Activation.RELU, name = "taste")
  @Dense(
      from = {"taste", "item"},
      out = 20,
      activation = Activation.TANH,
      name = "match")
  @Dense(out = 20, activation = Activation.RELU, add = "match", name = "deep")
  @Dense(
      from = {"user", "item"},
      out = 3,
      activation = Activation.SOFTMAX,
      name = "kind")
  @Dense(
      from = {"item", "deep", "kind"},
      out = 1,
      activation = Activation.SIGMOID,
      name = "click")
  @Output({"click", "kind"})
  public interface Shop {

    /** What a user may think of an item. */
    enum Kind {
      NEW,
      KNOWN,
      OLD
    }

    /** Both inputs of an example. */
    record Visit(@Size(5) float[] user, @Size(11) float[] item) {}

    /** Both outputs of an example. */
    record Guess(float click, Kind kind) {}

    /** Both outputs of an example, the first as an answer. */
    record Answer(boolean click, Kind kind) {}

    /** Both outputs of an example as they are. */
    record Numbers(float[] click, float[] kind) {}

    /** Guesses. */
    Guess guess(float[] user, float[] item);

    /** Guesses for many. */
    List<Guess> guessAll(List<Visit> visits);

    /** Answers. */
    @Threshold(0.5)
    Answer answer(Visit visit);

    /** All numbers. */
    Numbers numbers(float[] user, float[] item);
  }

  /** Each block adds what it was given, before its activation or after it. */
  @Dense(in = 19, out = 35, activation = Activation.RELU)
  @Dense(out = 35, activation = Activation.RELU, add = "layer1")
  @Dense(out = 35, activation = Activation.TANH, add = "layer2", addAfterActivation = true)
  @Dense(out = 35, activation = Activation.SIGMOID, add = "layer3", bias = false)
  @Dense(out = 19, activation = Activation.TANH, add = "x", addAfterActivation = true)
  public interface ResidualBlocks {}

  /** Each layer reads all that came before. */
  @Dense(in = 21, out = 8, activation = Activation.RELU)
  @Dense(
      from = {"x", "layer1"},
      out = 9,
      activation = Activation.RELU)
  @Dense(
      from = {"x", "layer1", "layer2"},
      out = 16,
      activation = Activation.RELU)
  @Dense(
      from = {"layer3", "layer1", "x"},
      out = 7,
      activation = Activation.SIGMOID)
  public interface DenseConnections {}

  /** Scores that are added to before a softmax, which needs whole rows. */
  @Dense(in = 12, out = 24, activation = Activation.TANH, name = "hidden")
  @Dense(from = "x", out = 10, name = "wide")
  @Dense(from = "hidden", out = 10, add = "wide", activation = Activation.SOFTMAX, name = "head")
  public interface ResidualHead {}

  /** So large that threads share even a single row. */
  @Dense(in = 400, out = 512, activation = Activation.RELU, name = "a")
  @Dense(out = 512, activation = Activation.RELU, add = "a", name = "b")
  @Dense(
      from = {"x", "b"},
      out = 256,
      activation = Activation.TANH,
      name = "c")
  @Dense(out = 256, activation = Activation.RELU, add = "c", addAfterActivation = true, name = "d")
  @Output({"d", "c"})
  public interface Large {}
}
