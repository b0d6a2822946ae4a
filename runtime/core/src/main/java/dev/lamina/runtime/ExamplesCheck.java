package dev.lamina.runtime;

import dev.lamina.ErrorCode;
import dev.lamina.LaminaException;
import dev.lamina.Network;
import dev.lamina.weights.Examples;

/** Runs the examples of a weight file on the network that was loaded from it. */
final class ExamplesCheck {

  private ExamplesCheck() {}

  /**
   * Compares what the network computes with what its file expects.
   *
   * @param file what error texts call the file
   * @param backend the name of the backend that computes
   * @throws LaminaException if an output is too far from what is expected
   */
  static void run(String file, Examples examples, Network network, String backend) {
    examples.checkFit(network.spec());
    float[] results = new float[examples.rows() * network.outputSize()];
    network.forward(examples.x(), examples.rows(), results);
    examples.compare(results).ifPresent(disagreement -> {
      throw new LaminaException(
          ErrorCode.EXAMPLES,
          String.format(
              "%s does not compute what its file expects: %s%n"
                  + "  file: %s%n"
                  + "  computed by: backend %s%n"
                  + "  expected by: %s, within %s%n"
                  + "  fix: make the activations, the order of the layers and of the inputs what they"
                  + " were in training; if they are, the file is damaged or was put together of two",
              network.spec().name(),
              disagreement,
              file,
              backend,
              examples.tool().orElse("the examples in the file"),
              examples.tolerance()));
    });
  }
}
