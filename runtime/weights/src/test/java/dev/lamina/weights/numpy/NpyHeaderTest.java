package dev.lamina.weights.numpy;

import static dev.lamina.weights.Weights.assertRefused;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.lamina.ErrorCode;
import dev.lamina.weights.Fixtures;
import dev.lamina.weights.file.ArrayBytes;
import dev.lamina.weights.file.StorageOrder;
import dev.lamina.weights.file.StoredTensor;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class NpyHeaderTest {

  private static StoredTensor tensor(byte[] file) {
    return new NpyFile(new ArrayBytes("model.npy", file)).tensors().get(0);
  }

  private static byte[] file(String dictionary, int elementBytes) {
    return file(1, dictionary.getBytes(StandardCharsets.ISO_8859_1), elementBytes);
  }

  private static byte[] file(int version, byte[] dictionary, int elementBytes) {
    int lengthBytes = version == 1 ? 2 : 4;
    ByteBuffer file = ByteBuffer.allocate(8 + lengthBytes + dictionary.length + elementBytes)
        .order(ByteOrder.LITTLE_ENDIAN)
        .put(NpyHeader.MAGIC)
        .put((byte) version)
        .put((byte) 0);
    if (version == 1) {
      file.putShort((short) dictionary.length);
    } else {
      file.putInt(dictionary.length);
    }
    return file.put(dictionary).array();
  }

  private static String dictionary(String type, String order, String shape) {
    return "{'descr': " + type + ", 'fortran_order': " + order + ", 'shape': " + shape + ", }";
  }

  @Test
  void aHeaderIsReadAsPythonWritesIt() {
    StoredTensor tensor = tensor(file(dictionary("'>f8'", "True", "(3, 1)") + "   \n", 24));

    assertEquals(">f8", tensor.type().toString());
    assertEquals(List.of(3L, 1L), tensor.dimensions());
    assertEquals(StorageOrder.COLUMN_MAJOR, tensor.order());
  }

  /** Python 2 marks long integers, and other programs write other spaces and quotes. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'descr': '<f4', 'fortran_order': False, 'shape': (2L, 3L), }",
        "{\"shape\":(2,3,),\"descr\":\"<f4\",\"fortran_order\":False}",
        "{ 'fortran_order' : False ,\n 'shape' :\t[ 2 , 3 ] , 'descr' : '<f4' }\n"
      })
  void spacesQuotesAndOrderDoNotMatter(String dictionary) {
    assertEquals(List.of(2L, 3L), tensor(file(dictionary, 24)).dimensions());
  }

  @Test
  void scalarsAndEmptyArraysAreArrays() {
    assertEquals(List.of(), tensor(file(dictionary("'<f4'", "False", "()"), 4)).dimensions());
    assertEquals(
        List.of(0L, 5L), tensor(file(dictionary("'<f4'", "False", "(0, 5)"), 0)).dimensions());
  }

  @Test
  void namesOfVersion3AreUtf8() {
    String fields = dictionary("[('n\u00e4me', '<f4'), ('x', '<i4', (2, 3))]", "False", "(2,)");
    byte[] utf8 = fields.getBytes(StandardCharsets.UTF_8);

    assertEquals("structured", tensor(file(3, utf8, 56)).type().toString());
  }

  static Stream<Arguments> badDictionaries() {
    String notRead = "the header is not a Python dictionary that can be read";
    String ok = dictionary("'<f4'", "False", "(1,)");
    return Stream.of(
        arguments("", notRead),
        arguments("{", notRead),
        arguments("[]", notRead),
        arguments(ok.substring(0, ok.length() - 1), notRead),
        arguments(ok + " x", notRead),
        arguments(ok + "{}", notRead),
        arguments(ok.replace("'descr'", "descr"), notRead),
        arguments(ok.replace("'descr'", "'descr"), notRead),
        arguments(ok.replace("'descr'", "5"), notRead),
        arguments(ok.replace("False", "false"), notRead),
        arguments(ok.replace("False", "__import__('os')"), notRead),
        arguments(ok.replace("(1,)", "(1)"), notRead),
        arguments(ok.replace("(1,)", "(1"), notRead),
        arguments(ok.replace("(1,)", "(1.5,)"), notRead),
        arguments(ok.replace("(1,)", "(-,)"), notRead),
        arguments(ok.replace("(1,)", "(" + "9".repeat(30) + ",)"), "does not fit 64 bits"),
        arguments(ok.replace("(1,)", "(".repeat(4000)), "nested more than 10 deep"),
        arguments(ok.replace("(1,)", "(1,), 'shape': (1,)"), "the key 'shape' comes twice"),
        arguments("{'descr': 'x\\", notRead),
        arguments("{}", "the header has other members than it should"),
        arguments(ok.replace("'descr'", "'other'"), "the header has other members"),
        arguments(ok.replace("(1,)", "(1,), 'more': 1"), "the header has other members"),
        arguments(ok.replace("'<f4'", "4"), "the header has a wrong descr"),
        arguments(ok.replace("False", "0"), "the header has a wrong fortran_order"),
        arguments(ok.replace("(1,)", "1"), "the header has a wrong shape"),
        arguments(ok.replace("(1,)", "None"), "the header has a wrong shape"),
        arguments(ok.replace("(1,)", "('1',)"), "the header has a wrong shape"),
        arguments(ok.replace("(1,)", "(-1,)"), "the header has a wrong shape"),
        arguments(ok.replace("(1,)", "(-1, -1)"), "the header has a wrong shape"),
        arguments(ok.replace("(1,)", "(" + "1,".repeat(65) + ")"), "the header has a wrong shape"),
        arguments(ok.replace("(1,)", "(2,)"), "another number of bytes than its shape"),
        arguments(ok.replace("(1,)", "(0,)"), "another number of bytes than its shape"),
        arguments(ok.replace("<f4", "<f8"), "another number of bytes than its shape"),
        arguments(ok.replace("(1,)", "(4294967296, 4294967296)"), "a size that fits 64 bits"),
        arguments(ok.replace("(1,)", "(4611686018427387905,)"), "a size that fits 64 bits"));
  }

  @ParameterizedTest
  @MethodSource("badDictionaries")
  void aDictionaryThatIsWrongIsRefused(String dictionary, String expected) {
    assertRefused(
        ErrorCode.FILE,
        () -> tensor(file(dictionary, 4)),
        "[LAM-FILE] model.npy: ",
        expected,
        "  expected: ",
        "  found: ",
        "  fix: ");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"f4", "=f4", "|f4", "<f3", "<F4", "<f", "<", "", "<f04", "float32", "<f16", "|O"})
  void typesThatAreNoFloatsOfKnownOrderAreUnreadable(String type) {
    StoredTensor tensor = tensor(file(dictionary("'" + type + "'", "False", "(1,)"), 4));

    assertEquals(type, tensor.type().toString());
    assertTrue(tensor.type().format().isEmpty());
    assertTrue(tensor.type().fix().length() > 10);
  }

  @Test
  void otherVersionsAreRefused() {
    byte[] ok = file(dictionary("'<f4'", "False", "(1,)"), 4);
    for (int version : new int[] {0, 4, 255}) {
      byte[] file = ok.clone();
      file[6] = (byte) version;
      assertRefused(ErrorCode.FILE, () -> tensor(file), "version " + version + ".0");
    }
    byte[] minor = ok.clone();
    minor[7] = 1;
    assertRefused(ErrorCode.FILE, () -> tensor(minor), "version 1.1");
  }

  @Test
  void aHeaderThatIsTooLongIsRefused() {
    byte[] claimed = file(2, new byte[10], 0);
    ByteBuffer.wrap(claimed).putInt(8, -1);
    byte[] real = file(2, " ".repeat(10_001).getBytes(StandardCharsets.US_ASCII), 0);

    assertRefused(
        ErrorCode.FILE, () -> tensor(claimed), "the header is too long", "4294967295 bytes");
    assertRefused(ErrorCode.FILE, () -> tensor(real), "the header is too long", "10001 bytes");
  }

  @ParameterizedTest
  @ValueSource(strings = {"version1.npy", "version2.npy", "version3.npy"})
  void anArrayThatIsCutAnywhereOrGoesOnIsRefused(String name) {
    byte[] file = Fixtures.bytes(name);
    for (int length = 0; length < file.length; length++) {
      byte[] cut = Arrays.copyOf(file, length);
      assertRefused(ErrorCode.FILE, () -> tensor(cut), "truncated or damaged");
    }
    assertRefused(
        ErrorCode.FILE, () -> tensor(Arrays.copyOf(file, file.length + 1)), "number of bytes");
    assertEquals(List.of(3L, 4L), tensor(file).dimensions());
  }
}
