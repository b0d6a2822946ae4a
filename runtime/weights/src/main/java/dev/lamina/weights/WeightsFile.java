package dev.lamina.weights;

import dev.lamina.LaminaException;
import dev.lamina.NetworkSpec;
import dev.lamina.weights.file.ArrayBytes;
import dev.lamina.weights.file.ByteSource;
import dev.lamina.weights.file.FileBytes;
import dev.lamina.weights.onnx.ExternalFiles;
import java.nio.file.Path;
import java.util.Objects;

/**
 * A weight file, and what is to be said about it that it does not say itself. Immutable: every method
 * gives another source.
 *
 * <pre>{@code
 * WeightsSource.file(Path.of("model.npz"))
 *     .rename("arr_0", "hidden.weight")
 *     .rename("arr_1", "hidden.bias")
 *     .orientation(Orientation.IN_BY_OUT)
 * }</pre>
 *
 * <p>A file can carry {@link Examples}: the tensors {@code lamina.x} (N × ℓ₀) and {@code lamina.y} (N ×
 * ℓ_last), and in the metadata of safetensors {@code lamina.tolerance} and {@code lamina.tool}, both
 * optional. The metadata {@code lamina.features} and {@code lamina.classes} name the columns of X and of
 * the result, {@code bill_length, bill_depth, pixels[64]}; where the network names them too, with a
 * record or an enum, both must say the same in the same order.
 *
 * <p>{@link WeightsSource} states the rules that hold for everything that is not said.
 */
public final class WeightsFile implements WeightsSource {

  private final Location location;
  private final Reading reading;

  private WeightsFile(Location location, Reading reading) {
    this.location = location;
    this.reading = reading;
  }

  /** Where a file is. */
  interface Location {

    String description();

    ByteSource open();

    /** The files that an ONNX model may keep tensors in. */
    default ExternalFiles beside() {
      return ExternalFiles.none();
    }
  }

  private record InFileSystem(Path path) implements Location {

    @Override
    public String description() {
      return path.toAbsolutePath().toString();
    }

    @Override
    public ByteSource open() {
      return FileBytes.open(path);
    }

    @Override
    public ExternalFiles beside() {
      return ExternalFiles.beside(path);
    }
  }

  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record InMemory(String description, byte[] content) implements Location {

    @Override
    public ByteSource open() {
      return new ArrayBytes(description, content);
    }
  }

  static WeightsFile of(String description, byte[] content) {
    return of(new InMemory(description, content));
  }

  static WeightsFile of(Path path) {
    return of(new InFileSystem(path));
  }

  static WeightsFile of(Location location) {
    return new WeightsFile(location, Reading.PLAIN);
  }

  /**
   * Says which tensor of the network a tensor of the file is, whatever its name. The others still find
   * their layers by the rules, among the layers that are left.
   *
   * @param tensor the name in the file: {@code fc1.weight}, {@code arr_0}
   * @param name the network's name for it, {@code <layer>.weight} or {@code <layer>.bias}; what is said
   *     of it twice counts as it was said last
   * @return a source that also knows this
   */
  public WeightsFile rename(String tensor, String name) {
    return new WeightsFile(
        location,
        reading.withName(
            Objects.requireNonNull(tensor, "tensor"), Objects.requireNonNull(name, "name")));
  }

  /**
   * Says that a tensor of the file is no weight of the network: a counter, the scaler of its inputs. It
   * is not an error any more that it belongs to no layer. There need not be such a tensor.
   *
   * @param tensor the name in the file
   * @return a source that leaves it out
   */
  public WeightsFile ignore(String tensor) {
    return new WeightsFile(location, reading.without(Objects.requireNonNull(tensor, "tensor")));
  }

  /**
   * Leaves the examples out that the file may carry: they are not read, and whether the network computes
   * them is not found out.
   *
   * @return a source without examples
   */
  public WeightsFile withoutExamples() {
    return ignore(StoredExamples.X).ignore(StoredExamples.Y);
  }

  /**
   * Says which way round the weight matrices of the file are, against what their names say or where
   * those say nothing. It holds for all of them.
   *
   * @param orientation whether a row belongs to an input or to a unit
   * @return a source that knows it
   */
  public WeightsFile orientation(Orientation orientation) {
    return new WeightsFile(
        location, reading.with(Objects.requireNonNull(orientation, "orientation")));
  }

  /**
   * Takes NaN and infinite values as they are. They then are in {@link OpenWeights#warnings()}, which
   * are logged when a network is loaded, and no error.
   *
   * @return a source that allows them
   */
  public WeightsFile allowNonFinite() {
    return new WeightsFile(location, reading.withNonFinite());
  }

  @Override
  public String description() {
    return location.description();
  }

  /**
   * {@inheritDoc}
   *
   * @throws LaminaException as {@link WeightsSource#open} says
   */
  @Override
  public OpenWeights open(NetworkSpec network) {
    ByteSource bytes = location.open();
    return WeightFormat.isOnnx(bytes)
        ? OnnxWeights.open(bytes, location.beside(), network, reading)
        : StoredWeights.open(bytes, network, reading);
  }
}
