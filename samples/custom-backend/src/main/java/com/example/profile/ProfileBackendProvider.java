package com.example.profile;

import dev.lamina.spi.Availability;
import dev.lamina.spi.Backend;
import dev.lamina.spi.BackendProvider;

/**
 * Offers the backend {@code profile}, which counts and times what another backend does. It ranks below
 * all others, so that only those get it who ask for it by name.
 *
 * <p>System properties:
 *
 * <ul>
 *   <li>{@code profile.delegate}: the backend that does the work; without it the best of the others.
 *   <li>{@code profile.fuse}: {@code false} to run the layers one by one even if that backend would put
 *       them together, so that each has times of its own.
 * </ul>
 *
 * <p>A program that was started with {@code -Dlamina.backend=profile}, or with {@code
 * LAMINA_BACKEND=profile} in its environment, prints a table for each network when it ends.
 */
public final class ProfileBackendProvider implements BackendProvider {

  static final String NAME = "profile";

  private final Delegate delegate;

  /** For the service loader. */
  public ProfileBackendProvider() {
    this(System.getProperty("profile.delegate", ""));
  }

  /** Delegates to the backend of that name, or to the best if it is empty. */
  ProfileBackendProvider(String delegate) {
    this.delegate = new Delegate(delegate);
  }

  @Override
  public int contractVersion() {
    return CONTRACT_VERSION;
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public int priority() {
    return Integer.MIN_VALUE;
  }

  @Override
  public Availability availability() {
    return delegate
        .find()
        .map(found ->
            Availability.usable(
                "times backend " + found.name() + ": " + found.availability().reason()))
        .orElseGet(delegate::missing);
  }

  @Override
  public Backend create() {
    boolean fuses = !System.getProperty("profile.fuse", "true").equals("false");
    ProfileBackend backend = new ProfileBackend(delegate.find().orElseThrow().create(), fuses);
    if (wasAskedForAtStart()) {
      Runtime.getRuntime().addShutdownHook(new Thread(() -> print(backend)));
    }
    return backend;
  }

  private static boolean wasAskedForAtStart() {
    return NAME.equals(System.getProperty("lamina.backend"))
        || NAME.equals(System.getenv("LAMINA_BACKEND"));
  }

  private static void print(ProfileBackend backend) {
    if (!backend.measurements().isEmpty()) {
      System.err.println(backend.report());
    }
  }
}
