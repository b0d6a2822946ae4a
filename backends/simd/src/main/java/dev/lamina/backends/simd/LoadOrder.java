package dev.lamina.backends.simd;

import java.lang.invoke.VarHandle;
import java.util.Locale;

/**
 * Keeps loads in the order of the source. C2 moves all loads of a loop's body to its beginning if it is
 * free to; a body that needs every register then spills its sums in each iteration and runs at less
 * than half its speed. A fence between loads costs nothing on x86, where it is not an instruction.
 */
final class LoadOrder {

  /** Elsewhere it is an instruction, and there are 32 registers. */
  private static final boolean IS_FREE =
      System.getProperty("os.arch", "").toLowerCase(Locale.ROOT).matches("amd64|x86_64");

  private LoadOrder() {}

  /** Loads of the source above stay above, those below stay below. */
  static void keep() {
    if (IS_FREE) {
      VarHandle.loadLoadFence();
    }
  }
}
