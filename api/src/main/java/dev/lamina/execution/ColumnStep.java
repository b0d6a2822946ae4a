package dev.lamina.execution;

import dev.lamina.Workspace;
import dev.lamina.spi.WorkspaceSize;

/** Something that is done in place to the values of a layer, behind its product or its activation. */
interface ColumnStep {

  /** Whether a value depends on its whole row, so that columns cannot be computed apart. */
  boolean needsWholeRows();

  /** The scratch memory that it needs for so many rows. */
  WorkspaceSize workspace(int maxRows);

  /** Does it to some columns of a matrix, all of them if it needs whole rows. */
  void apply(
      int rows,
      float[] values,
      int offset,
      int ld,
      int fromColumn,
      int toColumn,
      Workspace workspace);
}
