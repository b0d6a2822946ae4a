package dev.lamina.weights;

import dev.lamina.LaminaException;
import dev.lamina.NetworkSpec;
import dev.lamina.Parameters;
import java.nio.file.Path;
import java.util.Objects;

/**
 * Where a network's weights come from. A source is only a description until it is opened; it is
 * immutable and can be opened any number of times.
 *
 * <p>The format read is <a href="https://github.com/huggingface/safetensors#format">safetensors</a>
 * with elements of type F32. By default such a file follows PyTorch's convention: the weight of a layer
 * is stored as <b>out × in</b> (a row for each unit). Lamina computes X·W with W in × out, so weights
 * are transposed while they are read. A square matrix does not show which way round it is: it too is
 * taken as out × in.
 *
 * <p>The tensors of a file find their layers by name, never by shape and never by their position in the
 * file:
 *
 * <ul>
 *   <li>if the file has tensors {@code <layer>.weight} or {@code <layer>.bias} for every layer of the
 *       network, these are the layers' tensors;
 *   <li>otherwise, if the names of the file differ only in one number before the last dot ({@code
 *       0.weight}, {@code 2.weight}, {@code 10.weight}, or {@code net.0.weight}, …, as {@code
 *       torch.nn.Sequential} makes them), the numbers in ascending order are the network's layers from
 *       the first to the last;
 *   <li>anything else is an error. Giving the layers the names of the file, {@code @Dense(name = "…")},
 *       settles it.
 * </ul>
 */
public interface WeightsSource {

  /**
   * What error texts call the source.
   *
   * @return the absolute path of a file, or what comes closest to it
   */
  String description();

  /**
   * Opens the source. The names, shapes and element types of a file are checked against the network
   * now, all problems are in one error; its elements are read later.
   *
   * @param network the shapes that the weights must have
   * @return the parameters of the network; close it when the network is built
   * @throws LaminaException with {@link dev.lamina.ErrorCode#FILE} if the source cannot be read or is
   *     inconsistent, with {@link dev.lamina.ErrorCode#WEIGHTS} if its tensors do not fit the network;
   *     nothing is left open
   */
  OpenWeights open(NetworkSpec network);

  /**
   * A safetensors file. Opened, it holds a file channel and no elements, so that its size is limited by
   * the disk only.
   *
   * @param path the file, relative to the working directory if it is not absolute
   * @return the source
   */
  static WeightsSource file(Path path) {
    return new FileSource(Objects.requireNonNull(path, "path"));
  }

  /**
   * A safetensors file on the class path or in a module, inside a jar or not. It is read into memory
   * as a whole when it is opened (at most 2 GiB): a large model is better off in a {@link #file}.
   *
   * <p>The resource of a named module is found whether or not its package is open.
   *
   * @param anchor the class that the name is relative to, and whose class loader or module is searched
   * @param name the name as {@link Class#getResource} takes it: beside the class, or from the root if
   *     it begins with {@code /}
   * @return the source
   */
  static WeightsSource resource(Class<?> anchor, String name) {
    return new ResourceSource(
        Objects.requireNonNull(anchor, "anchor"), Objects.requireNonNull(name, "name"));
  }

  /**
   * A safetensors file that the program already has in memory, from a database for example.
   *
   * @param description what error texts call it
   * @param content the bytes of the file; they must not be changed while the source is used
   * @return the source
   */
  static WeightsSource bytes(String description, byte[] content) {
    return new BytesSource(
        Objects.requireNonNull(description, "description"),
        Objects.requireNonNull(content, "content"));
  }

  /**
   * Parameters that the program already has. They are taken as they are: their names and shapes are
   * checked when a network is built from them, their values are not looked at.
   *
   * @param parameters tensors named {@code <layer>.weight} (in × out) and {@code <layer>.bias} (out)
   * @return the source
   */
  static WeightsSource parameters(Parameters parameters) {
    return new MemorySource(Objects.requireNonNull(parameters, "parameters"));
  }
}
