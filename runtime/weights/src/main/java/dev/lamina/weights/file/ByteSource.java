package dev.lamina.weights.file;

import dev.lamina.LaminaException;
import java.nio.ByteBuffer;

/** The bytes of a weight file, wherever they are. */
public interface ByteSource extends AutoCloseable {

  /**
   * What error texts call the file.
   *
   * @return an absolute path, or what comes closest to it
   */
  String description();

  /**
   * How large the file is.
   *
   * @return the number of bytes that are really there
   */
  long size();

  /**
   * Fills what remains of the target, or throws.
   *
   * @param position where the bytes begin, within the file together with their number
   * @param target receives the bytes
   * @throws LaminaException if they cannot be read
   */
  void read(long position, ByteBuffer target);

  /**
   * Throws if the bytes read so far may stem from two versions of the file.
   *
   * @throws LaminaException if the file was changed after it was opened
   */
  void checkUnchanged();

  /** Lets go of the file. */
  @Override
  void close();
}
