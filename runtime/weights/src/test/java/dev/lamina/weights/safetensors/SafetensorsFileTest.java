package dev.lamina.weights.safetensors;

import static dev.lamina.weights.Weights.assertRefused;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.sun.management.ThreadMXBean;
import dev.lamina.ErrorCode;
import dev.lamina.Shape;
import dev.lamina.weights.RecordingBytes;
import dev.lamina.weights.SafetensorsBuilder;
import dev.lamina.weights.Weights;
import dev.lamina.weights.file.ArrayBytes;
import dev.lamina.weights.file.FileRange;
import dev.lamina.weights.file.StorageOrder;
import dev.lamina.weights.file.StoredTensor;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class SafetensorsFileTest {

  private static final byte[] NONE = {};

  private static List<StoredTensor> tensors(byte[] file) {
    return new SafetensorsFile(new ArrayBytes("model.safetensors", file)).tensors();
  }

  @Test
  void tensorsAreListedInTheOrderOfTheHeader() {
    // Behind the length (8 bytes) and the header, b's data come first.
    String header = "{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[12,20]},"
        + "\"b\":{\"data_offsets\":[0,12],\"shape\":[3,1],\"dtype\":\"F32\"}}";
    long data = 8L + header.length();

    ArrayBytes file =
        new ArrayBytes("model.safetensors", SafetensorsBuilder.file(header, new byte[20]));
    assertEquals(
        List.of(
            tensor("a", List.of(2L), new FileRange(file, data + 12)),
            tensor("b", List.of(3L, 1L), new FileRange(file, data))),
        new SafetensorsFile(file).tensors());
  }

  private static StoredTensor tensor(String name, List<Long> dimensions, FileRange bytes) {
    return new StoredTensor(
        name, SafetensorsType.F32.stored(), dimensions, StorageOrder.ROW_MAJOR, bytes);
  }

  @Test
  void metadataAndUnknownMembersArePassedOver() {
    String header = "{\"__metadata__\":{\"format\":\"pt\",\"notes\":\"{[\"},"
        + "\"a\":{\"dtype\":\"F32\",\"future\":{\"x\":[1,{}]},\"shape\":[1],\"data_offsets\":[0,4]}}";

    assertEquals(
        List.of("a (1)"),
        tensors(SafetensorsBuilder.file(header, new byte[4])).stream()
            .map(StoredTensor::toString)
            .toList());
  }

  @Test
  void aLargeMetadataTextIsNoProblem() {
    byte[] file = new SafetensorsBuilder()
        .metadata("{\"config\":\"" + "x".repeat(15_000_000) + "\"}")
        .tensor("a", Shape.of(1))
        .bytes();

    assertEquals(1, tensors(file).size());
  }

  @Test
  void aHeaderOfMillionsOfTinyPartsIsRefusedBeforeItFillsTheMemory() {
    byte[] file =
        new SafetensorsBuilder().metadata("[" + "0,".repeat(2_000_000) + "0]").bytes();

    assertRefused(ErrorCode.FILE, () -> tensors(file), "the header is not JSON that can be read");
  }

  @Test
  void theHeaderMayEndWithSpaces() {
    assertEquals(List.of(), tensors(SafetensorsBuilder.file("{}      ", NONE)));
  }

  @Test
  void scalarsAndEmptyTensorsAreTensors() {
    byte[] file = new SafetensorsBuilder()
        .tensor("empty", Shape.of(3, 0))
        .tensor("scalar", Shape.of(), 5)
        .tensor("emptyToo", Shape.of(0))
        .bytes();

    assertEquals(
        List.of("empty (3 x 0)", "scalar ()", "emptyToo (0)"),
        tensors(file).stream().map(StoredTensor::toString).toList());
  }

  /** Four elements are a whole number of bytes in every type. */
  @ParameterizedTest
  @EnumSource(SafetensorsType.class)
  void everyTypeOfTheFormatIsKnown(SafetensorsType type) {
    byte[] data = new byte[4 * type.bits() / 8];
    byte[] file =
        new SafetensorsBuilder().tensor("a", type.name(), Shape.of(4), data).bytes();

    assertEquals(type.stored(), tensors(file).get(0).type());
    assertEquals(type.name(), tensors(file).get(0).type().toString());
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 7})
  void aFileWithoutACompleteLengthIsTooShort(int size) {
    assertRefused(
        ErrorCode.FILE,
        () -> tensors(new byte[size]),
        "model.safetensors: the file is too short",
        "expected: 8 bytes",
        "found: " + size + " bytes");
  }

  @Test
  void anEmptyFileIsSaidToBeEmpty() {
    assertRefused(ErrorCode.FILE, () -> tensors(NONE), "model.safetensors: the file is empty");
  }

  @ParameterizedTest
  @ValueSource(longs = {16_000_001, Integer.MAX_VALUE, Long.MAX_VALUE, Long.MIN_VALUE, -1})
  void aHeaderLengthAboveTheLimitIsRefused(long length) {
    assertRefused(
        ErrorCode.FILE,
        () -> tensors(SafetensorsBuilder.fileWithLength(length, new byte[] {-1}, NONE)),
        "the header is too long",
        "at most 16000000 bytes",
        "a length of " + Long.toUnsignedString(length));
  }

  @Test
  void aHeaderThatEndsBeyondTheFileIsRefused() {
    assertRefused(
        ErrorCode.FILE,
        () -> tensors(SafetensorsBuilder.fileWithLength(3, new byte[] {'{', '}'}, NONE)),
        "the header ends beyond the end of the file",
        "at most 2 bytes, as the file has 10",
        "a length of 3");
  }

  @Test
  void nothingIsAllocatedByAClaimedSize() {
    byte[] longHeader = SafetensorsBuilder.fileWithLength(15_000_000, new byte[] {'{'}, NONE);
    byte[] largeTensor =
        SafetensorsBuilder.file(header("F32", "[4000,5000]", "[0,80000000]"), new byte[4]);
    for (byte[] file : List.of(longHeader, largeTensor)) {
      ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
      assertRefused(ErrorCode.FILE, () -> tensors(file)); // loads classes
      long before = threads.getCurrentThreadAllocatedBytes();
      assertRefused(ErrorCode.FILE, () -> tensors(file));
      long allocated = threads.getCurrentThreadAllocatedBytes() - before;

      assertTrue(allocated < 1_000_000, () -> allocated + " bytes");
    }
  }

  /** A small file cut off at every byte, the last included. */
  @Test
  void aFileThatIsTruncatedAnywhereIsRefused() {
    byte[] file = new SafetensorsBuilder()
        .tensor("0.weight", Shape.of(2, 3))
        .tensor("0.bias", Shape.of(2))
        .bytes();
    for (int length = 0; length < file.length; length++) {
      byte[] truncated = Arrays.copyOf(file, length);
      String text = assertRefused(ErrorCode.FILE, () -> tensors(truncated));
      String firstLine = text.lines().findFirst().orElseThrow();
      assertTrue(
          firstLine.contains("empty")
              || firstLine.contains("truncated")
              || firstLine.contains("no weight file"),
          "cut at " + length + ": " + text);
    }
    assertEquals(2, tensors(file).size());
  }

  private static String header(String type, String shape, String offsets) {
    return String.format(
        "{\"a\":{\"dtype\":\"%s\",\"shape\":%s,\"data_offsets\":%s}}", type, shape, offsets);
  }

  static Stream<Arguments> badHeaders() {
    String good = "{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]}";
    String huge = "9".repeat(30);
    return Stream.of(
        // not the JSON that is expected
        arguments("[]", "the header is not a JSON object"),
        arguments(" {}", "the header is not a JSON object"),
        arguments("\ufeff{}", "the header is not a JSON object"),
        arguments("", "the header is not a JSON object"),
        arguments("{", "not JSON that can be read"),
        arguments("{\"a\":" + good, "not JSON that can be read"),
        arguments("{a:1}", "not JSON that can be read"),
        arguments("{\"a\":" + good + "} x", "not JSON that can be read"),
        arguments("{\"a\":" + good + "} {}", "there is text after the JSON object"),
        arguments("{\"a\":" + good + "}\0\0", "not JSON that can be read"),
        arguments("{\"a\":" + good + ",}", "not JSON that can be read"),
        arguments("{\"a\":" + good + ",\"a\":" + good + "}", "Duplicate field 'a'"),
        arguments("{\"a\":{\"dtype\":\"F32\",\"dtype\":\"F32\"}}", "Duplicate field 'dtype'"),
        arguments(
            "{\"__metadata__\":{\"k\":\"1\",\"k\":\"2\"},\"a\":" + good + "}",
            "Duplicate field 'k'"),
        arguments("{\"__metadata__\":" + "[".repeat(100_000) + "}", "not JSON that can be read"),
        arguments("{\"" + "x".repeat(60_000) + "\":" + good + "}", "not JSON that can be read"),
        // members
        arguments("{\"a\":5}", "a is not described by a JSON object"),
        arguments("{\"a\":null}", "a is not described by a JSON object"),
        arguments("{\"a\":{}}", "a lacks dtype, shape, data_offsets"),
        arguments("{\"a\":{\"dtype\":\"F32\",\"shape\":[1]}}", "a lacks data_offsets"),
        arguments("{\"a\":{\"shape\":[1],\"data_offsets\":[0,4]}}", "a lacks dtype"),
        arguments(header("F33", "[1]", "[0,4]"), "a has the unknown dtype F33"),
        arguments(header("f32", "[1]", "[0,4]"), "a has the unknown dtype f32"),
        arguments("{\"a\":{\"dtype\":32}}", "a has a dtype that is not a string"),
        // shape
        arguments(header("F32", "1", "[0,4]"), "a has no list of integers as its shape"),
        arguments(header("F32", "[1.0]", "[0,4]"), "a has no list of integers as its shape"),
        arguments(header("F32", "[1e0]", "[0,4]"), "a has no list of integers as its shape"),
        arguments(header("F32", "[[1]]", "[0,4]"), "a has no list of integers as its shape"),
        arguments(header("F32", "[null]", "[0,4]"), "a has no list of integers as its shape"),
        arguments(
            header("F32", "[" + huge + "]", "[0,4]"), "a has no list of integers as its shape"),
        arguments(header("F32", "[-1]", "[0,4]"), "a has a negative extent"),
        arguments(header("F32", "[-1,-1]", "[0,4]"), "a has a negative extent"),
        arguments(
            header("F32", "[" + "1,".repeat(64) + "1]", "[0,4]"),
            "a has too many integers in shape"),
        arguments(
            header("F32", "[4294967296,4294967296]", "[0,4]"), "a has another number of bytes"),
        arguments(header("F32", "[4611686018427387905]", "[0,4]"), "a has another number of bytes"),
        arguments(header("F32", "[2]", "[0,4]"), "a has another number of bytes"),
        arguments(header("F64", "[1]", "[0,4]"), "a has another number of bytes"),
        arguments(header("F4", "[7]", "[0,4]"), "a has another number of bytes"),
        arguments(header("F32", "[0]", "[0,4]"), "a has another number of bytes"),
        // data_offsets
        arguments(header("F32", "[1]", "[4]"), "a has data_offsets that are not a pair"),
        arguments(header("F32", "[1]", "[0,4,4]"), "a has too many integers in data_offsets"),
        arguments(header("F32", "[1]", "[-4,0]"), "a has impossible data_offsets"),
        arguments(header("F32", "[1]", "[4,0]"), "a has impossible data_offsets"),
        arguments(
            header("F32", "[1]", "[-9223372036854775808,4]"), "a has impossible data_offsets"),
        arguments(header("F32", "[1]", "[0,5]"), "a ends beyond the end of the file"),
        arguments(
            header("F32", "[1]", "[9223372036854775803,9223372036854775807]"),
            "a ends beyond the end of the file"),
        arguments(
            header("F32", "[1]", "[0," + huge + "]"),
            "a has no list of integers as its data_offsets"));
  }

  @ParameterizedTest
  @MethodSource("badHeaders")
  void aHeaderThatIsWrongIsRefused(String header, String expected) {
    byte[] file = SafetensorsBuilder.file(header, new byte[4]);

    assertRefused(
        ErrorCode.FILE,
        () -> tensors(file),
        "[LAM-FILE] model.safetensors: ",
        expected,
        "  expected: ",
        "  found: ",
        "  fix: ");
  }

  @Test
  void theLayoutMustNotLeaveHoles() {
    assertRefused(
        ErrorCode.FILE,
        () -> tensors(two("[0,4]", "[8,12]", 12)),
        "b leaves a hole after a",
        "begin at 4",
        "found: [8, 12]");
    assertRefused(
        ErrorCode.FILE,
        () -> tensors(SafetensorsBuilder.file(header("F32", "[1]", "[4,8]"), new byte[8])),
        "a leaves a hole after the beginning of the data");
  }

  @Test
  void tensorsMustNotOverlap() {
    assertRefused(
        ErrorCode.FILE, () -> tensors(two("[0,4]", "[0,4]", 4)), "b overlaps with a", "[0, 4]");
    assertRefused(
        ErrorCode.FILE, () -> tensors(two("[2,6]", "[0,4]", 6)), "a overlaps with b", "[2, 6]");
  }

  @Test
  void nothingMayFollowTheLastTensor() {
    assertRefused(
        ErrorCode.FILE,
        () -> tensors(two("[0,4]", "[4,8]", 9)),
        "there are bytes after the last tensor",
        "expected: 8 bytes of data",
        "found: 9 bytes of data");
  }

  private static byte[] two(String first, String second, int dataLength) {
    String member = "{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":%s}";
    return SafetensorsBuilder.file(
        String.format("{\"a\":" + member + ",\"b\":" + member + "}", first, second),
        new byte[dataLength]);
  }

  @Test
  void otherEncodingsThanUtf8AreRefused() {
    String header = "{\"\u00e4\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]}}";
    byte[] latin = header.getBytes(StandardCharsets.ISO_8859_1);
    byte[] utf16 = header.replace('\u00e4', 'a').getBytes(StandardCharsets.UTF_16LE);

    assertRefused(
        ErrorCode.FILE,
        () -> tensors(SafetensorsBuilder.fileWithLength(latin.length, latin, new byte[4])),
        "the header is not UTF-8");
    assertRefused(
        ErrorCode.FILE,
        () -> tensors(SafetensorsBuilder.fileWithLength(utf16.length, utf16, new byte[4])),
        "the header is not JSON that can be read");
    assertEquals(
        "\u00e4", tensors(SafetensorsBuilder.file(header, new byte[4])).get(0).name());
  }

  @Test
  void namesCannotForgeLinesOfALog() {
    String header = "{\"a\\n[LAM-OK]\\u202e\":5}";

    String text = assertRefused(
        ErrorCode.FILE,
        () -> tensors(SafetensorsBuilder.file(header, NONE)),
        "a\\u000a[LAM-OK]\\u202e is not described by a JSON object");

    assertFalse(text.contains("\u202e"), text);
  }

  @Test
  void veryLongNamesAreCut() {
    String header = "{\"" + "x".repeat(9_000) + "\":5}";

    String text = assertRefused(
        ErrorCode.FILE,
        () -> tensors(SafetensorsBuilder.file(header, NONE)),
        "xxx... (9000 characters)");

    assertTrue(text.length() < 1000, text);
  }

  @Test
  void aFileThatIsRefusedIsClosed() {
    RecordingBytes bytes = new RecordingBytes(new byte[3]);

    assertRefused(ErrorCode.FILE, () -> Weights.file(bytes).open(Weights.network(2, 1)));

    assertTrue(bytes.isClosed());
  }
}
