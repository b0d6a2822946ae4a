package dev.lamina;

/**
 * A network cannot be loaded: its weights do not fit, its file cannot be read, no backend can be used
 * or its class was not generated. The message says what is wrong, where, and how to fix it.
 *
 * <p>Mistakes in the arguments of a call are {@link IllegalArgumentException}s (for null, {@link
 * NullPointerException}s) in the same wording.
 */
public final class LaminaException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final ErrorCode code;

  /**
   * An error without a cause.
   *
   * @param code the entry of the catalogue
   * @param text the text, without the code
   */
  public LaminaException(ErrorCode code, String text) {
    super(code.text("%s", text));
    this.code = code;
  }

  /**
   * An error with a cause.
   *
   * @param code the entry of the catalogue
   * @param text the text, without the code
   * @param cause what went wrong below
   */
  public LaminaException(ErrorCode code, String text, Throwable cause) {
    super(code.text("%s", text), cause);
    this.code = code;
  }

  /**
   * The entry of the catalogue that this error belongs to.
   *
   * @return the code
   */
  public ErrorCode code() {
    return code;
  }
}
