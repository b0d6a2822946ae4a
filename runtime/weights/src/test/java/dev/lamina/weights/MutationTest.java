package dev.lamina.weights;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import dev.lamina.ErrorCode;
import dev.lamina.LaminaException;
import dev.lamina.NetworkSpec;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever becomes of a file, the outcome is tensors or a {@link LaminaException}. */
class MutationTest {

  private static final int FILES_A_SEED = 1000;
  private static final NetworkSpec NETWORK = Weights.network(64, 32, 10);

  /** What leaves a file in order, but for another network. */
  private static final String[][] REPLACEMENTS = {
    {"[32,64]", "[64,32]"},
    {"[10,32]", "[20,16]"},
    {"0.weight", "1.weight"},
    {"2.bias", "2.bear"},
    {"F32", "I32"},
    {"\"0.", "\"4."}
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
    "2."
  };

  private static byte[] digits() {
    try (InputStream stream = MutationTest.class.getResourceAsStream("digits.safetensors")) {
      return Objects.requireNonNull(stream).readAllBytes();
    } catch (IOException e) {
      return fail(e);
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void aDamagedFileIsReadOrRefused(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    byte[] digits = digits();
    Map<ErrorCode, Integer> refused = new EnumMap<>(ErrorCode.class);
    int read = 0;
    for (int i = 0; i < FILES_A_SEED; i++) {
      byte[] file = mutate(digits, random);
      try (OpenWeights weights = Weights.open(file, NETWORK)) {
        for (String name : NETWORK.tensorShapes().keySet()) {
          weights.parameters().tensor(name);
        }
        weights.warnings();
        read++;
      } catch (LaminaException e) {
        refused.merge(e.code(), 1, Integer::sum);
        assertTrue(e.getMessage().length() < 20_000, e.getMessage());
      } catch (RuntimeException | StackOverflowError | OutOfMemoryError e) {
        fail("seed " + seed + ", file " + i, e);
      }
    }
    // Otherwise the mutations would be too weak or too strong to test anything.
    String outcome = "seed " + seed + ": " + read + " read, refused " + refused;
    assertTrue(read > FILES_A_SEED / 50, outcome);
    assertTrue(refused.getOrDefault(ErrorCode.FILE, 0) > FILES_A_SEED / 50, outcome);
    assertTrue(refused.getOrDefault(ErrorCode.WEIGHTS, 0) > FILES_A_SEED / 50, outcome);
    assertEquals(FILES_A_SEED, read + refused.values().stream().mapToInt(n -> n).sum(), outcome);
  }

  @Test
  void theFileIsReadIfNothingIsDamaged() {
    try (OpenWeights weights = Weights.open(digits(), NETWORK)) {
      assertEquals(NETWORK.tensorShapes(), weights.parameters().shapes());
    }
  }

  private static byte[] mutate(byte[] file, SplittableRandom random) {
    byte[] mutated = file.clone();
    int changes = 1 + random.nextInt(3);
    for (int i = 0; i < changes; i++) {
      int header = Math.min(mutated.length, 8 + 272);
      mutated = switch (random.nextInt(8)) {
        case 0 -> flipBit(mutated, random.nextInt(mutated.length), random);
        case 1 -> flipBit(mutated, random.nextInt(header), random);
        case 2 -> flipBit(mutated, random.nextInt(8), random);
        case 3 -> Arrays.copyOf(mutated, 8 + random.nextInt(mutated.length));
        case 4 -> insertPiece(mutated, random);
        case 5 -> changeDigit(mutated, random);
        case 6 -> replace(mutated, random);
        default -> overwritePiece(mutated, random);
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

  private static byte[] overwritePiece(byte[] file, SplittableRandom random) {
    byte[] piece = piece(random);
    int position = 8 + random.nextInt(264);
    for (int i = 0; i < piece.length && position + i < file.length; i++) {
      file[position + i] = piece[i];
    }
    return file;
  }

  private static byte[] replace(byte[] file, SplittableRandom random) {
    String[] replacement = REPLACEMENTS[random.nextInt(REPLACEMENTS.length)];
    return new String(file, StandardCharsets.ISO_8859_1)
        .replace(replacement[0], replacement[1])
        .getBytes(StandardCharsets.ISO_8859_1);
  }

  private static byte[] piece(SplittableRandom random) {
    return PIECES[random.nextInt(PIECES.length)].getBytes(StandardCharsets.US_ASCII);
  }

  /** Changes a digit of the header into another one: names, shapes and offsets. */
  private static byte[] changeDigit(byte[] file, SplittableRandom random) {
    int start = 8 + random.nextInt(264);
    for (int i = start; i < Math.min(file.length, 8 + 272); i++) {
      if (file[i] >= '0' && file[i] <= '9') {
        file[i] = (byte) ('0' + random.nextInt(10));
        return file;
      }
    }
    return file;
  }
}
