/**
 * The conformance suite for backends, as JUnit 5 tests: see {@link
 * dev.lamina.tck.BackendConformance}.
 */
module dev.lamina.tck {
  requires transitive dev.lamina;
  requires transitive org.junit.jupiter.api;
  requires org.junit.jupiter.params;
  requires java.management;
  requires jdk.management;
  requires static org.jspecify;

  uses dev.lamina.spi.BackendProvider;

  exports dev.lamina.tck;

  opens dev.lamina.tck to
      org.junit.platform.commons;
}
