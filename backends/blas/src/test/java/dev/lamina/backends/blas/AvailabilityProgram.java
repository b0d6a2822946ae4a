package dev.lamina.backends.blas;

import dev.lamina.spi.Availability;
import dev.lamina.spi.BackendProvider;

/** Prints what the provider says about itself. */
public final class AvailabilityProgram {

  private AvailabilityProgram() {}

  /** Takes no arguments. */
  public static void main(String[] arguments) {
    BackendProvider provider = new BlasBackendProvider();
    Availability availability = provider.availability();
    System.out.println(provider.name() + ": " + availability.usable());
    System.out.println(availability.reason());
    System.out.println(availability.remedy());
  }
}
