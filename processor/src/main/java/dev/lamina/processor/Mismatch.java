package dev.lamina.processor;

/** A part of a method's signature that does not fit the network, on its way to the error text. */
final class Mismatch extends Exception {

  private static final long serialVersionUID = 1L;

  private final String reason;
  private final String fix;

  Mismatch(String reason, String fix) {
    super(reason);
    this.reason = reason;
    this.fix = fix;
  }

  String reason() {
    return reason;
  }

  String fix() {
    return fix;
  }
}
