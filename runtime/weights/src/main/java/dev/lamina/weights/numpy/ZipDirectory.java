package dev.lamina.weights.numpy;

import dev.lamina.LaminaException;
import dev.lamina.weights.file.ByteSource;
import dev.lamina.weights.file.FileProblem;
import dev.lamina.weights.file.Printable;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Reads which entries a zip archive has, from its central directory, by the <a
 * href="https://pkware.cachefly.net/webdocs/casestudies/APPNOTE.TXT">specification</a>: entries that are
 * stored or deflated, in one file of any size.
 *
 * <p>Stricter than {@link java.util.zip.ZipFile}, which trusts sizes, offsets and checksums: entries lie
 * within the archive without overlaps, their local headers say the same as the directory, every name comes
 * once. Nothing is allocated by a size that is only claimed.
 */
final class ZipDirectory {

  static final String CORRUPT =
      "copy or download the file again, or save it again with numpy.savez";

  private static final int LOCAL = 0x04034b50;
  private static final int CENTRAL = 0x02014b50;
  private static final int END = 0x06054b50;
  private static final int END_64 = 0x06064b50;
  private static final int LOCATOR_64 = 0x07064b50;

  private static final int LOCAL_LENGTH = 30;
  private static final int CENTRAL_LENGTH = 46;
  private static final int END_LENGTH = 22;
  private static final int END_64_LENGTH = 56;
  private static final int LOCATOR_64_LENGTH = 20;
  private static final int MAX_COMMENT = 0xffff;

  private static final int STORED = 0;
  private static final int DEFLATED = 8;
  private static final int ENCRYPTED = 1 | 1 << 6 | 1 << 13;
  private static final int SIZES_FOLLOW = 1 << 3;

  private static final int EXTRA_64 = 1;
  private static final long NO_16 = 0xffffL;
  private static final long NO_32 = 0xffffffffL;

  /** A network of thousands of layers has fewer. Each costs some memory of its own. */
  private static final int MAX_ENTRIES = 50_000;

  private static final int MAX_DIRECTORY = 8_000_000;
  private static final int MAX_NAME = 500;

  /** What deflate can do at most: 258 bytes for 2 bits. */
  private static final int MAX_RATIO = 1032;

  private final ByteSource file;

  ZipDirectory(ByteSource file) {
    this.file = file;
  }

  /**
   * The entries in the order of the directory.
   *
   * @throws LaminaException if the file is no zip archive of that kind, truncated or inconsistent
   */
  List<ArchiveEntry> entries() {
    Place directory = find();
    ByteBuffer bytes = read(directory.position, (int) directory.size);
    List<Central> centrals = new ArrayList<>();
    Set<String> names = new HashSet<>();
    for (long i = 0; i < directory.count; i++) {
      Central central = central(bytes);
      if (!names.add(central.name)) {
        throw problem(
            "the archive has " + Printable.text(central.name) + " twice",
            "every name once",
            "two entries of that name",
            "save it again with every array once");
      }
      centrals.add(central);
    }
    if (bytes.hasRemaining()) {
      throw damaged(
          "the directory is longer than its entries",
          directory.count + " entries",
          bytes.remaining() + " more bytes");
    }
    List<ArchiveEntry> entries =
        centrals.stream().map(central -> entry(central, directory.position)).toList();
    checkOverlaps(centrals, entries);
    return entries;
  }

  /** Where the directory is, and how many entries it has. */
  private record Place(long position, long size, long count) {}

  private Place find() {
    int tailLength = (int) Math.min(file.size(), END_LENGTH + MAX_COMMENT);
    long tailStart = file.size() - tailLength;
    ByteBuffer tail = read(tailStart, tailLength);
    for (int i = tailLength - END_LENGTH; i >= 0; i--) {
      // A comment may hold anything, even an end; the true one has a comment up to the end of the
      // file.
      if (tail.getInt(i) == END && unsigned16(tail, i + 20) == tailLength - END_LENGTH - i) {
        return place(tail, i, tailStart + i);
      }
    }
    throw damaged(
        "the archive has no directory",
        "the end of a zip directory in the last " + (END_LENGTH + MAX_COMMENT) + " bytes",
        "none");
  }

  private Place place(ByteBuffer tail, int i, long end) {
    long end64 = end - LOCATOR_64_LENGTH - END_64_LENGTH;
    if (end64 >= 0) {
      ByteBuffer locator = read(end - LOCATOR_64_LENGTH, LOCATOR_64_LENGTH);
      if (locator.getInt(0) == LOCATOR_64) {
        return place64(locator.getLong(8), end64);
      }
    }
    long disks = unsigned16(tail, i + 4) | unsigned16(tail, i + 6);
    long count = unsigned16(tail, i + 10);
    if (disks != 0 || unsigned16(tail, i + 8) != count) {
      throw severalDisks();
    }
    return checked(new Place(unsigned32(tail, i + 16), unsigned32(tail, i + 12), count), end);
  }

  /** Some tools write this end even if all numbers fit the other one. */
  private Place place64(long position, long end64) {
    ByteBuffer record = read(end64, END_64_LENGTH);
    if (position != end64 || record.getInt(0) != END_64) {
      throw damaged(
          "the zip64 end of the directory is wrong",
          "one at byte " + end64,
          "something else, or one at byte " + Long.toUnsignedString(position));
    }
    if (record.getInt(16) != 0
        || record.getInt(20) != 0
        || record.getLong(24) != record.getLong(32)) {
      throw severalDisks();
    }
    return checked(new Place(record.getLong(48), record.getLong(40), record.getLong(32)), end64);
  }

  private Place checked(Place place, long end) {
    if (place.position < 0 || place.size < 0 || place.position != end - place.size) {
      throw damaged(
          "the directory is not where the end of the archive says",
          "a directory that ends at byte " + end,
          place.size + " bytes from byte " + place.position);
    }
    if (place.size > MAX_DIRECTORY || place.count > MAX_ENTRIES || place.count < 0) {
      throw problem(
          "the archive has too many entries",
          "at most " + MAX_ENTRIES + " entries, described in " + MAX_DIRECTORY + " bytes",
          Long.toUnsignedString(place.count) + " entries in " + place.size + " bytes",
          "save only the arrays that are weights");
    }
    return place;
  }

  /** One entry as the directory describes it. */
  private record Central(
      String name,
      int flags,
      int method,
      int checksum,
      long storedSize,
      long size,
      long position) {}

  private Central central(ByteBuffer bytes) {
    int start = bytes.position();
    if (bytes.remaining() < CENTRAL_LENGTH || bytes.getInt(start) != CENTRAL) {
      throw damaged("the directory is damaged", "one more entry", "something else");
    }
    int nameLength = (int) unsigned16(bytes, start + 28);
    int extraLength = (int) unsigned16(bytes, start + 30);
    int length = CENTRAL_LENGTH + nameLength + extraLength + (int) unsigned16(bytes, start + 32);
    if (bytes.remaining() < length) {
      throw damaged("the directory is damaged", length + " bytes", bytes.remaining() + " bytes");
    }
    String name = name(bytes.slice(start + CENTRAL_LENGTH, nameLength));
    ByteBuffer extra = bytes.slice(start + CENTRAL_LENGTH + nameLength, extraLength);
    Extra64 large = new Extra64(extra64(extra.order(ByteOrder.LITTLE_ENDIAN)), name);
    // The extra field has those that do not fit, in this order.
    long size = large.orElse(unsigned32(bytes, start + 24));
    long storedSize = large.orElse(unsigned32(bytes, start + 20));
    long position = large.orElse(unsigned32(bytes, start + 42));
    bytes.position(start + length);
    return new Central(
        name,
        (int) unsigned16(bytes, start + 8),
        (int) unsigned16(bytes, start + 10),
        bytes.getInt(start + 16),
        storedSize,
        size,
        position);
  }

  /** The sizes that do not fit 32 bits, one after the other. */
  private final class Extra64 {

    private final ByteBuffer sizes;
    private final String name;

    Extra64(ByteBuffer sizes, String name) {
      this.sizes = sizes;
      this.name = name;
    }

    long orElse(long size) {
      if (size != NO_32) {
        return size;
      }
      long large = sizes.remaining() < Long.BYTES ? -1 : sizes.getLong();
      if (large < 0) {
        throw damaged(
            Printable.text(name) + " has no size",
            "a size in 64 bits, as that in 32 bits says",
            "none");
      }
      return large;
    }
  }

  private static ByteBuffer extra64(ByteBuffer extra) {
    while (extra.remaining() >= 4) {
      long id = extra.getShort() & NO_16;
      int length = (int) Math.min(extra.getShort() & NO_16, extra.remaining());
      ByteBuffer content = extra.slice(extra.position(), length).order(ByteOrder.LITTLE_ENDIAN);
      if (id == EXTRA_64) {
        return content;
      }
      extra.position(extra.position() + length);
    }
    return ByteBuffer.allocate(0);
  }

  private String name(ByteBuffer bytes) {
    String name;
    try {
      name = StandardCharsets.UTF_8.newDecoder().decode(bytes).toString();
    } catch (CharacterCodingException e) {
      throw new FileProblem("a name is not UTF-8", "names in UTF-8", "other bytes", CORRUPT)
          .in(file.description(), e);
    }
    // Nothing is ever unpacked to a disk, but whoever writes such names means no good.
    boolean odd = name.length() > MAX_NAME
        || name.indexOf('\\') >= 0
        || name.chars().anyMatch(Character::isISOControl)
        || Stream.of(name.split("/", -1))
            .anyMatch(part -> part.isEmpty() || part.equals(".") || part.equals(".."));
    if (odd) {
      throw problem(
          "the archive has an entry of an odd name",
          "names such as coefs_0.npy or dense/kernel.npy",
          Printable.text(name),
          "save the arrays again, under other names");
    }
    return name;
  }

  /** Compares an entry with its local header, which stands before its bytes. */
  private ArchiveEntry entry(Central central, long end) {
    String name = Printable.text(central.name);
    if ((central.flags & ENCRYPTED) != 0) {
      throw problem(name + " is encrypted", "entries without", "a password", "save it without");
    }
    if (central.method != STORED && central.method != DEFLATED) {
      throw problem(
          name + " is compressed in an unknown way",
          "entries that are stored or deflated, as numpy.savez and numpy.savez_compressed write",
          "method " + central.method,
          "save it again with numpy.savez");
    }
    if (central.position > end - LOCAL_LENGTH) {
      throw damaged(
          name + " lies beyond the end of the archive",
          "at most byte " + (end - LOCAL_LENGTH),
          "byte " + central.position);
    }
    ByteBuffer local = read(central.position, LOCAL_LENGTH);
    long nameLength = unsigned16(local, 26);
    long position = central.position + LOCAL_LENGTH + nameLength + unsigned16(local, 28);
    if (local.getInt(0) != LOCAL || position > end || !isNamed(central, nameLength)) {
      throw damaged(
          name + " is not where the directory says",
          "its header at byte " + central.position,
          "something else");
    }
    if (unsigned16(local, 8) != central.method
        || contradicts(central, local.getInt(14), central.checksum, 0)
        || contradicts(central, local.getInt(18), (int) central.storedSize, (int) NO_32)
        || contradicts(central, local.getInt(22), (int) central.size, (int) NO_32)) {
      throw damaged(
          name + " has two headers that contradict each other",
          "the same method, checksum and sizes",
          "others");
    }
    checkSizes(central, name, end - position);
    return new ArchiveEntry(
        file,
        central.name,
        central.method == DEFLATED,
        central.checksum,
        central.storedSize,
        central.size,
        position);
  }

  private boolean isNamed(Central central, long nameLength) {
    ByteBuffer expected = StandardCharsets.UTF_8.encode(central.name);
    return expected.remaining() == nameLength
        && expected.equals(read(central.position + LOCAL_LENGTH, expected.remaining()));
  }

  /**
   * A local header may leave the number to what follows the bytes; recent versions of Python write
   * 0xFFFFFFFF for every size, and the size in an extra field.
   */
  private static boolean contradicts(Central central, int local, int expected, int unknown) {
    boolean isLeftOut = (central.flags & SIZES_FOLLOW) != 0 && local == 0;
    return local != expected && !isLeftOut && !(unknown != 0 && local == unknown);
  }

  private void checkSizes(Central central, String name, long space) {
    if (central.storedSize > space) {
      throw damaged(
          name + " ends beyond the end of the archive",
          "at most " + space + " bytes",
          central.storedSize + " bytes");
    }
    boolean possible = central.method == STORED
        ? central.size == central.storedSize
        : central.size / MAX_RATIO <= central.storedSize;
    if (!possible) {
      throw damaged(
          name + " has an impossible size",
          central.method == STORED
              ? central.storedSize + " bytes, as it is stored as it is"
              : "at most " + MAX_RATIO + " times its " + central.storedSize + " bytes",
          central.size + " bytes");
    }
  }

  private void checkOverlaps(List<Central> centrals, List<ArchiveEntry> entries) {
    List<Span> spans = new ArrayList<>();
    for (int i = 0; i < entries.size(); i++) {
      ArchiveEntry entry = entries.get(i);
      spans.add(
          new Span(entry.name(), centrals.get(i).position, entry.position() + entry.storedSize()));
    }
    spans.sort(Comparator.comparingLong(Span::begin));
    for (int i = 1; i < spans.size(); i++) {
      Span before = spans.get(i - 1);
      Span span = spans.get(i);
      if (span.begin < before.end) {
        throw damaged(
            Printable.text(span.name) + " overlaps with " + Printable.text(before.name),
            "a header at byte " + before.end + " or later",
            "one at byte " + span.begin);
      }
    }
  }

  /** Header and bytes of an entry. */
  private record Span(String name, long begin, long end) {}

  private ByteBuffer read(long position, int count) {
    ByteBuffer bytes = ByteBuffer.allocate(count).order(ByteOrder.LITTLE_ENDIAN);
    file.read(position, bytes);
    return bytes.flip();
  }

  private static long unsigned16(ByteBuffer bytes, int index) {
    return bytes.getShort(index) & NO_16;
  }

  private static long unsigned32(ByteBuffer bytes, int index) {
    return bytes.getInt(index) & NO_32;
  }

  private LaminaException severalDisks() {
    return problem(
        "the archive is one of several parts", "a whole archive", "a part", "join the parts");
  }

  private LaminaException damaged(String what, String expected, String found) {
    return problem(what + ": truncated or damaged", expected, found, CORRUPT);
  }

  private LaminaException problem(String what, String expected, String found, String fix) {
    return new FileProblem(what, expected, found, fix).in(file.description());
  }
}
