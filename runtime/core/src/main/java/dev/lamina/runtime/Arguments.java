package dev.lamina.runtime;

import dev.lamina.ErrorCode;
import org.jspecify.annotations.Nullable;

/** Refuses null where a caller must bring something. */
final class Arguments {

  private Arguments() {}

  static <T> T notNull(@Nullable T argument, String name, String call) {
    if (argument == null) {
      throw new NullPointerException(ErrorCode.NULL.text("%s of %s is null", name, call));
    }
    return argument;
  }
}
