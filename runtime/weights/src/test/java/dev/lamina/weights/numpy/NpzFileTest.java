package dev.lamina.weights.numpy;

import static dev.lamina.weights.Weights.assertRefused;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.lamina.ErrorCode;
import dev.lamina.LaminaException;
import dev.lamina.weights.Fixtures;
import dev.lamina.weights.file.ArrayBytes;
import dev.lamina.weights.file.StoredTensor;
import dev.lamina.weights.file.TensorReader;
import dev.lamina.weights.file.ValueScan;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class NpzFileTest {

  private static List<StoredTensor> tensors(byte[] file) {
    return new NpzFile(new ArrayBytes("model.npz", file)).tensors();
  }

  private static List<String> names(byte[] file) {
    return tensors(file).stream().map(StoredTensor::toString).toList();
  }

  private static float[] read(StoredTensor tensor) {
    return new TensorReader(tensor, new ValueScan(tensor)).read();
  }

  private static void readAll(byte[] file) {
    tensors(file).forEach(NpzFileTest::read);
  }

  // Archives that are in order

  @Test
  void arraysAreCalledLikeTheirEntriesInTheOrderOfTheDirectory() {
    ZipBuilder archive = new ZipBuilder();
    archive.stored("b.npy", ZipBuilder.array(2));
    archive.deflated("dense/kernel:0.npy", ZipBuilder.array(2, 3));
    archive.stored("a.npy", ZipBuilder.array());

    assertEquals(List.of("b (2)", "dense/kernel:0 (2 x 3)", "a ()"), names(archive.bytes()));
    readAll(archive.bytes());
  }

  @Test
  void anArchiveMayBeEmpty() {
    assertEquals(List.of(), names(new ZipBuilder().bytes()));
  }

  /** As recent versions of Python write it, and the numbers that do not fit the other one. */
  @Test
  void sizesMayBeIn64Bits() {
    byte[] array = ZipBuilder.array(3);
    ZipBuilder archive = new ZipBuilder().zip64();
    ZipBuilder.Entry first = archive.stored("a.npy", array);
    first.localSize = 0xffffffffL;
    first.localStoredSize = 0xffffffffL;
    first.localExtra = ZipBuilder.extra64(array.length, array.length);
    ZipBuilder.Entry second = archive.stored("b.npy", array);
    second.size = 0xffffffffL;
    second.storedSize = 0xffffffffL;
    second.extra = ZipBuilder.extra64(array.length, array.length);

    assertEquals(List.of("a (3)", "b (3)"), names(archive.bytes()));
    readAll(archive.bytes());
  }

  @Test
  void sizesMayFollowTheBytes() {
    ZipBuilder archive = new ZipBuilder();
    ZipBuilder.Entry entry = archive.deflated("a.npy", ZipBuilder.array(3));
    entry.flags = 8;
    entry.localChecksum = 0;
    entry.localSize = 0;
    entry.localStoredSize = 0;
    // Signature, checksum and sizes: nobody reads them.
    entry.data = Arrays.copyOf(entry.data, entry.data.length + 16);

    readAll(archive.bytes());
  }

  @Test
  void aCommentMayLookLikeAnEnd() {
    ZipBuilder archive = new ZipBuilder();
    archive.stored("a.npy", ZipBuilder.array(3));
    byte[] comment = "PK\5\6 and much more than 22 bytes".getBytes(StandardCharsets.US_ASCII);

    assertEquals(List.of("a (3)"), names(archive.comment(comment).bytes()));
  }

  @Test
  void aLargeArrayIsReadInPieces() {
    byte[] content = ZipBuilder.array(300, 1000);
    byte[] noise = new byte[content.length - 128];
    new Random(1).nextBytes(noise);
    for (int i = 3; i < noise.length; i += 4) {
      noise[i] = 0x3f; // below 2
    }
    System.arraycopy(noise, 0, content, 128, noise.length);
    ZipBuilder archive = new ZipBuilder();
    archive.stored("stored.npy", content);
    archive.deflated("deflated.npy", content);
    List<StoredTensor> tensors = tensors(archive.bytes());

    assertArrayEquals(read(tensors.get(0)), read(tensors.get(1)));
    assertEquals(content.length - 128, 4 * read(tensors.get(1)).length);
  }

  // Archives that are not

  static Stream<Arguments> wrongEntries() {
    return Stream.of(
        wrong("is encrypted", e -> e.flags = 1),
        wrong("is compressed in an unknown way", e -> e.method = e.localMethod = 12),
        wrong("contradict each other", e -> e.localMethod = 8),
        wrong("contradict each other", e -> e.localChecksum++),
        wrong("contradict each other", e -> e.localSize++),
        wrong("contradict each other", e -> e.localStoredSize--),
        wrong("is not where the directory says", e -> e.localName = "c.npy"),
        wrong("is not where the directory says", e -> e.localName = "bb.npy"),
        wrong("is not where the directory says", e -> e.position = 1),
        wrong("lies beyond the end", e -> e.position = 0xfffffffeL),
        wrong("b.npy has no size", e -> e.size = 0xffffffffL),
        wrong("b.npy has no size", e -> {
          e.size = 0xffffffffL;
          e.extra = ZipBuilder.extra64(-1);
        }),
        wrong("ends beyond the end of the archive", e -> {
          e.size = 0xffffffffL;
          e.storedSize = 0xffffffffL;
          e.localSize = e.localStoredSize = 0xffffffffL;
          e.extra = ZipBuilder.extra64(Long.MAX_VALUE, Long.MAX_VALUE);
        }),
        wrong("ends beyond the end of the archive", e -> e.storedSize = e.localStoredSize = 5000),
        wrong("has an impossible size", e -> e.storedSize = e.localStoredSize = 5),
        wrong("has an impossible size", e -> e.size = e.localSize = 1_000_000),
        wrong("the checksum is wrong", e -> e.checksum = ++e.localChecksum),
        wrong(
            "another number of bytes",
            e -> e.size = e.localSize = e.storedSize = e.localStoredSize = e.size - 1));
  }

  private static Arguments wrong(String expected, Consumer<ZipBuilder.Entry> change) {
    return arguments(expected, change);
  }

  @ParameterizedTest
  @MethodSource("wrongEntries")
  void anEntryThatIsWrongIsRefused(String expected, Consumer<ZipBuilder.Entry> change) {
    ZipBuilder archive = new ZipBuilder();
    archive.stored("a.npy", ZipBuilder.array(3));
    change.accept(archive.stored("b.npy", ZipBuilder.array(3)));

    assertRefused(
        ErrorCode.FILE,
        () -> readAll(archive.bytes()),
        "[LAM-FILE] model.npz: ",
        expected,
        "  expected: ",
        "  found: ",
        "  fix: ");
  }

  @Test
  void entriesMustNotOverlap() {
    byte[] array = ZipBuilder.array(3);
    ZipBuilder archive = new ZipBuilder();
    ZipBuilder.Entry outer = archive.stored("a.npy", array);
    archive.stored("b.npy", array);
    // Goes on to the end of the second.
    outer.size =
        outer.localSize = outer.storedSize = outer.localStoredSize = 2L * array.length + 35;

    assertRefused(ErrorCode.FILE, () -> tensors(archive.bytes()), "b.npy overlaps with a.npy");
  }

  @Test
  void aNameMustNotComeTwice() {
    ZipBuilder archive = new ZipBuilder();
    archive.stored("a.npy", ZipBuilder.array(3));
    archive.stored("a.npy", ZipBuilder.array(3));

    assertRefused(ErrorCode.FILE, () -> tensors(archive.bytes()), "the archive has a.npy twice");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "../a.npy",
        "/a.npy",
        "x/../a.npy",
        "x/./a.npy",
        "x//a.npy",
        "x\\a.npy",
        "x/",
        "a\n.npy",
        "a\0.npy",
        ""
      })
  void anOddNameIsRefused(String name) {
    ZipBuilder archive = new ZipBuilder();
    archive.stored(name, ZipBuilder.array(3));

    assertRefused(
        ErrorCode.FILE, () -> tensors(archive.bytes()), "the archive has an entry of an odd name");
  }

  @Test
  void aNameThatIsNotUtf8IsRefused() {
    ZipBuilder archive = new ZipBuilder();
    archive.stored("\u00e4.npy", ZipBuilder.array(3));
    byte[] file = archive.bytes();
    for (int i = 0; i < file.length; i++) {
      if (file[i] == (byte) 0xc3) {
        file[i] = 'x';
      }
    }

    assertRefused(ErrorCode.FILE, () -> tensors(file), "a name is not UTF-8");
  }

  /** What the header says is inflated, and not a byte more. */
  @Test
  void anArrayOfZerosIsNoBomb() {
    ZipBuilder archive = new ZipBuilder();
    byte[] content = ZipBuilder.array(1000, 1000);
    ZipBuilder.Entry bomb = archive.deflated("a.npy", content);
    assertEquals(List.of("a (1000 x 1000)"), names(archive.bytes()));

    bomb.size = bomb.localSize = 0xfffffff0L;
    assertRefused(ErrorCode.FILE, () -> tensors(archive.bytes()), "has an impossible size");
    bomb.size = bomb.localSize = content.length + 4L;
    assertRefused(ErrorCode.FILE, () -> tensors(archive.bytes()), "another number of bytes");
  }

  @Test
  void compressedBytesMustMakeTheArrayAndNothingElse() {
    byte[] content = ZipBuilder.array(100);
    byte[] longer = Arrays.copyOf(content, content.length + 4);
    byte[] shorter = Arrays.copyOf(content, content.length - 4);

    assertRefused(
        ErrorCode.FILE,
        () -> readAll(deflated(content, ZipBuilder.deflate(longer))),
        "there are other bytes after the last element");
    assertRefused(
        ErrorCode.FILE,
        () -> readAll(deflated(content, ZipBuilder.deflate(shorter))),
        "the compressed bytes end too early");
    byte[] deflated = ZipBuilder.deflate(content);
    assertRefused(
        ErrorCode.FILE,
        () -> readAll(deflated(content, Arrays.copyOf(deflated, deflated.length + 1))),
        "there are other bytes after the last element");
    assertRefused(
        ErrorCode.FILE,
        () -> readAll(deflated(content, new byte[] {7, 7, 7})),
        "the compressed bytes cannot be unpacked");
  }

  private static byte[] deflated(byte[] content, byte[] data) {
    ZipBuilder archive = new ZipBuilder();
    ZipBuilder.Entry entry = archive.deflated("a.npy", content);
    entry.data = data;
    entry.storedSize = entry.localStoredSize = data.length;
    return archive.bytes();
  }

  @ParameterizedTest
  @ValueSource(strings = {"f4-little-C.npz", "compressed.npz"})
  void aFlippedBitInAnyByteIsFoundOrMeansNothing(String name) {
    byte[] file = Fixtures.bytes(name);
    for (int i = 0; i < file.length; i++) {
      byte[] flipped = file.clone();
      flipped[i] ^= (byte) (1 << i % 8);
      int position = i;
      // Times, versions and attributes mean nothing; whatever is read must be the same. A type that
      // cannot be read is refused by whoever wants to.
      try {
        for (int t = 0; t < 4; t++) {
          StoredTensor tensor = tensors(flipped).get(t);
          if (tensor.type().format().isPresent()) {
            assertArrayEquals(read(tensors(file).get(t)), read(tensor), () -> "byte " + position);
          }
        }
      } catch (LaminaException e) {
        assertEquals(ErrorCode.FILE, e.code());
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"f4-little-C.npz", "compressed.npz"})
  void anArchiveThatIsCutAnywhereOrGoesOnIsRefused(String name) {
    byte[] file = Fixtures.bytes(name);
    for (int length = 0; length < file.length; length++) {
      byte[] cut = Arrays.copyOf(file, length);
      assertRefused(ErrorCode.FILE, () -> tensors(cut), "the archive has no directory", "damaged");
    }
    assertThrows(LaminaException.class, () -> tensors(Arrays.copyOf(file, file.length + 1)));
    assertEquals(4, tensors(file).size());
  }

  @Test
  void aDirectoryThatLiesIsRefused() {
    ZipBuilder archive = new ZipBuilder();
    archive.stored("a.npy", ZipBuilder.array(3));
    byte[] file = archive.bytes();
    int end = file.length - 22;

    assertEnd(file, end + 10, "the archive is one of several parts"); // entries in all
    assertEnd(file, end + 12, "the directory is not where the end of the archive says"); // size
    assertEnd(file, end + 16, "the directory is not where"); // position
    assertEnd(file, end + 4, "the archive is one of several parts");
    byte[] fewer = file.clone();
    fewer[end + 8] = fewer[end + 10] = 0;
    assertRefused(ErrorCode.FILE, () -> tensors(fewer), "the directory is longer than its entries");
    byte[] more = file.clone();
    more[end + 8] = more[end + 10] = 2;
    assertRefused(ErrorCode.FILE, () -> tensors(more), "the directory is damaged");
  }

  private static void assertEnd(byte[] file, int position, String expected) {
    byte[] changed = file.clone();
    changed[position]++;
    assertRefused(ErrorCode.FILE, () -> tensors(changed), expected);
  }

  @Test
  void aZip64EndThatLiesIsRefused() {
    ZipBuilder archive = new ZipBuilder().zip64();
    archive.stored("a.npy", ZipBuilder.array(3));
    byte[] file = archive.bytes();
    int end = file.length - 22 - 20 - 56;

    assertEnd(file, end, "the zip64 end of the directory is wrong");
    assertEnd(file, end + 56 + 8, "the zip64 end of the directory is wrong");
    assertEnd(file, end + 16, "the archive is one of several parts");
    assertEnd(file, end + 32, "the archive is one of several parts");
    assertEnd(file, end + 40, "the directory is not where");
    assertEnd(file, end + 55, "the directory is not where");
    byte[] many = file.clone();
    many[end + 24 + 7] = many[end + 32 + 7] = (byte) 0x80;
    assertRefused(ErrorCode.FILE, () -> tensors(many), "the archive has too many entries");
  }
}
