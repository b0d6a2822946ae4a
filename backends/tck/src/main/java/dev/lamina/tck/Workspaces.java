package dev.lamina.tck;

import dev.lamina.Workspace;
import java.util.Arrays;

/** What tests do with workspaces. */
final class Workspaces {

  private Workspaces() {}

  /** Leaves something behind, as an earlier call does. */
  static void fill(Workspace workspace, float value) {
    Arrays.fill(workspace.floats(), value);
    for (float[] row : workspace.rows()) {
      Arrays.fill(row, value);
    }
  }
}
