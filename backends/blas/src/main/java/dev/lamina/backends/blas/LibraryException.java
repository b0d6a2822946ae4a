package dev.lamina.backends.blas;

import dev.lamina.spi.Availability;

/** A library cannot be used. */
final class LibraryException extends Exception {

  private static final long serialVersionUID = 1;

  private final String remedy;

  LibraryException(String reason, String remedy) {
    super(reason);
    this.remedy = remedy;
  }

  Availability availability() {
    return Availability.unusable(String.valueOf(getMessage()), remedy);
  }
}
