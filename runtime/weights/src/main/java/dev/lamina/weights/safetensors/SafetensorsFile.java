package dev.lamina.weights.safetensors;

import dev.lamina.LaminaException;
import dev.lamina.weights.file.ByteSource;
import dev.lamina.weights.file.FileProblem;
import dev.lamina.weights.file.FileRange;
import dev.lamina.weights.file.ForeignFormat;
import dev.lamina.weights.file.Printable;
import dev.lamina.weights.file.StorageOrder;
import dev.lamina.weights.file.StoredTensor;
import dev.lamina.weights.file.WeightFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/**
 * Reads which tensors a safetensors file holds and where. The <a
 * href="https://github.com/huggingface/safetensors#format">format</a>: 8 bytes with the length n of the
 * header (unsigned, little-endian), n bytes of JSON, then the elements, little-endian and row-major.
 *
 * <p>As strict as the reference implementation: the tensors fill the data exactly, without overlaps and
 * holes. Nothing is allocated by a size that the file only claims.
 */
public final class SafetensorsFile implements WeightFile {

  /**
   * The reference implementation takes 100 MB. The header of a network of a thousand layers has a few
   * hundred KB; the rest is room for metadata.
   */
  static final int MAX_HEADER_LENGTH = 16_000_000;

  private static final int LENGTH_BYTES = Long.BYTES;
  private static final String CORRUPT = "copy or download the file again, or save it again";

  private final ByteSource file;
  private final List<StoredTensor> tensors;

  /**
   * Reads the header.
   *
   * @param file the bytes, which stay open until this is closed
   * @throws LaminaException if the file is not safetensors, truncated or inconsistent
   */
  public SafetensorsFile(ByteSource file) {
    this.file = file;
    this.tensors = readTensors();
  }

  @Override
  public String description() {
    return file.description();
  }

  @Override
  public String format() {
    return "safetensors";
  }

  /** The tensors in the order of the header. */
  @Override
  public List<StoredTensor> tensors() {
    return tensors;
  }

  @Override
  public Map<String, String> metadata(Predicate<String> wanted) {
    return new SafetensorsHeader(file.description(), header()).metadata(wanted);
  }

  @Override
  public void checkUnchanged() {
    file.checkUnchanged();
  }

  @Override
  public void close() {
    file.close();
  }

  private List<StoredTensor> readTensors() {
    byte[] json = header();
    long dataStart = LENGTH_BYTES + (long) json.length;
    List<SafetensorsHeader.Entry> entries =
        new SafetensorsHeader(file.description(), json).entries();
    checkLayout(entries, file.size() - dataStart);
    return entries.stream()
        .map(entry -> new StoredTensor(
            entry.name(),
            entry.type().stored(),
            entry.dimensions(),
            StorageOrder.ROW_MAJOR,
            new FileRange(file, dataStart + entry.begin())))
        .toList();
  }

  private byte[] header() {
    long size = file.size();
    if (size == 0) {
      throw new FileProblem("the file is empty", "a weight file", "0 bytes", CORRUPT)
          .in(file.description());
    }
    if (size < LENGTH_BYTES) {
      throw notSafetensors(
          "the file is too short",
          "8 bytes with the length of the header, then the header",
          size + " bytes");
    }
    long length = headerLength();
    // The length is unsigned: a negative one is a huge one.
    if (length < 0 || length > MAX_HEADER_LENGTH) {
      throw notSafetensors(
          "the header is too long",
          "a header of at most " + MAX_HEADER_LENGTH + " bytes",
          "a length of " + Long.toUnsignedString(length));
    }
    if (length > size - LENGTH_BYTES) {
      throw notSafetensors(
          "the header ends beyond the end of the file",
          "a header of at most " + (size - LENGTH_BYTES) + " bytes, as the file has " + size,
          "a length of " + length);
    }
    ByteBuffer json = ByteBuffer.allocate((int) length);
    file.read(LENGTH_BYTES, json);
    if (length == 0 || json.get(0) != '{') {
      throw notSafetensors(
          "the header is not a JSON object",
          "{ as the first character after the length",
          length == 0
              ? "a length of 0"
              : "'" + Printable.text(String.valueOf((char) (json.get(0) & 0xff))) + "'");
    }
    return json.array();
  }

  private long headerLength() {
    ByteBuffer length = ByteBuffer.allocate(LENGTH_BYTES).order(ByteOrder.LITTLE_ENDIAN);
    file.read(0, length);
    return length.getLong(0);
  }

  private LaminaException notSafetensors(String what, String expected, String found) {
    FileProblem problem = ForeignFormat.of(file)
        .map(format -> new FileProblem(
            "the file is no weight file that can be read, it looks like " + format.name(),
            "a safetensors, .npy or .npz file",
            format.name(),
            format.fix()))
        .orElseGet(() -> new FileProblem(
            what + ": truncated, damaged or not safetensors", expected, found, CORRUPT));
    return problem.in(file.description());
  }

  private void checkLayout(List<SafetensorsHeader.Entry> entries, long dataLength) {
    List<SafetensorsHeader.Entry> inOrder = new ArrayList<>(entries);
    inOrder.sort(Comparator.comparingLong(SafetensorsHeader.Entry::begin)
        .thenComparingLong(SafetensorsHeader.Entry::end));
    SafetensorsHeader.Entry previous = null;
    long position = 0;
    for (SafetensorsHeader.Entry entry : inOrder) {
      checkRange(entry, dataLength);
      checkByteCount(entry);
      if (entry.begin() != position) {
        throw new FileProblem(
                entry.printableName()
                    + (entry.begin() < position ? " overlaps with " : " leaves a hole after ")
                    + (previous == null ? "the beginning of the data" : previous.printableName()),
                "data_offsets that begin at " + position,
                entry.offsetsText(),
                CORRUPT)
            .in(file.description());
      }
      previous = entry;
      position = entry.end();
    }
    if (position != dataLength) {
      throw new FileProblem(
              "there are bytes after the last tensor",
              position + " bytes of data",
              dataLength + " bytes of data",
              CORRUPT)
          .in(file.description());
    }
  }

  private void checkRange(SafetensorsHeader.Entry entry, long dataLength) {
    if (entry.begin() < 0 || entry.begin() > entry.end()) {
      throw new FileProblem(
              entry.printableName() + " has impossible data_offsets",
              "0 <= begin <= end",
              entry.offsetsText(),
              CORRUPT)
          .in(file.description());
    }
    if (entry.end() > dataLength) {
      throw new FileProblem(
              entry.printableName() + " ends beyond the end of the file: truncated or damaged",
              "data_offsets within the " + dataLength + " bytes of data that the file has",
              entry.offsetsText(),
              CORRUPT)
          .in(file.description());
    }
  }

  private void checkByteCount(SafetensorsHeader.Entry entry) {
    try {
      long bits = entry.type().bits();
      for (long dimension : entry.dimensions()) {
        bits = Math.multiplyExact(bits, dimension);
      }
      if (bits % Byte.SIZE != 0 || bits / Byte.SIZE != entry.end() - entry.begin()) {
        String size = bits % Byte.SIZE == 0 ? bits / Byte.SIZE + " bytes" : bits + " bits";
        throw wrongByteCount(entry, size);
      }
    } catch (ArithmeticException e) {
      throw wrongByteCount(entry, "a size that fits 64 bits");
    }
  }

  private LaminaException wrongByteCount(SafetensorsHeader.Entry entry, String expected) {
    return new FileProblem(
            entry.printableName() + " has another number of bytes than its shape and dtype say",
            expected + " for " + entry.dimensions() + " of " + entry.type(),
            entry.end() - entry.begin() + " bytes, data_offsets " + entry.offsetsText(),
            CORRUPT)
        .in(file.description());
  }
}
