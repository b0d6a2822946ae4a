package dev.lamina.cli;

/** A mistake in what the tool was asked to do. Its text is all that the user sees. */
final class CommandException extends RuntimeException {

  private static final long serialVersionUID = 1;

  CommandException(String text) {
    super(text);
  }
}
