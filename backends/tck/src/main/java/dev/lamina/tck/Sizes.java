package dev.lamina.tck;

import dev.lamina.Activation;
import dev.lamina.ActivationParameter;
import dev.lamina.ActivationSpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.Arguments;

/** The sizes at which kernels go wrong, and sources of arguments for parameterised tests. */
final class Sizes {

  /** The beginning of the name of each source of arguments, as {@code MethodSource} wants it. */
  static final String SOURCE = "dev.lamina.tck.Sizes#";

  /** Below, at and above the number of lanes of a vector, and the sizes of real layers. */
  static final List<Integer> ODD = List.of(1, 3, 7, 15, 16, 17, 31, 33, 64, 100, 784);

  /** Below, at and above the number of rows that kernels compute together. */
  static final List<Integer> ROWS = List.of(0, 1, 2, 3, 5, 8, 17);

  /** Every function with its defaults, and those that have parameters with others. */
  static final List<ActivationSpec> ACTIVATIONS = Stream.concat(
          Arrays.stream(Activation.values()).map(ActivationSpec::of),
          Stream.of(
              of(Activation.LEAKY_RELU).with(ActivationParameter.ALPHA, 0.2),
              of(Activation.LEAKY_RELU).with(ActivationParameter.ALPHA, -1.5),
              of(Activation.PRELU).withSlopePerUnit(),
              of(Activation.ELU).with(ActivationParameter.ALPHA, 2.5),
              of(Activation.CELU).with(ActivationParameter.ALPHA, 0.3),
              of(Activation.SOFTPLUS).with(ActivationParameter.BETA, 3.3),
              of(Activation.SOFTPLUS)
                  .with(ActivationParameter.BETA, 0.5)
                  .with(ActivationParameter.THRESHOLD, 0.75),
              of(Activation.SOFTPLUS).with(ActivationParameter.THRESHOLD, 0),
              of(Activation.HARD_TANH).between(-0.3, 2.1),
              of(Activation.SOFTMAX).with(ActivationParameter.TEMPERATURE, 2.5),
              of(Activation.LOG_SOFTMAX).with(ActivationParameter.TEMPERATURE, 0.3)))
      .toList();

  /** The functions that most networks have. */
  private static final Set<Activation> COMMON = EnumSet.of(
      Activation.IDENTITY,
      Activation.RELU,
      Activation.SIGMOID,
      Activation.TANH,
      Activation.SOFTMAX);

  private Sizes() {}

  private static ActivationSpec of(Activation kind) {
    return ActivationSpec.of(kind);
  }

  static Stream<ActivationSpec> activations() {
    return ACTIVATIONS.stream();
  }

  /** The activations that compute each value on its own. */
  static Stream<ActivationSpec> elementwiseActivations() {
    return activations().filter(activation -> !activation.kind().needsWholeRows());
  }

  /**
   * The common activations, and some of the others, which take turns: as many turns as there are let
   * every shape or place meet kernels of all kinds, and every activation many shapes.
   */
  static List<ActivationSpec> activationsInTurn(int turn) {
    List<ActivationSpec> chosen = new ArrayList<>();
    for (int i = 0; i < ACTIVATIONS.size(); i++) {
      ActivationSpec activation = ACTIVATIONS.get(i);
      boolean common = COMMON.contains(activation.kind())
          && activation.equals(ActivationSpec.of(activation.kind()));
      if (common || (i + turn) % 5 == 0) {
        chosen.add(activation);
      }
    }
    return chosen;
  }

  /** Every size as in with every size as out, and a few layers too large for one block of cache. */
  static Stream<Arguments> pairs() {
    return Stream.concat(
        ODD.stream().flatMap(in -> ODD.stream().map(out -> Arguments.of(in, out))),
        Stream.of(
            Arguments.of(513, 260),
            Arguments.of(1025, 33),
            Arguments.of(33, 1025),
            Arguments.of(4099, 7),
            Arguments.of(7, 4099)));
  }

  /** A few pairs of in and out with every kind of remainder, for tests that do much with each. */
  static Stream<Arguments> fewPairs() {
    return Stream.of(
        Arguments.of(1, 1),
        Arguments.of(1, 17),
        Arguments.of(3, 33),
        Arguments.of(7, 3),
        Arguments.of(16, 16),
        Arguments.of(31, 15),
        Arguments.of(33, 100),
        Arguments.of(64, 7),
        Arguments.of(100, 31),
        Arguments.of(784, 10));
  }

  /** Layers that kernels cut into several blocks of inputs or of units. */
  static Stream<Arguments> activationsAndLargePairs() {
    return withActivations(
        Stream.of(Arguments.of(300, 130), Arguments.of(1030, 9), Arguments.of(9, 1030)));
  }

  /** Every activation with some, the common ones with every one of a few pairs of in and out. */
  static Stream<Arguments> activationsAndFewPairs() {
    return withActivations(fewPairs());
  }

  private static Stream<Arguments> withActivations(Stream<Arguments> pairs) {
    AtomicInteger turn = new AtomicInteger();
    return pairs.flatMap(pair -> activationsInTurn(turn.getAndIncrement()).stream()
        .map(activation -> Arguments.of(activation, pair.get()[0], pair.get()[1])));
  }

  static LongStream seeds() {
    return LongStream.rangeClosed(1, 60);
  }
}
