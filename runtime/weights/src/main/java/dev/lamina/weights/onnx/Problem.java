package dev.lamina.weights.onnx;

import dev.lamina.ErrorCode;
import dev.lamina.LaminaException;
import dev.lamina.weights.file.FileProblem;
import dev.lamina.weights.file.Printable;
import org.jspecify.annotations.Nullable;

/**
 * Something that is wrong with a model file, whatever the network.
 *
 * @param code {@link ErrorCode#FILE} if the file is no good, {@link ErrorCode#MODEL} if it is in order
 *     but no network of dense layers
 * @param what the problem, short enough for the first line
 * @param expected what should be there
 * @param found what is there
 * @param fix what to do about it
 */
record Problem(ErrorCode code, String what, String expected, String found, String fix) {

  static final String DAMAGED = "copy or download the file again, or export it again";

  /** A file that is truncated, damaged or inconsistent. */
  static Problem damaged(String what, String expected, String found) {
    return new Problem(ErrorCode.FILE, what, expected, found, DAMAGED);
  }

  /** A model that computes something else than a network of Lamina's layers. */
  static Problem unsupported(String what, String expected, String found, String fix) {
    return new Problem(ErrorCode.MODEL, what, expected, found, fix);
  }

  LaminaException in(String file) {
    return in(file, null);
  }

  LaminaException in(String file, @Nullable Throwable cause) {
    return new FileProblem(what, expected, found, fix).in(code, file, cause);
  }

  /** A name out of a file in quotes, with anything but visible characters escaped, and cut. */
  static String quoted(String name) {
    return '"' + Printable.text(name) + '"';
  }
}
