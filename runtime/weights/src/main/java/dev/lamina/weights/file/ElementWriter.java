package dev.lamina.weights.file;

import dev.lamina.Tensor;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Writes the elements of tensors as all formats have them: F32, little-endian, row-major. */
public final class ElementWriter {

  private static final int PIECE = 1 << 14;

  private ElementWriter() {}

  /**
   * Writes all elements of a tensor.
   *
   * @param tensor the tensor
   * @param out receives four bytes an element
   * @throws IOException if they cannot be written
   */
  public static void write(Tensor tensor, OutputStream out) throws IOException {
    int count = Math.toIntExact(tensor.shape().elementCount());
    float[] piece = new float[Math.min(count, PIECE)];
    ByteBuffer bytes =
        ByteBuffer.allocate(piece.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    int done = 0;
    while (done < count) {
      int length = Math.min(piece.length, count - done);
      tensor.read(done, piece, 0, length);
      bytes.asFloatBuffer().put(piece, 0, length);
      out.write(bytes.array(), 0, length * Float.BYTES);
      done += length;
    }
  }

  /**
   * How many bytes {@link #write} writes.
   *
   * @param tensor the tensor
   * @return four an element
   */
  public static long size(Tensor tensor) {
    return tensor.shape().elementCount() * Float.BYTES;
  }
}
