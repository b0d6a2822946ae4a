package dev.lamina.weights;

import dev.lamina.Activation;
import dev.lamina.ActivationSpec;
import dev.lamina.LaminaException;
import dev.lamina.LayerSpec;
import dev.lamina.NetworkSpec;
import dev.lamina.Normalization;
import dev.lamina.NormalizationSpec;
import dev.lamina.Scaling;
import dev.lamina.ScalingSpec;
import dev.lamina.Shape;
import dev.lamina.Tensor;
import dev.lamina.weights.file.ArrayTensor;
import dev.lamina.weights.file.ByteSource;
import dev.lamina.weights.file.FileBytes;
import dev.lamina.weights.file.StorageOrder;
import dev.lamina.weights.file.StoredTensor;
import dev.lamina.weights.file.TensorReader;
import dev.lamina.weights.file.ValueScan;
import dev.lamina.weights.file.WeightFile;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a weight file holds, whatever the network: for tools, and for people who have a file and no
 * network yet. Its header was read and is consistent; elements are read when they are asked for.
 */
public final class FileContents implements AutoCloseable {

  /** Of so few digits that it is no overflow. */
  private static final Pattern LAST_NUMBER = Pattern.compile("(?:^|\\.)(\\d{1,9})\\.$");

  /** What Keras adds to a variance if nothing else is said. */
  private static final double KERAS_EPSILON = 1e-3;

  private final WeightFile file;

  private FileContents(WeightFile file) {
    this.file = file;
  }

  /**
   * Whether a file is an ONNX model, which has a graph and is not opened here.
   *
   * @param path the file
   * @return whether it begins as ONNX does
   * @throws LaminaException with {@link dev.lamina.ErrorCode#FILE} if it cannot be read
   */
  public static boolean isOnnx(Path path) {
    try (ByteSource file = FileBytes.open(path)) {
      return WeightFormat.isOnnx(file);
    }
  }

  /**
   * Opens a file with tensors, of one of the formats that {@link WeightsSource} names.
   *
   * @param path the file
   * @return its contents, to be closed
   * @throws LaminaException with {@link dev.lamina.ErrorCode#FILE} if it cannot be read
   */
  public static FileContents open(Path path) {
    return new FileContents(WeightFormat.open(FileBytes.open(path)));
  }

  /**
   * A tensor of the file.
   *
   * @param name the file's name for it
   * @param elementType the file's name for the type of its elements
   * @param dimensions the extents, outermost first
   */
  public record Entry(String name, String elementType, List<Long> dimensions) {

    /** Copies. */
    public Entry {
      dimensions = List.copyOf(dimensions);
    }
  }

  /**
   * What the file is.
   *
   * @return the format's name
   */
  public String format() {
    return file.format();
  }

  /**
   * The texts that the file carries beside its tensors.
   *
   * @return the texts by their names, empty if there are none
   * @throws LaminaException if they cannot be read
   */
  public Map<String, String> metadata() {
    return file.metadata(name -> true);
  }

  /**
   * The tensors.
   *
   * @return all tensors in the order of the file
   */
  public List<Entry> tensors() {
    return file.tensors().stream()
        .map(tensor -> new Entry(tensor.name(), tensor.type().toString(), tensor.dimensions()))
        .toList();
  }

  /**
   * Reads a tensor, whatever its values.
   *
   * @param name its name in the file
   * @return the tensor, row-major, as floats; empty if there is none of that name, its elements are no
   *     floating point numbers or it does not fit a Java array
   * @throws LaminaException if it cannot be read
   */
  public Optional<Tensor> tensor(String name) {
    return file.tensors().stream()
        .filter(tensor -> tensor.name().equals(name))
        .filter(tensor -> tensor.type().format().isPresent())
        .findFirst()
        .flatMap(FileContents::read);
  }

  private static Optional<Tensor> read(StoredTensor tensor) {
    boolean isColumnMajor = tensor.order() == StorageOrder.COLUMN_MAJOR;
    if (elementCount(tensor) > Integer.MAX_VALUE - 8
        || (isColumnMajor && tensor.dimensions().size() > 2)) {
      return Optional.empty();
    }
    Shape shape = new Shape(tensor.dimensions().stream().map(Math::toIntExact).toList());
    return Optional.of(
        new ArrayTensor(shape, new TensorReader(tensor, new ValueScan(tensor)).readRowMajor()));
  }

  private static double elementCount(StoredTensor tensor) {
    return tensor.dimensions().stream().mapToDouble(Long::doubleValue).reduce(1, (a, b) -> a * b);
  }

  /**
   * The chain of dense layers that the names and shapes of the tensors look like. Activations are not in
   * such a file, so all are {@link Activation#IDENTITY}, but {@link Activation#PRELU} where it has a
   * slope. A normalisation behind a layer is taken to come before its activation, unless a number is
   * left out between them ({@code 0.weight}, {@code 2.running_mean}), and to have the epsilon that the
   * tool has by default. The second of two between layers, and one in front of the first layer, is that of
   * what the layer behind it reads.
   *
   * Tensors called {@code input.mean} and {@code input.scale} and the like are scalings.
   *
   * @param name what to call the network
   * @return the chain with layers called {@code layer1}, {@code layer2}, …; empty if the names do not
   *     say the order or the shapes are no chain
   */
  public Optional<NetworkSpec> network(String name) {
    return layers().flatMap(layers -> chain(name, layers)).map(this::withScalings);
  }

  /** With the scalings of which the file has both tensors, called as Lamina calls them. */
  private NetworkSpec withScalings(NetworkSpec network) {
    NetworkSpec scaled = network;
    for (Scaling kind : Scaling.values()) {
      ScalingSpec scaling = ScalingSpec.stored(kind);
      if (hasVectors(scaling.tensorNames(NetworkSpec.INPUT_SCALING), network.inputSize())) {
        scaled = scaled.withInputScaling(scaling);
      }
      if (hasVectors(scaling.tensorNames(NetworkSpec.OUTPUT_SCALING), network.outputSize())) {
        scaled = scaled.withOutputScaling(scaling);
      }
    }
    return scaled;
  }

  private boolean hasVectors(List<String> names, long columns) {
    return names.stream()
        .allMatch(name -> file.tensors().stream()
            .anyMatch(tensor ->
                tensor.name().equals(name) && tensor.dimensions().equals(List.of(columns))));
  }

  /**
   * The file's names for the tensors of {@link #network}.
   *
   * @return the names by those of the network, {@code layer1.weight}, {@code layer1.bias} and {@code
   *     layer1.slope}; empty if it does not look like a network
   */
  public Map<String, String> tensorNames() {
    Map<String, String> names = new LinkedHashMap<>();
    layers().ifPresent(layers -> {
      for (int i = 0; i < layers.size(); i++) {
        String layer = "layer" + (i + 1) + ".";
        layers.get(i).tensors().forEach((role, tensor) -> names.put(layer + role, tensor.name()));
      }
      chain("file", layers).ifPresent(network -> {
        Set<String> ofLayers = network.tensorShapes().keySet();
        withScalings(network).tensorShapes().keySet().stream()
            .filter(tensor -> !ofLayers.contains(tensor))
            .forEach(tensor -> names.put(tensor, tensor));
      });
    });
    return Collections.unmodifiableMap(names);
  }

  /** The groups of tensors that are layers, from input to output. */
  private Optional<List<TensorGroup>> layers() {
    List<StoredTensor> weights = file.tensors().stream()
        .filter(tensor -> !StoredExamples.isExample(tensor))
        .toList();
    Naming naming = Naming.of(weights);
    Map<String, TensorGroup> groups = TensorGroup.byName(naming, weights);
    List<String> names = groups.values().stream()
        .filter(TensorGroup::hasMatrix)
        .map(TensorGroup::name)
        .toList();
    return names.isEmpty()
        ? Optional.empty()
        : naming.inOrder(names).map(order -> order.stream().map(groups::get).toList());
  }

  private static Optional<NetworkSpec> chain(String name, List<TensorGroup> groups) {
    List<LayerSpec> layers = new ArrayList<>();
    String input = NetworkSpec.INPUT;
    try {
      for (TensorGroup group : groups) {
        LayerSpec layer = layer("layer" + (layers.size() + 1), input, group);
        if (layer == null) {
          return Optional.empty();
        }
        layers.add(layer);
        input = layer.name();
      }
      return Optional.of(NetworkSpec.chain(name, layers.toArray(LayerSpec[]::new)));
    } catch (IllegalArgumentException e) {
      // Extents that no layer has, or layers that do not follow each other.
      return Optional.empty();
    }
  }

  private static @Nullable LayerSpec layer(String name, String input, TensorGroup group) {
    StoredTensor weight = group.weight();
    if (weight == null || weight.dimensions().size() > 2) {
      return null;
    }
    boolean isVector = weight.dimensions().size() < 2;
    long rows = isVector ? 1 : weight.dimensions().get(0);
    long columns = weight.dimensions().isEmpty() ? 1 : weight.dimensions().get(isVector ? 0 : 1);
    boolean isOutByIn = group.naming().orientation() == Orientation.OUT_BY_IN;
    if (rows > Integer.MAX_VALUE || columns > Integer.MAX_VALUE) {
      return null;
    }
    LayerSpec layer = LayerSpec.of(
        name,
        input,
        (int) (isOutByIn ? columns : rows),
        (int) (isOutByIn ? rows : columns),
        activation(group, isOutByIn ? rows : columns));
    layer = group.tensors().containsKey(LayerSpec.BIAS) ? layer : layer.withoutBias();
    layer = normalization(group).map(layer::withNormalization).orElse(layer);
    return inputNormalization(group).map(layer::withInputNormalization).orElse(layer);
  }

  /** What the vectors in front of a layer are a part of. */
  private static Optional<NormalizationSpec> inputNormalization(TensorGroup group) {
    if (group.tensors().containsKey(LayerSpec.INPUT_NORM_MEAN)) {
      return Optional.of(normalization(group, Normalization.BATCH));
    }
    return group.tensors().containsKey(LayerSpec.INPUT_NORM_WEIGHT)
        ? Optional.of(normalization(group, Normalization.LAYER))
        : Optional.empty();
  }

  private static NormalizationSpec normalization(TensorGroup group, Normalization kind) {
    NormalizationSpec norm = NormalizationSpec.of(kind);
    return group.naming() == Naming.KERAS ? norm.withEpsilon(KERAS_EPSILON) : norm;
  }

  /** What the vectors behind a layer are a part of. */
  private static Optional<NormalizationSpec> normalization(TensorGroup group) {
    Map<String, StoredTensor> tensors = group.tensors();
    boolean isByBatch = tensors.containsKey(LayerSpec.NORM_MEAN);
    StoredTensor vector = tensors.get(isByBatch ? LayerSpec.NORM_MEAN : LayerSpec.NORM_WEIGHT);
    if (vector == null) {
      return Optional.empty();
    }
    NormalizationSpec norm =
        normalization(group, isByBatch ? Normalization.BATCH : Normalization.LAYER);
    return Optional.of(isNext(group, vector) ? norm : norm.afterTheActivation());
  }

  /**
   * Whether nothing stands between a layer and the normalisation behind it, as far as numbers say so. A
   * number that is left out is something that learned nothing, such as an activation.
   */
  private static boolean isNext(TensorGroup group, StoredTensor vector) {
    OptionalLong layer = number(group.prefix());
    OptionalLong normalization = group
        .naming()
        .parse(vector.name())
        .map(parts -> number(parts.prefix()))
        .orElse(OptionalLong.empty());
    return layer.isEmpty()
        || normalization.isEmpty()
        || normalization.getAsLong() <= layer.getAsLong() + 1;
  }

  /** The number in front of the last separator of {@code net.2.}, if there is one. */
  private static OptionalLong number(String prefix) {
    Matcher matcher = LAST_NUMBER.matcher(prefix);
    return matcher.find()
        ? OptionalLong.of(Long.parseLong(matcher.group(1)))
        : OptionalLong.empty();
  }

  private static ActivationSpec activation(TensorGroup group, long units) {
    StoredTensor slope = group.tensors().get(LayerSpec.SLOPE);
    if (slope == null) {
      return ActivationSpec.of(Activation.IDENTITY);
    }
    ActivationSpec one = ActivationSpec.of(Activation.PRELU);
    return units > 1 && slope.dimensions().equals(List.of(units)) ? one.withSlopePerUnit() : one;
  }

  /** Lets go of the file. */
  @Override
  public void close() {
    file.close();
  }
}
