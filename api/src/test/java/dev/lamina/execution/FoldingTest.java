package dev.lamina.execution;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lamina.Activation;
import dev.lamina.ActivationSpec;
import dev.lamina.LaminaException;
import dev.lamina.LayerParameters;
import dev.lamina.LayerSpec;
import dev.lamina.NetworkSpec;
import dev.lamina.Normalization;
import dev.lamina.NormalizationSpec;
import dev.lamina.Options;
import dev.lamina.Parameters;
import dev.lamina.PortSpec;
import dev.lamina.Scaling;
import dev.lamina.ScalingSpec;
import dev.lamina.Shape;
import dev.lamina.Tensor;
import dev.lamina.Workspace;
import dev.lamina.spi.DenseKernel;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FoldingTest {

  private static final NormalizationSpec BATCH = NormalizationSpec.of(Normalization.BATCH);
  private static final int[] SIZES = {1, 2, 3, 5, 7, 8, 9, 17, 33, 65};
  private static final Activation[] ACTIVATIONS = {
    Activation.IDENTITY, Activation.RELU, Activation.TANH, Activation.SIGMOID
  };

  private final FloatBackend backend = new FloatBackend();

  /** Runs the layers of a chain, or of a graph whose results lie side by side in the scratch matrix. */
  private Execution execution(NetworkSpec network, Parameters parameters) {
    Preparation preparation = new Preparation(network, parameters, backend, Options.defaults());
    List<DenseKernel> kernels = new ArrayList<>();
    Map<String, Slot> slots = new LinkedHashMap<>();
    network.inputs().forEach(port -> slots.put(port.name(), Slot.input(port.offset())));
    int scratch = 0;
    for (LayerSpec layer : network.layers()) {
      Optional<PortSpec> output = network.outputs().stream()
          .filter(port -> port.name().equals(layer.name()))
          .findFirst();
      slots.put(
          layer.name(),
          output.isPresent() ? Slot.output(output.get().offset()) : Slot.scratch(scratch));
      scratch += output.isPresent() ? 0 : layer.out();
      kernels.add(preparation.dense(layer));
    }
    return preparation.execution(scratch, pass -> {
      for (int i = 0; i < kernels.size(); i++) {
        LayerSpec layer = network.layers().get(i);
        pass.dense(
            layer, kernels.get(i), slots.get(layer.inputs().get(0)), slots.get(layer.name()));
      }
    });
  }

  private void assertComputes(
      NetworkSpec network, Parameters parameters, Random random, String what) {
    Execution execution = execution(network, parameters);
    UnfoldedReference reference = new UnfoldedReference(network, parameters);
    int rows = 1 + random.nextInt(6);
    float[] x = new float[rows * network.inputSize()];
    for (int i = 0; i < x.length; i++) {
      x[i] = (float) (random.nextGaussian() * 2 + 1);
    }
    float[] y = new float[rows * network.outputSize()];
    execution.forward(x, rows, y);
    for (int row = 0; row < rows; row++) {
      reference.assertClose(
          Arrays.copyOfRange(x, row * network.inputSize(), (row + 1) * network.inputSize()),
          Arrays.copyOfRange(y, row * network.outputSize(), (row + 1) * network.outputSize()),
          what + ", row " + row);
    }
  }

  /** Values that show it if a tensor takes the place of another, with variances of all sizes. */
  private static Parameters parameters(NetworkSpec network, Random random) {
    double[] variances = {0, 1e-12, 1e-4, 0.3, 1, 20, 1e4, 1e10};
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    network.tensorShapes().forEach((name, shape) -> {
      float[] elements = new float[(int) shape.elementCount()];
      for (int i = 0; i < elements.length; i++) {
        double value = random.nextGaussian();
        if (name.endsWith("running_var")) {
          value = variances[random.nextInt(variances.length)];
        } else if (name.endsWith(".scale")) {
          value = (random.nextBoolean() ? 1 : -1) * Math.pow(10, random.nextInt(5) - 2);
        }
        elements[i] = (float) value;
      }
      tensors.put(name, Tensor.of(shape, elements));
    });
    return Parameters.of(tensors);
  }

  private static NetworkSpec randomChain(Random random) {
    int count = 1 + random.nextInt(4);
    LayerSpec[] layers = new LayerSpec[count];
    int width = SIZES[random.nextInt(SIZES.length)];
    String input = NetworkSpec.INPUT;
    for (int i = 0; i < count; i++) {
      int out = SIZES[random.nextInt(SIZES.length)];
      LayerSpec layer = LayerSpec.of(
          "layer" + (i + 1), input, width, out, ACTIVATIONS[random.nextInt(ACTIVATIONS.length)]);
      layer = random.nextBoolean() ? layer.withoutBias() : layer;
      NormalizationSpec norm = random.nextBoolean() ? BATCH : BATCH.withEpsilon(1e-3);
      layers[i] = switch (random.nextInt(3)) {
        case 0 -> layer;
        case 1 -> layer.withNormalization(norm);
        default -> layer.withNormalization(norm.afterTheActivation());
      };
      if (random.nextInt(3) == 0) {
        layers[i] = layers[i].withInputNormalization(norm);
      }
      width = out;
      input = layers[i].name();
    }
    NetworkSpec network = NetworkSpec.chain("Random", layers);
    if (random.nextBoolean()) {
      network = network.withInputScaling(scaling(random, network.inputSize()));
    }
    return random.nextBoolean()
        ? network.withOutputScaling(scaling(random, network.outputSize()))
        : network;
  }

  private static ScalingSpec scaling(Random random, int columns) {
    Scaling kind = random.nextBoolean() ? Scaling.STANDARD : Scaling.MIN_MAX;
    if (random.nextBoolean()) {
      return ScalingSpec.stored(kind);
    }
    double[] shift = new double[random.nextBoolean() ? 1 : columns];
    Arrays.setAll(shift, i -> random.nextGaussian() * 10);
    double[] scale = new double[random.nextBoolean() ? 1 : columns];
    Arrays.setAll(scale, i -> 0.01 + random.nextDouble() * 30);
    return ScalingSpec.of(kind, shift, scale);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4})
  void whatIsFoldedComputesWhatIsDeclared(long seed) {
    Random random = new Random(seed);
    for (int i = 0; i < 200; i++) {
      NetworkSpec network = randomChain(random);
      assertComputes(
          network, parameters(network, random), random, "seed " + seed + ", network " + i);
    }
  }

  @Test
  void theBoundIsTightEnoughToNoticeAForgottenShift() {
    LayerSpec layer = LayerSpec.of("a", "x", 33, 17, Activation.TANH).withNormalization(BATCH);
    NetworkSpec network = NetworkSpec.chain("Tight", layer);
    double bound =
        new UnfoldedReference(network, Parameters.random(network, 3)).largestBound(new float[33]);
    assertTrue(bound < 1e-5, () -> "bound " + bound);
  }

  private static LayerSpec dense(String name, String input, int in, int out) {
    return LayerSpec.of(name, input, in, out, Activation.RELU);
  }

  @Test
  void aNetworkWithNothingAroundItsLayersReachesTheBackendAsItIs() {
    LayerSpec layer = dense("a", "x", 3, 2);
    NetworkSpec network = NetworkSpec.chain("Plain", layer);
    Parameters parameters = Parameters.random(network, 1);
    execution(network, parameters);
    assertSame(layer, backend.layers.get(0));
    assertSame(parameters.tensor("a.weight"), backend.parameters.get(0).weight());
    assertSame(network, backend.fused.get(0));
  }

  @Test
  void backendsSeeDenseLayersOnlyAndMayFuseThem() {
    NetworkSpec network = NetworkSpec.chain(
            "Folded",
            dense("a", "x", 3, 5).withoutBias().withNormalization(BATCH),
            dense("b", "a", 5, 4).withNormalization(BATCH.afterTheActivation()),
            LayerSpec.of("c", "b", 4, 2, Activation.IDENTITY).withoutBias())
        .withInputScaling(ScalingSpec.stored(Scaling.STANDARD))
        .withOutputScaling(ScalingSpec.stored(Scaling.STANDARD));
    execution(network, parameters(network, new Random(1)));
    NetworkSpec plain = NetworkSpec.chain(
        "Folded",
        dense("a", "x", 3, 5),
        dense("b", "a", 5, 4),
        LayerSpec.of("c", "b", 4, 2, Activation.IDENTITY));
    assertEquals(plain.layers(), backend.layers);
    assertEquals(List.of(plain), backend.fused);
    backend.parameters.forEach(parameters ->
        assertEquals(Set.of("weight", "bias"), parameters.tensors().keySet()));
  }

  @Test
  void aBatchNormalisationOfAnInputIsNothingThatABackendSees() {
    LayerSpec layer = dense("a", "x", 3, 5).withoutBias();
    NetworkSpec network = NetworkSpec.chain("Folded", layer.withInputNormalization(BATCH));
    assertComputes(network, parameters(network, new Random(5)), new Random(5), "input");
    assertEquals(List.of(dense("a", "x", 3, 5)), backend.layers);
    assertEquals(Set.of("weight", "bias"), backend.parameters.get(0).tensors().keySet());
    assertEquals(1, backend.fused.size());
  }

  @Test
  void aNegativeVarianceOfAnInputIsRefused() {
    NetworkSpec network =
        NetworkSpec.chain("Odd", dense("a", "x", 2, 3).withInputNormalization(BATCH));
    assertRefused(
        network,
        with(network, "a.input_norm.running_var", 1, -2),
        "[LAM-WEIGHTS] a.input_norm.running_var of network Odd has -2.0 at [1], and a variance is"
            + " at least 0");
  }

  @Test
  void aLayerThatReadsNothingScaledKeepsItsTensors() {
    NetworkSpec network = NetworkSpec.chain("Half", dense("a", "x", 3, 5), dense("b", "a", 5, 2))
        .withInputScaling(ScalingSpec.stored(Scaling.STANDARD));
    Parameters parameters = Parameters.random(network, 1);
    execution(network, parameters);
    assertSame(parameters.tensor("b.weight"), backend.parameters.get(1).weight());
  }

  @Test
  void aNormalisedResultOfTheNetworkIsNormalisedBehindTheKernelWhichIsNotFused() {
    NetworkSpec network = NetworkSpec.chain(
        "Last", dense("a", "x", 3, 5).withNormalization(BATCH.afterTheActivation()));
    assertComputes(network, parameters(network, new Random(7)), new Random(7), "last");
    assertEquals(List.of(), backend.fused);
  }

  @Test
  void theStepBehindAKernelChangesNothingButItsColumns() {
    LayerSpec layer = dense("a", "x", 1, 5);
    DenseKernel plain = backend.prepare(
        layer,
        new LayerParameters(Map.of(
            "weight", Tensor.of(Shape.of(1, 5), 1, 2, 3, 4, 5),
            "bias", Tensor.of(Shape.of(5), 0, 0, 0, 0, 0))));
    double[] tens = {10, 20, 30, 40, 50};
    ColumnAffine affine = new ColumnAffine(tens, new double[] {1, 2, 3, 4, 5});
    DenseKernel kernel = new SteppedKernel(plain, new ColumnAffineStep("a", affine), null);
    float[] y = new float[16];
    Arrays.fill(y, -1);
    kernel.apply(2, new float[] {0, 1, 0, 2}, 1, 2, y, 1, 7, 2, 4, new EmptyWorkspace());
    assertArrayEquals(
        new float[] {-1, -1, -1, 93, 164, -1, -1, -1, -1, -1, 183, 324, -1, -1, -1, -1}, y);
  }

  private static final class EmptyWorkspace implements Workspace {

    @Override
    public float[] floats() {
      return new float[0];
    }

    @Override
    public float[][] rows() {
      return new float[0][];
    }
  }

  /** a and b read parts of X, c reads both results, d reads a alone: y = c beside d. */
  private static NetworkSpec graph(ScalingSpec... output) {
    LayerSpec a = dense("a", "left", 2, 3).withNormalization(BATCH.afterTheActivation());
    LayerSpec b = dense("b", "right", 3, 2);
    LayerSpec c = LayerSpec.of("c", List.of("a", "b"), 5, 2, ActivationSpec.of(Activation.TANH));
    LayerSpec d = LayerSpec.of("d", "a", 3, 1, Activation.IDENTITY).withoutBias();
    NetworkSpec network = new NetworkSpec(
            "Graph",
            List.of(PortSpec.of("left", 0, 2), PortSpec.of("right", 2, 3)),
            List.of(a, b, c, d),
            List.of(PortSpec.of("c", 0, 2), PortSpec.of("d", 2, 1)))
        .withInputScaling(ScalingSpec.stored(Scaling.STANDARD));
    return output.length == 0 ? network : network.withOutputScaling(output[0]);
  }

  @Test
  void everyReaderOfANormalisedResultNormalisesItsColumns() {
    Random random = new Random(11);
    assertComputes(graph(), parameters(graph(), random), random, "graph");
  }

  @Test
  void severalResultsAreScaledBackEachWithItsColumns() {
    Random random = new Random(12);
    NetworkSpec network =
        graph(ScalingSpec.of(Scaling.STANDARD, new double[] {1, 2, 3}, new double[] {2, 4, 8}));
    assertComputes(network, parameters(network, random), random, "graph");
  }

  @Test
  void aResultThatAnotherLayerReadsIsNotScaledBack() {
    NetworkSpec network = new NetworkSpec(
            "Twice",
            List.of(PortSpec.of("x", 0, 2)),
            List.of(dense("a", "x", 2, 3), dense("b", "a", 3, 1)),
            List.of(PortSpec.of("a", 0, 3), PortSpec.of("b", 3, 1)))
        .withOutputScaling(ScalingSpec.stored(Scaling.STANDARD));
    assertRefused(
        network,
        Parameters.random(network, 1),
        "[LAM-SCALING] network Twice: the result of layer a is scaled back, and another layer reads"
            + " it as it is");
  }

  @Test
  void aNegativeVarianceIsRefused() {
    NetworkSpec network = NetworkSpec.chain("Odd", dense("a", "x", 3, 2).withNormalization(BATCH));
    assertRefused(
        network,
        with(network, "a.norm.running_var", 1, -2),
        "[LAM-WEIGHTS] a.norm.running_var of network Odd has -2.0 at [1], and a variance is at least 0");
  }

  @Test
  void aScaleOfZeroInTheFileIsRefused() {
    NetworkSpec network = NetworkSpec.chain("Odd", dense("a", "x", 3, 2))
        .withInputScaling(ScalingSpec.stored(Scaling.STANDARD));
    assertRefused(
        network,
        with(network, "input.scale", 1, 0, 2),
        "[LAM-SCALING] network Odd: input.scale has 0.0 at [1], expected a finite number other than"
            + " 0, for a column that is always the same 1");
  }

  @Test
  void whatBecomesTooLargeForAFloatIsRefused() {
    NetworkSpec network = NetworkSpec.chain("Odd", dense("a", "x", 1, 1))
        .withInputScaling(ScalingSpec.of(Scaling.STANDARD, new double[] {0}, new double[] {1e-60}));
    assertRefused(
        network, with(network, "a.weight", 1), "[LAM-WEIGHTS] a.weight: 1.0 becomes 1.0E60 with");
  }

  private static Parameters with(NetworkSpec network, String name, float... elements) {
    Parameters random = Parameters.random(network, 1);
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    random.shapes().keySet().forEach(key -> tensors.put(key, random.tensor(key)));
    tensors.put(name, Tensor.of(random.shapes().get(name), elements));
    return Parameters.of(tensors);
  }

  private void assertRefused(NetworkSpec network, Parameters parameters, String text) {
    LaminaException error =
        assertThrows(LaminaException.class, () -> execution(network, parameters));
    assertTrue(error.getMessage().startsWith(text), error.getMessage());
  }
}
