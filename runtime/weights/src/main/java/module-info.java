/**
 * Readers of weight files, checked against the specification of a network.
 *
 * <p>{@link dev.lamina.weights.WeightsSource} is where to begin.
 */
// The modules that the rest is exported to are built after this one; protobuf is no module yet.
@SuppressWarnings({"module", "requires-automatic"})
module dev.lamina.weights {
  requires transitive dev.lamina;
  requires com.fasterxml.jackson.core;
  requires com.google.protobuf;
  requires static org.jspecify;

  exports dev.lamina.weights;
  exports dev.lamina.weights.file to
      dev.lamina.processor,
      dev.lamina.runtime;
  exports dev.lamina.weights.numpy to
      dev.lamina.processor,
      dev.lamina.runtime;
  exports dev.lamina.weights.safetensors to
      dev.lamina.processor,
      dev.lamina.runtime;
}
