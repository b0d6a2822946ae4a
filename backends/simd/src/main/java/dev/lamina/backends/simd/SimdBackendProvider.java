package dev.lamina.backends.simd;

import com.google.auto.service.AutoService;
import dev.lamina.spi.Availability;
import dev.lamina.spi.Backend;
import dev.lamina.spi.BackendProvider;

/**
 * Offers the backend named {@code simd}, which computes with the vector instructions of the processor.
 * It needs HotSpot with its C2 compiler, Java 17 to 25, the option {@code --add-modules
 * jdk.incubator.vector} and a processor with fused multiply-add.
 *
 * <p>System properties, read once:
 *
 * <ul>
 *   <li>{@code lamina.simd.bits}: 128, 256 or 512 instead of the vector width that Java prefers. A
 *       wider vector than the processor has is emulated, very slowly.
 *   <li>{@code lamina.simd.allowUntestedJava}: {@code true} to use a Java version newer than those the
 *       backend was tested with.
 * </ul>
 */
@AutoService(BackendProvider.class)
@SuppressWarnings("exports") // the annotation of AutoService, which is gone after compilation
public final class SimdBackendProvider implements BackendProvider {

  static final String NAME = "simd";

  /** Above the java backend, which is always there. */
  private static final int PRIORITY = 100;

  /** For {@link java.util.ServiceLoader}, and for programs that do without it. */
  public SimdBackendProvider() {}

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
    return PRIORITY;
  }

  @Override
  public Availability availability() {
    // VectorWidth is the first class that touches the Vector API: it is not loaded before it may
    // be.
    return Gate.decide(SimdEnvironment.current(), () -> VectorWidth.preferredBits());
  }

  @Override
  public Backend create() {
    return new SimdBackend();
  }
}
