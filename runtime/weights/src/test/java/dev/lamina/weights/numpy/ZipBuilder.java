package dev.lamina.weights.numpy;

import dev.lamina.Shape;
import dev.lamina.Tensor;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32;
import java.util.zip.Deflater;

/** Writes zip archives, in order or with fields of the test's own. */
final class ZipBuilder {

  private final List<Entry> entries = new ArrayList<>();
  private byte[] comment = {};
  private boolean zip64;

  /** An entry; whatever is changed here is written as it is. */
  static final class Entry {
    String name;
    String localName;
    int flags;
    int method;
    int localMethod;
    long checksum;
    long localChecksum;
    long storedSize;
    long localStoredSize;
    long size;
    long localSize;
    byte[] extra = {};
    byte[] localExtra = {};
    byte[] data;

    /** Where the directory says that it is; -1: where it is. */
    long position = -1;
  }

  /** An entry that is in order, stored as it is. */
  Entry stored(String name, byte[] content) {
    return add(name, 0, content, content);
  }

  /** An entry that is in order, deflated. */
  Entry deflated(String name, byte[] content) {
    return add(name, 8, content, deflate(content));
  }

  private Entry add(String name, int method, byte[] content, byte[] data) {
    CRC32 crc = new CRC32();
    crc.update(content);
    Entry entry = new Entry();
    entry.name = name;
    entry.localName = name;
    entry.method = method;
    entry.localMethod = method;
    entry.checksum = crc.getValue();
    entry.localChecksum = crc.getValue();
    entry.storedSize = data.length;
    entry.localStoredSize = data.length;
    entry.size = content.length;
    entry.localSize = content.length;
    entry.data = data;
    entries.add(entry);
    return entry;
  }

  /** The same bytes once more, under another name. */
  void same(Entry entry, String name) {
    Entry copy = add(name, entry.method, new byte[0], entry.data);
    copy.checksum = copy.localChecksum = entry.checksum;
    copy.size = copy.localSize = entry.size;
  }

  ZipBuilder comment(byte[] comment) {
    this.comment = comment;
    return this;
  }

  /** Writes the end that archives of more than 4 GiB have. */
  ZipBuilder zip64() {
    zip64 = true;
    return this;
  }

  /** The bytes of an array that is in order. */
  static byte[] array(int... shape) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try {
      NumpyWriter.writeArray(
          Tensor.of(Shape.of(shape), new float[(int) Shape.of(shape).elementCount()]), out);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    return out.toByteArray();
  }

  static byte[] deflate(byte[] content) {
    Deflater deflater = new Deflater(9, true);
    deflater.setInput(content);
    deflater.finish();
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    byte[] buffer = new byte[4096];
    while (!deflater.finished()) {
      out.write(buffer, 0, deflater.deflate(buffer));
    }
    deflater.end();
    return out.toByteArray();
  }

  byte[] bytes() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    List<Long> positions = new ArrayList<>();
    for (Entry entry : entries) {
      positions.add((long) out.size());
      byte[] name = entry.localName.getBytes(StandardCharsets.UTF_8);
      out.writeBytes(buffer(30 + name.length)
          .putInt(0x04034b50)
          .putShort((short) 20)
          .putShort((short) entry.flags)
          .putShort((short) entry.localMethod)
          .putInt(0)
          .putInt((int) entry.localChecksum)
          .putInt((int) entry.localStoredSize)
          .putInt((int) entry.localSize)
          .putShort((short) name.length)
          .putShort((short) entry.localExtra.length)
          .put(name)
          .array());
      out.writeBytes(entry.localExtra);
      out.writeBytes(entry.data);
    }
    long directory = out.size();
    for (int i = 0; i < entries.size(); i++) {
      Entry entry = entries.get(i);
      byte[] name = entry.name.getBytes(StandardCharsets.UTF_8);
      long position = entry.position < 0 ? positions.get(i) : entry.position;
      out.writeBytes(buffer(46 + name.length)
          .putInt(0x02014b50)
          .putShort((short) 20)
          .putShort((short) 20)
          .putShort((short) entry.flags)
          .putShort((short) entry.method)
          .putInt(0)
          .putInt((int) entry.checksum)
          .putInt((int) entry.storedSize)
          .putInt((int) entry.size)
          .putShort((short) name.length)
          .putShort((short) entry.extra.length)
          .putShort((short) 0)
          .putShort((short) 0)
          .putShort((short) 0)
          .putInt(0)
          .putInt((int) position)
          .put(name)
          .array());
      out.writeBytes(entry.extra);
    }
    long size = out.size() - directory;
    if (zip64) {
      writeEnd64(out, directory, size);
    }
    out.writeBytes(buffer(22)
        .putInt(0x06054b50)
        .putInt(0)
        .putShort((short) (zip64 ? -1 : entries.size()))
        .putShort((short) (zip64 ? -1 : entries.size()))
        .putInt((int) (zip64 ? -1 : size))
        .putInt((int) (zip64 ? -1 : directory))
        .putShort((short) comment.length)
        .array());
    out.writeBytes(comment);
    return out.toByteArray();
  }

  private void writeEnd64(ByteArrayOutputStream out, long directory, long size) {
    long position = out.size();
    out.writeBytes(buffer(56)
        .putInt(0x06064b50)
        .putLong(44)
        .putShort((short) 45)
        .putShort((short) 45)
        .putInt(0)
        .putInt(0)
        .putLong(entries.size())
        .putLong(entries.size())
        .putLong(size)
        .putLong(directory)
        .array());
    out.writeBytes(
        buffer(20).putInt(0x07064b50).putInt(0).putLong(position).putInt(1).array());
  }

  /** The extra field with sizes that do not fit 32 bits. */
  static byte[] extra64(long... sizes) {
    byte[] extra = new byte[4 + 8 * sizes.length];
    ByteBuffer buffer = ByteBuffer.wrap(extra).order(ByteOrder.LITTLE_ENDIAN);
    buffer.putShort((short) 1).putShort((short) (8 * sizes.length));
    for (long size : sizes) {
      buffer.putLong(size);
    }
    return extra;
  }

  private static ByteBuffer buffer(int length) {
    return ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
  }
}
