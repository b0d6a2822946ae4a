/**
 * The backend in plain Java: works on every Java virtual machine from 17 on, without flags or native
 * libraries.
 */
@SuppressWarnings("module") // the backends that use it are compiled later
module dev.lamina.backends.plain {
  requires static com.google.auto.service;
  requires transitive dev.lamina;
  requires static java.management;
  requires static jdk.management;
  requires static org.jspecify;

  exports dev.lamina.backends.plain;
  exports dev.lamina.backends.plain.coefficients to
      dev.lamina.backends.simd;
  exports dev.lamina.backends.plain.functions to
      dev.lamina.backends.blas;

  provides dev.lamina.spi.BackendProvider with
      dev.lamina.backends.plain.JavaBackendProvider;
}
