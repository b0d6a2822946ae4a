package dev.lamina.backends.plain;

import com.google.auto.service.AutoService;
import dev.lamina.backends.plain.functions.MultiplyAdd;
import dev.lamina.spi.Availability;
import dev.lamina.spi.Backend;
import dev.lamina.spi.BackendProvider;

/**
 * Offers the backend named {@code java}. It is usable everywhere and has the lowest priority, so that
 * it is chosen when nothing faster is there.
 */
@AutoService(BackendProvider.class)
@SuppressWarnings("exports") // the annotation of AutoService, which is gone after compilation
public final class JavaBackendProvider implements BackendProvider {

  /** For {@link java.util.ServiceLoader}, and for programs that do without it. */
  public JavaBackendProvider() {}

  @Override
  public int contractVersion() {
    return CONTRACT_VERSION;
  }

  @Override
  public String name() {
    return JavaBackend.NAME;
  }

  @Override
  public int priority() {
    return 0;
  }

  @Override
  public Availability availability() {
    return Availability.usable(
        MultiplyAdd.FUSED
            ? "plain Java with fused multiply-add"
            : "plain Java with separate multiplication and addition");
  }

  @Override
  public Backend create() {
    return new JavaBackend();
  }
}
