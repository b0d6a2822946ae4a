package dev.lamina.weights.file;

import dev.lamina.ErrorCode;
import dev.lamina.LaminaException;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Something that is wrong with a weight file itself, whatever the network.
 *
 * @param what the problem, short enough for the first line
 * @param expected what should be there
 * @param found what is there
 * @param fix what to do about it
 */
public record FileProblem(String what, String expected, String found, String fix) {

  /**
   * A file that the system does not let read.
   *
   * @param cause what the system said
   * @return the problem
   */
  public static FileProblem unreadable(IOException cause) {
    String reason = cause.getMessage();
    return new FileProblem(
        "the file cannot be read",
        "a readable weight file",
        reason == null ? cause.getClass().getSimpleName() : Printable.text(reason),
        "check the disk, network drive or jar that the file is on");
  }

  /**
   * The error for this problem.
   *
   * @param file what error texts call the file
   * @return an error of {@link ErrorCode#FILE}
   */
  public LaminaException in(String file) {
    return in(file, null);
  }

  /**
   * The error for this problem.
   *
   * @param file what error texts call the file
   * @param cause what was thrown, if anything was
   * @return an error of {@link ErrorCode#FILE}
   */
  public LaminaException in(String file, @Nullable Throwable cause) {
    return in(ErrorCode.FILE, file, cause);
  }

  /**
   * The error for this problem, where it is not the file that is no good.
   *
   * @param code the entry of the catalogue
   * @param file what error texts call the file
   * @param cause what was thrown, if anything was
   * @return an error of that code
   */
  public LaminaException in(ErrorCode code, String file, @Nullable Throwable cause) {
    String text = String.join(
        System.lineSeparator(),
        file + ": " + what,
        "  expected: " + expected,
        "  found: " + found,
        "  fix: " + fix);
    return cause == null ? new LaminaException(code, text) : new LaminaException(code, text, cause);
  }
}
