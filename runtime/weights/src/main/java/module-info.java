/**
 * Readers of weight files, checked against the specification of a network.
 *
 * <p>{@link dev.lamina.weights.WeightsSource} is where to begin.
 */
@SuppressWarnings("requires-automatic")
module dev.lamina.weights {
  requires transitive dev.lamina;
  requires com.fasterxml.jackson.core;
  requires com.google.protobuf;
  requires static org.jspecify;

  exports dev.lamina.weights;
}
