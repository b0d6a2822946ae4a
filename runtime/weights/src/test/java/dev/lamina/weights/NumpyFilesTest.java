package dev.lamina.weights;

import static dev.lamina.weights.Weights.assertRefused;
import static dev.lamina.weights.Weights.elements;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.lamina.Activation;
import dev.lamina.ErrorCode;
import dev.lamina.LayerSpec;
import dev.lamina.NetworkSpec;
import dev.lamina.weights.file.ArrayBytes;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Files that NumPy and safetensors for Python wrote, of one network whose elements are known. */
class NumpyFilesTest {

  private static final NetworkSpec NETWORK = Weights.network(3, 4, 2);

  static List<String> files() {
    List<String> files = new ArrayList<>();
    for (String type : List.of("f2", "f4", "f8")) {
      for (String byteOrder : List.of("little", "big")) {
        files.add(type + "-" + byteOrder + "-C.npz");
        files.add(type + "-" + byteOrder + "-F.npz");
      }
    }
    files.addAll(List.of("compressed.npz", "transposed.npz", "keras-names.npz"));
    Stream.of("F16", "BF16", "F32", "F64").forEach(type -> files.add(type + ".safetensors"));
    return files;
  }

  @ParameterizedTest
  @MethodSource("files")
  void everyTypeAndOrderGivesTheSameNetwork(String file) {
    assertNetwork(Fixtures.source(file));
  }

  @ParameterizedTest
  @MethodSource("files")
  void aFileOnADiskIsReadAsAResourceIs(String file, @TempDir Path directory) throws Exception {
    assertNetwork(
        WeightsSource.file(Files.write(directory.resolve("no-suffix"), Fixtures.bytes(file))));
  }

  private static void assertNetwork(WeightsSource source) {
    try (OpenWeights weights = source.open(NETWORK)) {
      assertArrayEquals(
          new float[] {1, 2, 3, 4, 11, 12, 13, 14, 21, 22, 23, 24},
          elements(weights, "layer1.weight"));
      assertArrayEquals(new float[] {-1, -2, -3, -4}, elements(weights, "layer1.bias"));
      assertArrayEquals(
          new float[] {100, 101, 110, 111, 120, 121, 130, 131}, elements(weights, "layer2.weight"));
      assertArrayEquals(new float[] {50, 51}, elements(weights, "layer2.bias"));
    }
  }

  @Test
  void arraysWithoutNamesAreReadOnceTheyAreNamed() {
    WeightsFile named = Fixtures.source("positional.npz")
        .rename("arr_0", "layer1.weight")
        .rename("arr_1", "layer1.bias")
        .rename("arr_2", "layer2.weight")
        .rename("arr_3", "layer2.bias");

    assertRefused(
        ErrorCode.WEIGHTS,
        () -> Fixtures.source("positional.npz").open(NETWORK),
        "the names of its tensors do not say which layer they belong to",
        "found: arr_0 (3 x 4), arr_1 (4), arr_2 (4 x 2), arr_3 (2)",
        "WeightsSource.file(path).rename(\"arr_0\", \"layer1.weight\")");
    assertRefused(
        ErrorCode.WEIGHTS,
        () -> named.open(NETWORK),
        "(2 problems)",
        "layer1: arr_0 (3 x 4) does not say by its name whether it is in x out or out x in",
        "layer2: arr_2 (4 x 2) does not say by its name",
        "fix: say it: WeightsSource.file(path).orientation(Orientation.IN_BY_OUT)");
    assertNetwork(named.orientation(Orientation.IN_BY_OUT));
    assertRefused(
        ErrorCode.WEIGHTS,
        () -> named.orientation(Orientation.OUT_BY_IN).open(NETWORK),
        "layer1: arr_0 is (3 x 4), expected (4 x 3) (out x in): it looks transposed",
        "use WeightsSource.file(path).orientation(Orientation.IN_BY_OUT)");
  }

  static final NetworkSpec ONE_LAYER = NetworkSpec.chain(
      "Net", LayerSpec.of("layer1", NetworkSpec.INPUT, 3, 4, Activation.RELU).withoutBias());

  private static OpenWeights openArray(String file) {
    return Fixtures.source(file)
        .rename("arr_0", "layer1.weight")
        .orientation(Orientation.IN_BY_OUT)
        .open(ONE_LAYER);
  }

  @ParameterizedTest
  @ValueSource(strings = {"version1.npy", "version2.npy", "version3.npy"})
  void aSingleArrayIsReadInEveryVersionOfTheFormat(String file) {
    try (OpenWeights weights = openArray(file)) {
      assertArrayEquals(
          new float[] {1, 2, 3, 4, 11, 12, 13, 14, 21, 22, 23, 24},
          elements(weights, "layer1.weight"));
    }
  }

  static Stream<Arguments> refused() {
    return Stream.of(
        arguments("bfloat16.npy", "<V2", "NumPy has no type for bfloat16"),
        arguments("longdouble.npy", "<f16", "long double of one machine, not a 16 bit float"),
        arguments("object.npy", "|O", "a pickle, which could run any code, so it is never read"),
        arguments("structured.npy", "structured", "save each field as an array of its own"),
        arguments("int64.npy", "<i8", "save array.astype(numpy.float32) instead"),
        arguments("complex.npy", "<c8", "save their parts as arrays of their own"),
        arguments("text.npy", "<U2", "texts are no weights"));
  }

  @ParameterizedTest
  @MethodSource("refused")
  void otherTypesAreRefusedByName(String file, String type, String fix) {
    assertRefused(
        ErrorCode.WEIGHTS,
        () -> openArray(file),
        "layer1: arr_0 has dtype " + type + ", expected float16, bfloat16, float32 or float64",
        fix);
  }

  @Test
  void metadataOfPythonIsThere() {
    try (var file = WeightFormat.open(new ArrayBytes("F32", Fixtures.bytes("F32.safetensors")))) {
      assertEquals(Map.of("format", "np", "note", "gr\u00f6\u00dfer"), file.metadata(name -> true));
    }
  }
}
