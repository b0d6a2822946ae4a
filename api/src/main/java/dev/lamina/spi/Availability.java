package dev.lamina.spi;

/**
 * What a provider says about its backend on this machine.
 *
 * @param usable whether the backend can be created
 * @param reason if usable, what it will use, such as {@code Math.fma}; otherwise why it cannot be used
 * @param remedy if not usable, what the user can do about it; otherwise empty
 */
public record Availability(boolean usable, String reason, String remedy) {

  /**
   * The backend can be used.
   *
   * @param detail what it will use, shown to people who ask why it was chosen
   * @return a usable availability
   */
  public static Availability usable(String detail) {
    return new Availability(true, detail, "");
  }

  /**
   * The backend cannot be used.
   *
   * @param reason why not
   * @param remedy what to do about it, such as {@code start Java with --add-modules …}
   * @return an unusable availability
   */
  public static Availability unusable(String reason, String remedy) {
    return new Availability(false, reason, remedy);
  }
}
