package dev.lamina.weights.onnx;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import dev.lamina.ErrorCode;
import dev.lamina.LaminaException;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Whatever becomes of a file, the outcome is a chain or a {@link LaminaException}. For longer runs:
 * {@code -Dlamina.onnx.mutations=1000000}.
 */
class OnnxMutationTest {

  private static final int FILES_A_SEED = Integer.getInteger("lamina.onnx.mutations", 2000);

  private static final String[] FILES = {
    "softmax-opset7",
    "softmax-opset16",
    "batch-norm",
    "batch-norm-first",
    "reshape",
    "flatten",
    "no-bias",
    "dropout",
    "double",
    "activation-gelu-tanh",
    "activation-relu6",
    "activation-softplus-beta",
    "activation-prelu",
    "activation-hardsigmoid",
    "activation-elu"
  };

  /** What tends to mean something. */
  private static final String[] PIECES = {
    "Gemm",
    "MatMul",
    "Add",
    "Mul",
    "Sub",
    "Div",
    "Relu",
    "Softmax",
    "Flatten",
    "Reshape",
    "Identity",
    "Cast",
    "Transpose",
    "Dropout",
    "Constant",
    "Clip",
    "PRelu",
    "Where",
    "Log",
    "x",
    "y",
    "weight",
    "bias",
    "axis",
    "to",
    "perm",
    "transA",
    "transB",
    "alpha",
    "value",
    "\u0000",
    "\u0001",
    "\u0002",
    "\u007f",
    "\u00ff",
    "\u00ff\u00ff\u00ff\u00ff\u0007",
    "\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u0001"
  };

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void aDamagedFileIsReadOrRefused(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    byte[][] originals = Arrays.stream(FILES)
        .map(name -> PytorchFileTest.bytes("pytorch/" + name + ".onnx"))
        .toArray(byte[][]::new);
    Map<ErrorCode, Integer> refused = new EnumMap<>(ErrorCode.class);
    int read = 0;
    for (int i = 0; i < FILES_A_SEED; i++) {
      byte[] bytes = mutate(originals[random.nextInt(originals.length)], originals, random);
      try (OnnxFile file =
          OnnxFile.open(new TestBytes("damaged.onnx", bytes), ExternalFiles.none())) {
        for (OnnxLayer layer : file.model().layers()) {
          layer.spec().tensorShapes().keySet().forEach(layer::tensor);
        }
        file.evaluate(new double[file.model().inputSize()], 1);
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
    assertTrue(refused.getOrDefault(ErrorCode.MODEL, 0) > FILES_A_SEED / 50, outcome);
  }

  private static byte[] mutate(byte[] file, byte[][] others, SplittableRandom random) {
    byte[] mutated = file.clone();
    int changes = 1 + random.nextInt(3);
    for (int i = 0; i < changes; i++) {
      int position = random.nextInt(mutated.length);
      switch (random.nextInt(7)) {
        case 0 -> mutated[position] ^= (byte) (1 << random.nextInt(8));
        case 1 -> mutated[position] = (byte) random.nextInt(256);
        case 2 -> overwrite(mutated, position, piece(random));
        case 3 -> mutated[position] += (byte) (random.nextBoolean() ? 1 : -1);
        case 4 -> {
          byte[] other = others[random.nextInt(others.length)];
          int from = random.nextInt(other.length);
          int to = Math.min(other.length, from + random.nextInt(40));
          overwrite(mutated, position, Arrays.copyOfRange(other, from, to));
        }
        case 5 -> rename(mutated, random);
        default -> mutated = Arrays.copyOf(mutated, Math.max(1, position));
      }
    }
    return mutated;
  }

  private static byte[] piece(SplittableRandom random) {
    return PIECES[random.nextInt(PIECES.length)].getBytes(
        java.nio.charset.StandardCharsets.ISO_8859_1);
  }

  private static void overwrite(byte[] file, int position, byte[] piece) {
    System.arraycopy(piece, 0, file, position, Math.min(piece.length, file.length - position));
  }

  /** Makes another name of the same length: graphs that are in order but for that. */
  private static void rename(byte[] file, SplittableRandom random) {
    int start = random.nextInt(file.length);
    for (int i = start; i < file.length; i++) {
      if (file[i] >= '0' && file[i] <= '9') {
        file[i] = (byte) ('0' + random.nextInt(10));
        return;
      }
    }
  }
}
