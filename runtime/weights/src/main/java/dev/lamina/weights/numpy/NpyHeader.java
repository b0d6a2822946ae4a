package dev.lamina.weights.numpy;

import dev.lamina.LaminaException;
import dev.lamina.weights.file.FileProblem;
import dev.lamina.weights.file.Printable;
import dev.lamina.weights.file.StorageOrder;
import dev.lamina.weights.file.StoredBytes;
import dev.lamina.weights.file.StoredType;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The header of one array, in <a
 * href="https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html">NumPy's format</a>: 6
 * bytes of magic, 2 of version, 2 or 4 with the length of a Python dictionary, then that.
 *
 * @param type how its elements are represented
 * @param dimensions the extents, none negative
 * @param order which index runs fastest
 * @param length the number of bytes before the first element
 */
record NpyHeader(StoredType type, List<Long> dimensions, StorageOrder order, int length) {

  /** What files begin with. */
  static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'};

  /** {@code numpy.load} itself refuses longer ones. */
  private static final int MAX_LENGTH = 10_000;

  /** NumPy has no arrays of more dimensions. */
  private static final int MAX_RANK = 64;

  private static final Set<String> KEYS = Set.of("descr", "fortran_order", "shape");

  static final String CORRUPT = "copy or download the file again, or save it again with numpy.save";

  /**
   * Reads a header and checks that its array has as many bytes as it says.
   *
   * @param reader stands before the magic
   * @param size the number of bytes of header and elements together
   * @param where what error texts call the array
   * @throws LaminaException if it is no such header, or inconsistent
   */
  static NpyHeader read(StoredBytes.Reader reader, long size, String where) {
    return new Parser(reader, size, where).header();
  }

  private record Parser(StoredBytes.Reader reader, long size, String where) {

    NpyHeader header() {
      ByteBuffer start = next(MAGIC.length + 2, 0);
      if (start.slice(0, MAGIC.length).mismatch(ByteBuffer.wrap(MAGIC)) != -1) {
        throw problem(
            "this is no array of NumPy", "\\x93NUMPY as the first bytes", "other bytes", CORRUPT);
      }
      int major = start.get(MAGIC.length) & 0xff;
      int minor = start.get(MAGIC.length + 1) & 0xff;
      if (major < 1 || major > 3 || minor != 0) {
        throw problem(
            "the format's version is unknown",
            "version 1.0, 2.0 or 3.0",
            "version " + major + "." + minor,
            "save the array again with numpy.save");
      }
      int lengthBytes = major == 1 ? Short.BYTES : Integer.BYTES;
      ByteBuffer lengths = next(lengthBytes, start.capacity());
      long textLength =
          major == 1 ? lengths.getShort(0) & 0xffffL : Integer.toUnsignedLong(lengths.getInt(0));
      if (textLength > MAX_LENGTH) {
        throw problem(
            "the header is too long",
            "a header of at most " + MAX_LENGTH + " bytes, as numpy.load takes it",
            textLength + " bytes",
            CORRUPT);
      }
      int before = start.capacity() + lengthBytes;
      Charset charset = major == 3 ? StandardCharsets.UTF_8 : StandardCharsets.ISO_8859_1;
      String text = new String(next((int) textLength, before).array(), charset);
      NpyHeader header = parse(text, before + (int) textLength);
      checkSize(header);
      return header;
    }

    private ByteBuffer next(int count, int from) {
      if (count > size - from) {
        throw problem(
            "the header ends beyond the end of the array: truncated or damaged",
            "at least " + (from + count) + " bytes",
            size + " bytes",
            CORRUPT);
      }
      ByteBuffer bytes = ByteBuffer.allocate(count).order(ByteOrder.LITTLE_ENDIAN);
      reader.read(bytes);
      return bytes;
    }

    private NpyHeader parse(String text, int length) {
      Map<String, Object> members;
      try {
        members = PythonLiteral.dictionary(text);
      } catch (PythonLiteral.SyntaxException e) {
        throw new FileProblem(
                "the header is not a Python dictionary that can be read",
                "{'descr': '<f4', 'fortran_order': False, 'shape': (3, 4), }",
                Printable.text(String.valueOf(e.getMessage())),
                CORRUPT)
            .in(where, e);
      }
      if (!members.keySet().equals(KEYS)) {
        throw problem(
            "the header has other members than it should",
            "descr, fortran_order and shape",
            Printable.text(String.join(", ", members.keySet())),
            CORRUPT);
      }
      Object description = members.get("descr");
      if (!(description instanceof String) && !(description instanceof List<?>)) {
        throw wrong("descr", "a text such as '<f4'", description);
      }
      if (!(members.get("fortran_order") instanceof Boolean fortran)) {
        throw wrong("fortran_order", "True or False", members.get("fortran_order"));
      }
      return new NpyHeader(
          NumpyType.of(description),
          dimensions(members.get("shape")),
          fortran ? StorageOrder.COLUMN_MAJOR : StorageOrder.ROW_MAJOR,
          length);
    }

    private List<Long> dimensions(@Nullable Object shape) {
      List<Long> dimensions = new ArrayList<>();
      if (!(shape instanceof List<?> extents) || extents.size() > MAX_RANK) {
        throw wrong("shape", "a tuple of at most " + MAX_RANK + " extents", shape);
      }
      for (Object extent : extents) {
        if (!(extent instanceof Long value) || value < 0) {
          throw wrong("shape", "a tuple of extents >= 0", shape);
        }
        dimensions.add(value);
      }
      return dimensions;
    }

    private LaminaException wrong(String member, String expected, @Nullable Object found) {
      return problem(
          "the header has a wrong " + member,
          expected,
          Printable.text(String.valueOf(found)),
          CORRUPT);
    }

    /** Elements that cannot be read do not matter, and those of a pickle have no size. */
    private void checkSize(NpyHeader header) {
      if (header.type.format().isEmpty()) {
        return;
      }
      String expected;
      try {
        long bytes = header.type.format().get().bytes();
        for (long dimension : header.dimensions) {
          bytes = Math.multiplyExact(bytes, dimension);
        }
        if (bytes == size - header.length) {
          return;
        }
        expected = bytes + " bytes";
      } catch (ArithmeticException e) {
        expected = "a size that fits 64 bits";
      }
      throw problem(
          "the array has another number of bytes than its shape and dtype say: truncated or damaged",
          expected + " for " + header.dimensions + " of " + header.type,
          size - header.length + " bytes",
          CORRUPT);
    }

    private LaminaException problem(String what, String expected, String found, String fix) {
      return new FileProblem(what, expected, found, fix).in(where);
    }
  }
}
