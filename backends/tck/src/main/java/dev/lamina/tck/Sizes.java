package dev.lamina.tck;

import dev.lamina.Activation;
import java.util.Arrays;
import java.util.List;
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

  private Sizes() {}

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

  /** Every activation with every one of a few pairs of in and out. */
  static Stream<Arguments> activationsAndFewPairs() {
    return withActivations(fewPairs());
  }

  private static Stream<Arguments> withActivations(Stream<Arguments> pairs) {
    return pairs.flatMap(pair -> Arrays.stream(Activation.values())
        .map(activation -> Arguments.of(activation, pair.get()[0], pair.get()[1])));
  }

  static LongStream seeds() {
    return LongStream.rangeClosed(1, 60);
  }
}
