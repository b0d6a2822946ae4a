package dev.lamina.weights;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.lamina.LaminaException;
import dev.lamina.NetworkSpec;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Whatever becomes of a file, the outcome is tensors or a {@link LaminaException}.
 *
 * <p>{@code -Dlamina.mutation.seconds=300} goes on with other seeds for so long, for each file; {@code
 * -DargLine="-Xmx64m -Xss512k"} shows that it needs little memory.
 */
class MutationTest {

  private static final int FILES_A_SEED = 1000;
  private static final NetworkSpec DIGITS = Weights.network(64, 32, 10);
  private static final NetworkSpec SMALL = Weights.network(3, 4, 2);

  /** What leaves a file in order, but for another network. */
  private static final String[][] REPLACEMENTS = {
    {"[32,64]", "[64,32]"},
    {"[10,32]", "[20,16]"},
    {"0.weight", "1.weight"},
    {"2.bias", "2.bear"},
    {"F32", "I32"},
    {"\"0.", "\"4."}
  };

  /** The same for NumPy's files. */
  private static final String[][] NUMPY_REPLACEMENTS = {
    {"(3, 4)", "(4, 3)"},
    {"(4,)", "(5,)"},
    {"coefs_1", "coefs_2"},
    {"intercepts_0.npy", "intercepts_0.npx"},
    {"<f4", "<i4"},
    {"False", "True "},
    {"False", "None "}
  };

  /** What tends to mean something in a header. */
  private static final String[] PIECES = {
    "{",
    "}",
    "[",
    "]",
    "\"",
    ":",
    ",",
    "-",
    "0",
    "9",
    "e9",
    ".5",
    "null",
    " ",
    "\\u0000",
    "\\",
    "99999999999",
    "9223372036854775807",
    "\"shape\"",
    "\"dtype\"",
    "F16",
    "weight",
    "bias",
    "2.",
    "PK\1\2",
    "PK\3\4",
    "PK\5\6",
    "\u00ff\u00ff\u00ff\u00ff",
    "\0\0\0\0",
    "\u0000\u0080"
  };

  /** A file to be damaged. */
  private enum Subject {
    SAFETENSORS("digits.safetensors", DIGITS) {
      @Override
      byte[] mutate(byte[] file, SplittableRandom random) {
        return mutateSafetensors(file, random);
      }
    },
    STORED("fixtures/f4-little-C.npz", SMALL),
    COMPRESSED("fixtures/compressed.npz", SMALL),
    ARRAY("fixtures/version1.npy", NumpyFilesTest.ONE_LAYER);

    private final String name;

    @SuppressWarnings("ImmutableEnumChecker") // a record of lists that nobody can change
    private final NetworkSpec network;

    Subject(String name, NetworkSpec network) {
      this.name = name;
      this.network = network;
    }

    byte[] file() {
      try (InputStream stream = MutationTest.class.getResourceAsStream(name)) {
        return Objects.requireNonNull(stream).readAllBytes();
      } catch (IOException e) {
        return fail(e);
      }
    }

    byte[] mutate(byte[] file, SplittableRandom random) {
      return mutateNumpy(file, random);
    }

    OpenWeights open(byte[] file) {
      WeightsFile source = Weights.file(file);
      return this == ARRAY
          ? source
              .rename("arr_0", "layer1.weight")
              .orientation(Orientation.IN_BY_OUT)
              .open(network)
          : source.open(network);
    }
  }

  static Stream<Arguments> subjectsAndSeeds() {
    return Stream.of(Subject.values())
        .flatMap(subject -> LongStream.rangeClosed(1, subject == Subject.SAFETENSORS ? 5 : 2)
            .mapToObj(seed -> arguments(subject, seed)));
  }

  @ParameterizedTest
  @MethodSource("subjectsAndSeeds")
  void aDamagedFileIsReadOrRefused(Subject subject, long seed) {
    Map<String, Integer> outcomes = run(subject, seed);

    // Otherwise the mutations would be too weak or too strong to test anything.
    String outcome = subject + ", seed " + seed + ": " + outcomes;
    for (String expected : List.of("read", "FILE", "WEIGHTS")) {
      assertTrue(outcomes.getOrDefault(expected, 0) > FILES_A_SEED / 200, outcome);
    }
  }

  @ParameterizedTest
  @EnumSource
  @EnabledIfSystemProperty(named = "lamina.mutation.seconds", matches = "\\d+")
  void manyDamagedFilesAreReadOrRefused(Subject subject) {
    long end = System.nanoTime()
        + Duration.ofSeconds(Long.getLong("lamina.mutation.seconds")).toNanos();
    for (long seed = System.currentTimeMillis(); System.nanoTime() < end; seed++) {
      run(subject, seed);
    }
  }

  /** How many files had which outcome. */
  private static Map<String, Integer> run(Subject subject, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    byte[] original = subject.file();
    Map<String, Integer> outcomes = new TreeMap<>();
    for (int i = 0; i < FILES_A_SEED; i++) {
      byte[] file = subject.mutate(original.clone(), random);
      try (OpenWeights weights = subject.open(file)) {
        for (String name : weights.parameters().shapes().keySet()) {
          weights.parameters().tensor(name);
        }
        weights.warnings();
        outcomes.merge("read", 1, Integer::sum);
      } catch (LaminaException e) {
        outcomes.merge(e.code().name(), 1, Integer::sum);
        assertTrue(e.getMessage().length() < 20_000, e.getMessage());
      } catch (RuntimeException | StackOverflowError | OutOfMemoryError e) {
        fail(subject + ", seed " + seed + ", file " + i, e);
      }
    }
    return outcomes;
  }

  @ParameterizedTest
  @EnumSource
  void theFileIsReadIfNothingIsDamaged(Subject subject) {
    try (OpenWeights weights = subject.open(subject.file())) {
      assertEquals(subject.network.tensorShapes(), weights.parameters().shapes());
    }
  }

  private static byte[] mutateNumpy(byte[] file, SplittableRandom random) {
    byte[] mutated = file;
    int changes = 1 + random.nextInt(3);
    for (int i = 0; i < changes; i++) {
      mutated = switch (random.nextInt(8)) {
        case 0 -> flipBit(mutated, random.nextInt(mutated.length), random);
        // The directory and its end.
        case 1 -> flipBit(mutated, mutated.length - 1 - random.nextInt(mutated.length / 3), random);
        case 2 -> Arrays.copyOf(mutated, 8 + random.nextInt(mutated.length));
        case 3 -> overwrite(mutated, piece(random), random.nextInt(mutated.length));
        case 4 ->
          overwrite(
              mutated, piece(random), mutated.length - 1 - random.nextInt(mutated.length / 3));
        case 5 -> copy(mutated, random);
        case 6 -> replace(mutated, NUMPY_REPLACEMENTS[random.nextInt(NUMPY_REPLACEMENTS.length)]);
        default -> changeDigit(mutated, random.nextInt(mutated.length), mutated.length, random);
      };
    }
    return mutated;
  }

  /** Puts a part of the file somewhere else. */
  private static byte[] copy(byte[] file, SplittableRandom random) {
    int from = random.nextInt(file.length);
    int to = random.nextInt(file.length);
    int length = random.nextInt(Math.min(50, file.length - Math.max(from, to)) + 1);
    System.arraycopy(file, from, file, to, length);
    return file;
  }

  private static byte[] mutateSafetensors(byte[] file, SplittableRandom random) {
    byte[] mutated = file;
    int changes = 1 + random.nextInt(3);
    for (int i = 0; i < changes; i++) {
      int header = Math.min(mutated.length, 8 + 272);
      mutated = switch (random.nextInt(8)) {
        case 0 -> flipBit(mutated, random.nextInt(mutated.length), random);
        case 1 -> flipBit(mutated, random.nextInt(header), random);
        case 2 -> flipBit(mutated, random.nextInt(8), random);
        case 3 -> Arrays.copyOf(mutated, 8 + random.nextInt(mutated.length));
        case 4 -> insertPiece(mutated, random);
        case 5 -> changeDigit(mutated, 8 + random.nextInt(264), 8 + 272, random);
        case 6 -> replace(mutated, REPLACEMENTS[random.nextInt(REPLACEMENTS.length)]);
        default -> overwrite(mutated, piece(random), 8 + random.nextInt(264));
      };
    }
    return mutated;
  }

  private static byte[] flipBit(byte[] file, int position, SplittableRandom random) {
    file[position] ^= (byte) (1 << random.nextInt(8));
    return file;
  }

  /** Puts a piece into the header and makes the header's length fit. */
  private static byte[] insertPiece(byte[] file, SplittableRandom random) {
    byte[] piece = piece(random);
    int position = 8 + random.nextInt(Math.min(file.length - 8, 272) + 1);
    byte[] longer = ByteBuffer.allocate(file.length + piece.length)
        .put(file, 0, position)
        .put(piece)
        .put(file, position, file.length - position)
        .array();
    ByteBuffer buffer = ByteBuffer.wrap(longer).order(ByteOrder.LITTLE_ENDIAN);
    buffer.putLong(0, buffer.getLong(0) + piece.length);
    return longer;
  }

  private static byte[] overwrite(byte[] file, byte[] piece, int position) {
    for (int i = 0; i < piece.length && position + i < file.length; i++) {
      file[position + i] = piece[i];
    }
    return file;
  }

  private static byte[] replace(byte[] file, String[] replacement) {
    return new String(file, StandardCharsets.ISO_8859_1)
        .replace(replacement[0], replacement[1])
        .getBytes(StandardCharsets.ISO_8859_1);
  }

  private static byte[] piece(SplittableRandom random) {
    return PIECES[random.nextInt(PIECES.length)].getBytes(StandardCharsets.ISO_8859_1);
  }

  /** Changes the first digit in a range into another one: names, shapes and offsets. */
  private static byte[] changeDigit(byte[] file, int from, int to, SplittableRandom random) {
    for (int i = from; i < Math.min(file.length, to); i++) {
      if (file[i] >= '0' && file[i] <= '9') {
        file[i] = (byte) ('0' + random.nextInt(10));
        return file;
      }
    }
    return file;
  }
}
