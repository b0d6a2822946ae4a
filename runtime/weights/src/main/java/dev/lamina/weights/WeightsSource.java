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
 * <p>A file is <a href="https://github.com/huggingface/safetensors#format">safetensors</a> with elements
 * of type F32, F64, F16 or BF16, or NumPy's {@code .npy} or {@code .npz}, stored or compressed, with
 * elements of type float16, float32 or float64 in either byte order. What it is is found out by its first
 * bytes, not by its name. F16 and BF16 are widened exactly, F64 is rounded to the nearest float; a file
 * with a value that is too large for float is refused, and so is one with NaN or infinite values unless
 * {@link WeightsFile#allowNonFinite} allows them.
 *
 * <p>The tensors of a file find their layers by name, never by shape and never by their position in the
 * file. The names also say which way round weights are stored; Lamina computes X·W with W in × out, and
 * transposes while it reads if need be. A square matrix does not show which way round it is, so it is
 * taken as its name says.
 *
 * <table>
 * <caption>Names that are known</caption>
 * <tr><th>tool</th><th>names</th><th>weights are</th></tr>
 * <tr><td>PyTorch</td><td>{@code 0.weight}, {@code 0.bias}, {@code 2.weight}, …; {@code
 *     net.0.weight}</td><td>out × in</td></tr>
 * <tr><td>Keras</td><td>{@code dense/kernel}, {@code dense/bias}, {@code dense_1/kernel}, …; {@code
 *     dense.kernel}, {@code model/dense/kernel:0}</td><td>in × out</td></tr>
 * <tr><td>scikit-learn, networks</td><td>{@code coefs_0}, {@code intercepts_0}, {@code coefs_1},
 *     …</td><td>in × out</td></tr>
 * <tr><td>scikit-learn, linear models</td><td>{@code coef_}, {@code intercept_}</td><td>out × in</td></tr>
 * </table>
 *
 * <ul>
 *   <li>If the file has a tensor named after every layer of the network ({@code hidden.weight}, {@code
 *       hidden/kernel}), these are the layers' tensors;
 *   <li>otherwise, if the names of the file differ only in one number ({@code 0.weight}, {@code
 *       2.weight}, {@code 10.weight}), the numbers in ascending order are the network's layers from the
 *       first to the last. {@code dense} comes before {@code dense_1}. {@code coefs_0} is always the
 *       first layer, {@code coefs_1} the second;
 *   <li>a vector {@code 1.weight} between {@code 0.weight} and {@code 2.weight} is the slope of a PReLU
 *       behind the layer {@code 0}; Lamina's own name for it is {@code hidden.slope};
 *   <li>{@code 1.weight}, {@code 1.bias}, {@code 1.running_mean} and {@code 1.running_var} between {@code
 *       0.weight} and {@code 3.weight} are the normalisation of the layer {@code 0}, whose own name for the
 *       first is {@code hidden.norm.weight}; where no number says it ({@code bn1}, Keras's {@code
 *       batch_normalization_1/gamma}), the first belongs to the first layer that is declared with one,
 *       if there are as many. One in front of the first layer, the second of two between layers, and one
 *       behind a layer that is declared without, normalise what the next layer reads, {@code
 *       hidden.input_norm.weight};
 *   <li>{@code input.mean} and {@code input.scale}, or scikit-learn's {@code mean_} and {@code scale_},
 *       are the scaling of an {@link dev.lamina.InputScale} without constants;
 *   <li>anything else is an error. {@link WeightsFile#rename} says which tensor is which, and {@link
 *       WeightsFile#orientation} which way round weights are whose names do not say it, such as {@code
 *       arr_0}. Giving the layers the names of the file, {@code @Dense(name = "…")}, helps too.
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
   * now, its values when they are read. An error has all problems of a file: once one is found, all
   * that is left is looked at too.
   *
   * @param network the shapes that the weights must have
   * @return the parameters of the network; close it when the network is built
   * @throws LaminaException with {@link dev.lamina.ErrorCode#FILE} if the source cannot be read or is
   *     inconsistent, with {@link dev.lamina.ErrorCode#WEIGHTS} if its tensors do not fit the network;
   *     nothing is left open; with {@link dev.lamina.ErrorCode#NAN} when a tensor with NaN or infinite
   *     values is asked for
   */
  OpenWeights open(NetworkSpec network);

  /**
   * A weight file. Opened, it holds a file channel and no elements, so that its size is limited by
   * the disk only.
   *
   * @param path the file, relative to the working directory if it is not absolute
   * @return the source
   */
  static WeightsFile file(Path path) {
    return WeightsFile.of(Objects.requireNonNull(path, "path"));
  }

  /**
   * A weight file on the class path or in a module, inside a jar or not. It is read into memory
   * as a whole when it is opened (at most 2 GiB): a large model is better off in a {@link #file}.
   *
   * <p>The resource of a named module is found whether or not its package is open.
   *
   * @param anchor the class that the name is relative to, and whose class loader or module is searched
   * @param name the name as {@link Class#getResource} takes it: beside the class, or from the root if
   *     it begins with {@code /}
   * @return the source
   */
  static WeightsFile resource(Class<?> anchor, String name) {
    return WeightsFile.of(new ResourceLocation(
        Objects.requireNonNull(anchor, "anchor"), Objects.requireNonNull(name, "name")));
  }

  /**
   * A weight file that the program already has in memory, from a database for example.
   *
   * @param description what error texts call it
   * @param content the bytes of the file; they must not be changed while the source is used
   * @return the source
   */
  static WeightsFile bytes(String description, byte[] content) {
    return WeightsFile.of(
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
