package dev.lamina.runtime;

import dev.lamina.spi.BackendProvider;

/**
 * The version of the contract of backends that a provider was built for.
 *
 * @param number what the provider says, 0 if it is older than the question
 */
record ContractVersion(int number) {

  private static final int OURS = BackendProvider.CONTRACT_VERSION;

  static ContractVersion of(BackendProvider provider) {
    try {
      return new ContractVersion(provider.contractVersion());
    } catch (AbstractMethodError e) {
      return new ContractVersion(0);
    }
  }

  boolean isOurs() {
    return number == OURS;
  }

  String reason() {
    return "it was built for version "
        + number
        + " of the contract of backends, this Lamina has version "
        + OURS;
  }

  String remedy() {
    return number < OURS
        ? "take a newer version of this backend, or an older one of Lamina"
        : "take a newer version of Lamina, or an older one of this backend";
  }
}
