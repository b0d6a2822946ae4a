/**
 * Loads generated networks and chooses the backend that computes them.
 *
 * <p>{@link dev.lamina.runtime.Lamina} is where to begin, {@link dev.lamina.runtime.LaminaModule} with
 * Guice.
 */
@SuppressWarnings({"requires-automatic", "requires-transitive-automatic"})
module dev.lamina.runtime {
  requires transitive dev.lamina;
  requires transitive dev.lamina.weights;
  requires transitive com.google.guice;
  // Guice is an automatic module, which cannot say itself what it needs.
  requires com.google.common;
  requires jakarta.inject;
  requires static org.jspecify;

  exports dev.lamina.runtime;

  uses dev.lamina.spi.BackendProvider;
}
