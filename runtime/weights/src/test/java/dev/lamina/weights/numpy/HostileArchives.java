package dev.lamina.weights.numpy;

import java.nio.charset.StandardCharsets;

/** Archives that are in order as far as anybody can see, but made to take memory or time. */
public final class HostileArchives {

  private HostileArchives() {}

  /** As many arrays as there may be, of names of such a length. */
  public static byte[] manyArrays(int count, int nameLength) {
    ZipBuilder archive = new ZipBuilder();
    byte[] array = ZipBuilder.array(2);
    String padding = "x".repeat(nameLength - 16);
    for (int i = 0; i < count; i++) {
      archive.stored(padding + "." + i + ".weight.npy", array);
    }
    return archive.bytes();
  }

  /** Headers that are almost only spaces. */
  public static byte[] longHeaders(int count) {
    String dictionary = "{'descr': '<f4', 'fortran_order': False, 'shape': (0,), }";
    byte[] array = (new String(NpyHeader.MAGIC, StandardCharsets.ISO_8859_1) + "\1\0\20\47"
            + dictionary + " ".repeat(10_000 - dictionary.length()))
        .getBytes(StandardCharsets.ISO_8859_1);
    ZipBuilder archive = new ZipBuilder();
    for (int i = 0; i < count; i++) {
      archive.deflated(i + ".weight.npy", array);
    }
    return archive.bytes();
  }

  /** Zeros that would take a thousand times the space of the file. */
  public static byte[] zeros(int count, int elements) {
    ZipBuilder archive = new ZipBuilder();
    byte[] array = ZipBuilder.array(elements);
    ZipBuilder.Entry first = archive.deflated("0.weight.npy", array);
    for (int i = 1; i < count; i++) {
      archive.same(first, i + ".weight.npy");
    }
    return archive.bytes();
  }
}
