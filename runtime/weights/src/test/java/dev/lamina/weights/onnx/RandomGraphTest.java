package dev.lamina.weights.onnx;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.lamina.Activation;
import dev.lamina.ActivationSpec;
import dev.lamina.LayerSpec;
import dev.lamina.NetworkSpec;
import dev.lamina.Normalization;
import dev.lamina.NormalizationSpec;
import dev.lamina.Parameters;
import dev.lamina.PortSpec;
import dev.lamina.ResidualSpec;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Networks of random layers are written, read and computed. What is read may say the same in another way,
 * a residual of a layer without an activation after that for example, but it computes what the file does.
 */
class RandomGraphTest {

  private static final List<Activation> ACTIVATIONS = List.of(
      Activation.IDENTITY,
      Activation.RELU,
      Activation.GELU,
      Activation.SILU,
      Activation.TANH,
      Activation.SOFTMAX);

  static LongStream seeds() {
    return LongStream.range(0, 300);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void whatIsReadComputesWhatWasWritten(long seed) {
    NetworkSpec network = network(new SplittableRandom(seed));
    byte[] model = OnnxWriter.of(network, Parameters.random(network, seed)).bytes();

    try (OnnxFile file = OnnxFile.open(new TestBytes("model.onnx", model), ExternalFiles.none())) {
      OnnxModel found = file.model();
      assertEquals(network.parameterCount(), found.spec().parameterCount(), network::toString);
      assertEquals(network.inputSize(), found.inputSize());
      assertEquals(
          network.outputs().stream().map(PortSpec::name).toList(),
          found.spec().outputs().stream().map(PortSpec::name).toList());
      Assertions.assertLayersComputeTheGraph(file);
    }
  }

  private static NetworkSpec network(SplittableRandom random) {
    Map<String, Integer> widths = new LinkedHashMap<>();
    List<PortSpec> inputs = new ArrayList<>();
    int offset = 0;
    for (int i = 0; i < random.nextInt(1, 3); i++) {
      int size = random.nextInt(1, 5);
      inputs.add(PortSpec.of("in" + i, offset, size));
      widths.put("in" + i, size);
      offset += size;
    }
    List<LayerSpec> layers = new ArrayList<>();
    Set<String> unread = new HashSet<>(widths.keySet());
    int count = random.nextInt(1, 8);
    for (int i = 0; i < count; i++) {
      LayerSpec layer = layer("layer" + i, widths, unread, i == count - 1, random);
      layers.add(layer);
      layer.inputs().forEach(unread::remove);
      layer.residual().ifPresent(added -> unread.remove(added.from()));
      widths.put(layer.name(), layer.out());
      unread.add(layer.name());
    }
    List<PortSpec> outputs = new ArrayList<>();
    int column = 0;
    for (LayerSpec layer : layers) {
      if (unread.contains(layer.name()) || random.nextInt(6) == 0) {
        outputs.add(PortSpec.of(layer.name(), column, layer.out()));
        column += layer.out();
      }
    }
    return new NetworkSpec("Net", inputs, layers, outputs);
  }

  /** A layer that reads something, the last one all inputs that nothing reads yet. */
  private static LayerSpec layer(
      String name,
      Map<String, Integer> widths,
      Set<String> unread,
      boolean isLast,
      SplittableRandom random) {
    List<String> values = new ArrayList<>(widths.keySet());
    Set<String> read = new HashSet<>();
    read.add(values.get(random.nextInt(values.size())));
    read.add(values.get(random.nextInt(values.size())));
    values.stream()
        .filter(value -> isLast && value.startsWith("in") && unread.contains(value))
        .forEach(read::add);
    List<String> inputs = values.stream().filter(read::contains).toList();
    int in = inputs.stream().mapToInt(widths::get).sum();
    Optional<String> residual = random.nextInt(3) == 0
        ? Optional.of(values.get(random.nextInt(values.size())))
        : Optional.empty();
    return new LayerSpec(
        name,
        inputs,
        in,
        residual.map(widths::get).orElse(random.nextInt(2, 5)),
        ActivationSpec.of(ACTIVATIONS.get(random.nextInt(ACTIVATIONS.size()))),
        random.nextBoolean(),
        residual.map(from -> new ResidualSpec(from, random.nextBoolean())),
        normalization(random).map(norm -> random.nextBoolean() ? norm.afterTheActivation() : norm),
        normalization(random));
  }

  private static Optional<NormalizationSpec> normalization(SplittableRandom random) {
    return random.nextInt(4) == 0
        ? Optional.of(NormalizationSpec.of(Normalization.LAYER))
        : Optional.empty();
  }
}
