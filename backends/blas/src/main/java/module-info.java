/**
 * The backend on OpenBLAS, or on another library with the interface of CBLAS. From Java 24 on start
 * Java with {@code --enable-native-access} for it and for JavaCPP.
 */
module dev.lamina.backends.blas {
  requires static com.google.auto.service;
  requires transitive dev.lamina;
  requires dev.lamina.backends.plain;
  requires org.bytedeco.javacpp;
  requires org.bytedeco.openblas;
  requires static org.jspecify;

  exports dev.lamina.backends.blas;

  provides dev.lamina.spi.BackendProvider with
      dev.lamina.backends.blas.BlasBackendProvider;
}
