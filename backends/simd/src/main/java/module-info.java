/**
 * The backend on the vector instructions of the processor, through the incubating Vector API: start
 * Java with {@code --add-modules jdk.incubator.vector}.
 */
module dev.lamina.backends.simd {
  requires static com.google.auto.service;
  requires transitive dev.lamina;
  requires dev.lamina.backends.plain;
  requires static java.management;
  // Incubator modules are resolved on request only: without it the backend says so and stands
  // aside.
  requires static jdk.incubator.vector;
  requires static jdk.management;
  requires static org.jspecify;

  exports dev.lamina.backends.simd;

  provides dev.lamina.spi.BackendProvider with
      dev.lamina.backends.simd.SimdBackendProvider;
}
