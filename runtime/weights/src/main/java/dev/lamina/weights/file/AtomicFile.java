package dev.lamina.weights.file;

import dev.lamina.LaminaException;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.UUID;

/**
 * Writes a file as a whole or not at all: into a temporary file beside it, which takes its name once it is
 * complete. Whoever reads the file that was there before is not disturbed.
 */
public final class AtomicFile {

  private static final int BUFFER = 1 << 16;

  private AtomicFile() {}

  /** Writes the content of a file. */
  public interface Content {

    /**
     * Writes everything.
     *
     * @param out receives the bytes
     * @throws IOException if that cannot be done
     */
    void writeTo(OutputStream out) throws IOException;
  }

  /**
   * Writes a file, over one that is there already.
   *
   * @param path where to
   * @param content what
   * @throws LaminaException with {@link dev.lamina.ErrorCode#FILE} if it cannot be written; nothing is
   *     left behind, and what was there before stays
   */
  public static void write(Path path, Content content) {
    Path target = path.toAbsolutePath();
    // Not Files.createTempFile, whose files nobody else may read.
    Path temporary = target.resolveSibling("." + target.getFileName() + "." + UUID.randomUUID());
    try {
      try (OutputStream out = new BufferedOutputStream(
          Files.newOutputStream(temporary, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
          BUFFER)) {
        content.writeTo(out);
      }
      try (FileChannel channel = FileChannel.open(temporary, StandardOpenOption.WRITE)) {
        channel.force(true);
      }
      move(temporary, target);
    } catch (IOException e) {
      String reason = e.getMessage();
      throw new FileProblem(
              "the file cannot be written",
              "a folder that can be written to, with enough space",
              e.getClass().getSimpleName() + (reason == null ? "" : ": " + Printable.text(reason)),
              "choose another place, or make room")
          .in(target.toString(), e);
    } finally {
      deleteIfExists(temporary);
    }
  }

  private static void move(Path from, Path to) throws IOException {
    try {
      Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
    } catch (AtomicMoveNotSupportedException e) {
      Files.move(from, to, StandardCopyOption.REPLACE_EXISTING);
    }
  }

  private static void deleteIfExists(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      // The error that led here says more.
    }
  }
}
