package dev.lamina.spi;

import dev.lamina.ErrorCode;
import dev.lamina.Workspace;

/**
 * How much scratch memory a kernel needs.
 *
 * @param floats the length of {@link Workspace#floats()}
 * @param rowArrays the number of arrays in {@link Workspace#rows()}
 * @param rowLength the length of each of them
 */
public record WorkspaceSize(int floats, int rowArrays, int rowLength) {

  /**
   * Checks.
   *
   * @throws IllegalArgumentException if an extent is negative
   */
  public WorkspaceSize {
    if (floats < 0 || rowArrays < 0 || rowLength < 0) {
      throw new IllegalArgumentException(ErrorCode.SIZE.text(
          "a workspace has no negative extents, got %d, %d x %d", floats, rowArrays, rowLength));
    }
  }

  /** No scratch memory at all. */
  public static final WorkspaceSize NONE = new WorkspaceSize(0, 0, 0);

  /**
   * The size that serves either of two kernels.
   *
   * @param other another size
   * @return the larger of each extent
   */
  public WorkspaceSize max(WorkspaceSize other) {
    return new WorkspaceSize(
        Math.max(floats, other.floats),
        Math.max(rowArrays, other.rowArrays),
        Math.max(rowLength, other.rowLength));
  }

  /**
   * Scratch memory of this size, for those who call a kernel without a network around it.
   *
   * @return a new workspace
   */
  public Workspace allocate() {
    float[] floats = new float[this.floats];
    float[][] rows = new float[rowArrays][rowLength];
    return new Workspace() {
      @Override
      public float[] floats() {
        return floats;
      }

      @Override
      public float[][] rows() {
        return rows;
      }
    };
  }
}
