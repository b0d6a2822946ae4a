package dev.lamina.weights;

import dev.lamina.LaminaException;
import java.nio.ByteBuffer;

/** The bytes of a weight file, wherever they are. */
interface ByteSource extends AutoCloseable {

  /** What error texts call the file. */
  String description();

  /** The number of bytes that are really there. */
  long size();

  /**
   * Fills what remains of the target, or throws.
   *
   * @param position where the bytes begin, within the file together with their number
   * @throws LaminaException if they cannot be read
   */
  void read(long position, ByteBuffer target);

  /**
   * Throws if the bytes read so far may stem from two versions of the file.
   *
   * @throws LaminaException if the file was changed after it was opened
   */
  void checkUnchanged();

  @Override
  void close();
}
