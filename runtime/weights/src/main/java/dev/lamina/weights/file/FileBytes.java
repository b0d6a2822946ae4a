package dev.lamina.weights.file;

import dev.lamina.LaminaException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Objects;

/** A weight file on disk, read through a channel. */
public final class FileBytes implements ByteSource {

  private final Path file;
  private final BasicFileAttributes opened;
  private final FileChannel channel;

  private FileBytes(Path file, BasicFileAttributes opened, FileChannel channel) {
    this.file = file;
    this.opened = opened;
    this.channel = channel;
  }

  /**
   * Opens a file.
   *
   * @param path the file, relative to the working directory if it is not absolute
   * @return its bytes
   * @throws LaminaException if there is no such file, or none that can be read
   */
  public static FileBytes open(Path path) {
    Path file = path.toAbsolutePath();
    try {
      BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
      if (!attributes.isRegularFile()) {
        // A named pipe would block, a device would never end.
        throw notAFile(attributes).in(file.toString());
      }
      return new FileBytes(file, attributes, FileChannel.open(file));
    } catch (NoSuchFileException e) {
      throw missing(path).in(file.toString(), e);
    } catch (AccessDeniedException e) {
      throw new FileProblem(
              "the file must not be read",
              "permission to read it",
              "access denied",
              "let the user who runs this program read the file")
          .in(file.toString(), e);
    } catch (IOException e) {
      throw FileProblem.unreadable(e).in(file.toString(), e);
    } catch (UnsupportedOperationException e) {
      throw new FileProblem(
              "the file is in a file system without file channels",
              "a file on a disk",
              "file system " + file.getFileSystem().provider().getScheme(),
              "copy the file to a disk, or use WeightsSource.resource")
          .in(file.toString(), e);
    }
  }

  private static FileProblem notAFile(BasicFileAttributes attributes) {
    return new FileProblem(
        attributes.isDirectory() ? "this is a directory" : "this is not a regular file",
        "a weight file",
        attributes.isDirectory() ? "a directory" : "a device, pipe or socket",
        "give the path of the file itself, such as model.safetensors");
  }

  private static FileProblem missing(Path path) {
    return new FileProblem(
        "there is no such file",
        "a weight file",
        "nothing",
        path.isAbsolute()
            ? "correct the path"
            : "correct the path (" + path
                + " is relative to the working directory) or make it absolute");
  }

  @Override
  public String description() {
    return file.toString();
  }

  @Override
  public long size() {
    return opened.size();
  }

  @Override
  public void read(long position, ByteBuffer target) {
    try {
      long next = position;
      while (target.hasRemaining()) {
        int count = channel.read(target, next);
        if (count < 0) {
          throw changed("it ends at byte " + channel.size()).in(description());
        }
        next += count;
      }
    } catch (ClosedByInterruptException e) {
      throw new FileProblem(
              "reading was interrupted",
              "a thread that is not interrupted while it loads a network",
              "an interrupt",
              "load the network again, in a thread that nobody interrupts")
          .in(description(), e);
    } catch (ClosedChannelException e) {
      throw new FileProblem(
              "a tensor was asked for after the file was closed",
              "open weights",
              "closed weights",
              "build the network before close() is called")
          .in(description(), e);
    } catch (IOException e) {
      throw FileProblem.unreadable(e).in(description(), e);
    }
  }

  @Override
  public void checkUnchanged() {
    BasicFileAttributes now;
    try {
      now = Files.readAttributes(file, BasicFileAttributes.class);
    } catch (IOException e) {
      // Deleted or moved: what the channel reads is still the file that was opened.
      return;
    }
    if (!Objects.equals(opened.fileKey(), now.fileKey())) {
      // Another file took its name. The channel still reads the first one.
      return;
    }
    if (now.size() != opened.size() || !now.lastModifiedTime().equals(opened.lastModifiedTime())) {
      throw changed("it has " + now.size() + " bytes, written " + now.lastModifiedTime())
          .in(description());
    }
  }

  private FileProblem changed(String found) {
    return new FileProblem(
        "the file was changed while it was read",
        opened.size() + " bytes, written " + opened.lastModifiedTime() + ", as when it was opened",
        found,
        "write new weights to another file and rename it to this one, then load again");
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      throw FileProblem.unreadable(e).in(description(), e);
    }
  }
}
