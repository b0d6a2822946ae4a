package dev.lamina.weights.numpy;

import dev.lamina.LaminaException;
import dev.lamina.Shape;
import dev.lamina.Tensor;
import dev.lamina.weights.file.AtomicFile;
import dev.lamina.weights.file.ElementWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.zip.CRC32;
import java.util.zip.CheckedOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * Writes tensors as {@code <f4} arrays of NumPy, as {@code numpy.save} and {@code numpy.savez} do. The same
 * tensors always make the same bytes.
 */
public final class NumpyWriter {

  private static final int ALIGNMENT = 64;

  /** The earliest time that a zip archive can hold. NumPy writes it too. */
  private static final LocalDateTime TIME = LocalDateTime.of(1980, 1, 1, 0, 0);

  private NumpyWriter() {}

  /**
   * Writes one array, an {@code .npy} file.
   *
   * @param path where to; a file that is there is replaced at once, when the new one is complete
   * @param tensor the tensor
   * @throws LaminaException with {@link dev.lamina.ErrorCode#FILE} if it cannot be written
   */
  public static void write(Path path, Tensor tensor) {
    AtomicFile.write(path, out -> writeArray(tensor, out));
  }

  /**
   * Writes an archive of arrays, an {@code .npz} file, without compression.
   *
   * @param path where to; a file that is there is replaced at once, when the new one is complete
   * @param tensors the tensors by their names, in the order in which they are to be written
   * @throws LaminaException with {@link dev.lamina.ErrorCode#FILE} if it cannot be written
   */
  public static void write(Path path, Map<String, Tensor> tensors) {
    AtomicFile.write(path, out -> {
      try (ZipOutputStream archive = new ZipOutputStream(out)) {
        for (Map.Entry<String, Tensor> tensor : tensors.entrySet()) {
          archive.putNextEntry(entry(tensor.getKey(), tensor.getValue()));
          writeArray(tensor.getValue(), archive);
          archive.closeEntry();
        }
      }
    });
  }

  /** What is stored as it is has its size and checksum in front, so it is gone through twice. */
  private static ZipEntry entry(String name, Tensor tensor) throws IOException {
    CRC32 checksum = new CRC32();
    writeArray(tensor, new CheckedOutputStream(OutputStream.nullOutputStream(), checksum));
    ZipEntry entry = new ZipEntry(name + ".npy");
    entry.setMethod(ZipEntry.STORED);
    entry.setSize(header(tensor.shape()).length + ElementWriter.size(tensor));
    entry.setCrc(checksum.getValue());
    entry.setTimeLocal(TIME);
    return entry;
  }

  static void writeArray(Tensor tensor, OutputStream out) throws IOException {
    out.write(header(tensor.shape()));
    ElementWriter.write(tensor, out);
  }

  /** A header of version 1.0 that ends, with a line break, at a multiple of 64 bytes. */
  private static byte[] header(Shape shape) {
    String extents = shape.dimensions().stream()
        .map(String::valueOf)
        .collect(Collectors.joining(", ", "(", shape.rank() == 1 ? ",)" : ")"));
    String dictionary = "{'descr': '<f4', 'fortran_order': False, 'shape': " + extents + ", }";
    int before = NpyHeader.MAGIC.length + 2 + Short.BYTES;
    int padding = Math.floorMod(-(before + dictionary.length() + 1), ALIGNMENT);
    byte[] text = (dictionary + " ".repeat(padding) + "\n").getBytes(StandardCharsets.US_ASCII);
    return ByteBuffer.allocate(before + text.length)
        .order(ByteOrder.LITTLE_ENDIAN)
        .put(NpyHeader.MAGIC)
        .put((byte) 1)
        .put((byte) 0)
        .putShort((short) text.length)
        .put(text)
        .array();
  }
}
