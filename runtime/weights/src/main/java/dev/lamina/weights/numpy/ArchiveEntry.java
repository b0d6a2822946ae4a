package dev.lamina.weights.numpy;

import dev.lamina.LaminaException;
import dev.lamina.weights.file.ByteSource;
import dev.lamina.weights.file.FileProblem;
import dev.lamina.weights.file.Printable;
import dev.lamina.weights.file.StoredBytes;
import java.nio.ByteBuffer;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * An entry of a zip archive.
 *
 * @param file the archive
 * @param name the entry's name
 * @param deflated whether its bytes are compressed
 * @param checksum the CRC-32 of its uncompressed bytes
 * @param storedSize how many bytes the archive has of it, all of them within the archive
 * @param size how many bytes it says to have uncompressed
 * @param position where its bytes begin in the archive
 */
record ArchiveEntry(
    ByteSource file,
    String name,
    boolean deflated,
    int checksum,
    long storedSize,
    long size,
    long position)
    implements StoredBytes {

  @Override
  public Reader open() {
    return deflated ? new InflatingReader() : new PlainReader();
  }

  /** What error texts call the entry. */
  String description() {
    return file.description() + ": " + Printable.text(name);
  }

  private LaminaException damaged(String what, String expected, String found) {
    return new FileProblem(what + ": damaged", expected, found, ZipDirectory.CORRUPT)
        .in(description());
  }

  private void check(CRC32 crc) {
    if ((int) crc.getValue() != checksum) {
      throw damaged(
          "the checksum is wrong",
          String.format("CRC-32 %08x", checksum),
          String.format("CRC-32 %08x", (int) crc.getValue()));
    }
  }

  private final class PlainReader implements Reader {

    private final CRC32 crc = new CRC32();
    private long done;

    @Override
    public void read(ByteBuffer target) {
      int start = target.position();
      file.read(position + done, target);
      done += target.position() - start;
      crc.update(target.duplicate().flip().position(start));
    }

    @Override
    public void finish() {
      check(crc);
    }

    @Override
    public void close() {}
  }

  private final class InflatingReader implements Reader {

    private static final int BUFFER = 1 << 16;

    private final Inflater inflater = new Inflater(true);
    private final CRC32 crc = new CRC32();
    private final ByteBuffer compressed =
        ByteBuffer.allocate((int) Math.min(BUFFER, storedSize)).limit(0);
    private long taken;
    private long done;

    @Override
    public void read(ByteBuffer target) {
      int start = target.position();
      while (target.hasRemaining()) {
        if (inflate(target) == 0 && !refill()) {
          throw damaged("the compressed bytes end too early", size + " bytes", done + " bytes");
        }
      }
      crc.update(target.duplicate().flip().position(start));
    }

    private int inflate(ByteBuffer target) {
      try {
        int count = inflater.inflate(target);
        done += count;
        return count;
      } catch (DataFormatException e) {
        String reason = e.getMessage();
        throw new FileProblem(
                "the compressed bytes cannot be unpacked: damaged",
                "deflated bytes",
                reason == null ? "other bytes" : Printable.text(reason),
                ZipDirectory.CORRUPT)
            .in(description(), e);
      }
    }

    /** Whether there were more bytes to unpack. */
    private boolean refill() {
      if (inflater.finished() || inflater.needsDictionary() || taken == storedSize) {
        return false;
      }
      compressed.clear().limit((int) Math.min(compressed.capacity(), storedSize - taken));
      taken += compressed.remaining();
      file.read(position + taken - compressed.remaining(), compressed);
      inflater.setInput(compressed.flip());
      return true;
    }

    @Override
    public void finish() {
      // The end of the stream may come in a block of its own.
      ByteBuffer more = ByteBuffer.allocate(1);
      while (!inflater.finished() && more.hasRemaining()) {
        if (inflate(more) == 0 && !inflater.finished() && !refill()) {
          break;
        }
      }
      if (!inflater.finished() || taken - inflater.getRemaining() != storedSize) {
        throw damaged(
            "there are other bytes after the last element",
            size + " bytes",
            inflater.finished() ? "fewer compressed bytes" : "another end");
      }
      check(crc);
    }

    @Override
    public void close() {
      inflater.end();
    }
  }
}
