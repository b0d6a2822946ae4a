package dev.lamina.weights.file;

import dev.lamina.LaminaException;
import java.nio.ByteBuffer;

/** Where the bytes of one tensor are. They can be read any number of times, from the first on. */
public interface StoredBytes {

  /**
   * Begins to read.
   *
   * @return a reader before the first byte
   * @throws LaminaException if the bytes cannot be read
   */
  Reader open();

  /** Reads the bytes of one tensor once, in their order. */
  interface Reader extends AutoCloseable {

    /**
     * Fills what remains of the target with the next bytes, or throws.
     *
     * @param target receives the bytes
     * @throws LaminaException if there are not so many, or they cannot be read
     */
    void read(ByteBuffer target);

    /**
     * To be called behind the last byte: only now it is known whether the bytes were the right ones.
     *
     * @throws LaminaException if they do not have the checksum that the file says, or more follow
     */
    void finish();

    /** Lets go of what reading needed. */
    @Override
    void close();
  }
}
