package dev.lamina.weights.onnx;

import dev.lamina.LaminaException;
import java.nio.ByteBuffer;

/** The bytes of a model file, or of a file with tensors beside it, wherever they are. */
public interface ModelBytes extends AutoCloseable {

  /**
   * What error texts call the file.
   *
   * @return the path, or what comes closest to it
   */
  String description();

  /**
   * The number of bytes that are really there.
   *
   * @return the size, not negative
   */
  long size();

  /**
   * Fills what remains of the target, or throws.
   *
   * @param position where the bytes begin, within the file together with their number
   * @param target receives them
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
