package dev.lamina.spi;

/**
 * Offers a backend. {@link java.util.ServiceLoader} finds the implementations, in {@code
 * META-INF/services/dev.lamina.spi.BackendProvider} on the class path and through {@code provides} on
 * the module path.
 *
 * <p>The class must load on every Java virtual machine: whatever may be missing, such as an incubator
 * module or a native library, is touched in {@link #availability()} or {@link #create()} only.
 */
public interface BackendProvider {

  /**
   * The version of the contract in this package. It grows with every change that a backend built
   * before would not keep.
   */
  int CONTRACT_VERSION = 1;

  /**
   * The version of the contract that the provider was compiled for. Of a provider of another version
   * Lamina asks no more than its name: it lists it as not usable and says why.
   *
   * @return {@link #CONTRACT_VERSION}, by name: the compiler puts in the number of its day
   */
  int contractVersion();

  /**
   * The name by which a program or a property asks for the backend.
   *
   * @return a short name in lower case, such as {@code simd}
   */
  String name();

  /**
   * The rank in automatic selection: the usable provider with the highest priority wins.
   *
   * @return 0 for the java backend, more for faster ones
   */
  int priority();

  /**
   * Whether {@link #create()} will work here.
   *
   * @return usable, or why not and what to do about it; never null and never an exception
   */
  Availability availability();

  /**
   * Makes the backend. Called only after {@link #availability()} said that it is usable.
   *
   * @return a backend that any number of networks may share
   */
  Backend create();
}
