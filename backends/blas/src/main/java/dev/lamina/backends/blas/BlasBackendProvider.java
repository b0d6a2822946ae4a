package dev.lamina.backends.blas;

import com.google.auto.service.AutoService;
import dev.lamina.spi.Availability;
import dev.lamina.spi.Backend;
import dev.lamina.spi.BackendProvider;

/**
 * Offers the backend named {@code blas}, which multiplies in OpenBLAS. The library comes along for Linux,
 * macOS and Windows; from Java 22 on another one can be named. The library is told to stay on the thread
 * that calls; that holds for everybody in the process who uses the same library.
 *
 * <p>System properties, read once:
 *
 * <ul>
 *   <li>{@code lamina.blas.library}: the path of a library with the interface of CBLAS, or its name for the
 *       system's loader, instead of the OpenBLAS that comes along; Java 22 and later
 *   <li>{@code lamina.blas.allowUnknownVendor}: {@code true} to accept one that is neither OpenBLAS, MKL
 *       nor BLIS, and on as many threads as it likes
 *   <li>{@code lamina.blas.access}: {@code foreign} or {@code javacpp}, how the library is called; by default
 *       the foreign-function API from Java 22 on, JavaCPP before
 * </ul>
 */
@AutoService(BackendProvider.class)
@SuppressWarnings("exports") // the annotation of AutoService, which is gone after compilation
public final class BlasBackendProvider implements BackendProvider {

  static final String NAME = "blas";

  /** Above the java backend and below the vectors of the simd backend. */
  private static final int PRIORITY = 50;

  private final SmallLayers small;

  /** For {@link java.util.ServiceLoader}, and for programs that do without it. */
  public BlasBackendProvider() {
    this(SmallLayers.USUAL);
  }

  BlasBackendProvider(SmallLayers small) {
    this.small = small;
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
    return PRIORITY;
  }

  @Override
  public Availability availability() {
    // The first class that touches anything native: it is not loaded before.
    return LoadedLibrary.get().availability();
  }

  @Override
  public Backend create() {
    return new BlasBackend(LoadedLibrary.get().library(), small);
  }
}
