package dev.lamina.weights;

import dev.lamina.LaminaException;
import dev.lamina.Parameters;
import java.util.List;
import java.util.Optional;

/**
 * The weights of one network while they are being read. To be used by one thread, and closed when the
 * network is built:
 *
 * <pre>{@code
 * try (OpenWeights weights = WeightsSource.file(path).open(network)) {
 *   … weights.parameters() …
 *   weights.warnings().forEach(…);
 * }
 * }</pre>
 */
public interface OpenWeights extends AutoCloseable {

  /**
   * The parameters, with the names and shapes of {@link dev.lamina.NetworkSpec#tensorShapes()}: {@code
   * <layer>.weight} (in × out, row-major) and {@code <layer>.bias} (out), whatever names and order the
   * file has.
   *
   * <p>A tensor of a file is read each time it is asked for and is not kept: at most that tensor and a
   * small buffer are in memory. It stays valid after {@link #close()}; asking for another one then is
   * an error.
   *
   * <p>A tensor with values that are refused (NaN, infinite, too large for float) is never handed out:
   * asking for it is an error that names the refused values of all tensors of the file.
   *
   * @return the parameters
   */
  Parameters parameters();

  /**
   * What is odd in the tensors that were read so far but was allowed with {@link
   * WeightsFile#allowNonFinite}: NaN and infinite values. There is at
   * most one text for a file, {@code [LAM-NAN] …}, which names each such tensor with the number of
   * these values and the position of the first, in the file's own names and order.
   *
   * @return the texts, empty if there is nothing to say
   */
  List<String> warnings();

  /**
   * The examples that the file carries. A network that is loaded with the weights has to reproduce them.
   *
   * @return the examples, empty if there are none
   * @throws LaminaException if they cannot be read
   */
  default Optional<Examples> examples() {
    return Optional.empty();
  }

  /** Lets go of the file. */
  @Override
  void close();
}
