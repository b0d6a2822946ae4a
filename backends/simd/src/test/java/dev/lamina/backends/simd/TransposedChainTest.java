package dev.lamina.backends.simd;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lamina.Activation;
import dev.lamina.ActivationSpec;
import dev.lamina.LayerParameters;
import dev.lamina.LayerSpec;
import dev.lamina.Tensor;
import dev.lamina.Workspace;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class TransposedChainTest {

  private static final int WIDEST = PackedLayer.PANEL_COLUMNS;

  private static final ActivationSpec[] HIDDEN = TestedActivations.ofSingleValues()
      .filter(activation -> activation.kind() != Activation.EXP)
      .toArray(ActivationSpec[]::new);

  private static final ActivationSpec[] LAST = TestedActivations.all()
      .filter(activation -> !activation.slopePerUnit())
      .toArray(ActivationSpec[]::new);

  static IntStream seeds() {
    return IntStream.range(0, 60);
  }

  /** Widths, functions and numbers of rows are drawn; also what is not finite. */
  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void rowsHaveTheBitsOfSingleRows(int seed) {
    SplittableRandom random = new SplittableRandom(seed);
    List<PackedLayer> layers = layers(random);
    int in = layers.get(0).in();
    int out = layers.get(layers.size() - 1).out();
    int rows = 1 + random.nextInt(2 * TransposedChain.STRIDE + 20);
    float[] x = uniform(random, 3 + rows * in);
    for (int i = 0; i < rows * in / 50; i++) {
      x[random.nextInt(x.length)] = random.nextBoolean() ? Float.NaN : Float.NEGATIVE_INFINITY;
    }
    String text = "seed " + seed + ", " + rows + " rows of " + in + " -> "
        + layers.stream().map(layer -> Integer.toString(layer.out())).toList();
    assertTrue(TransposedChain.suits(layers), text);
    TransposedChain chain = new TransposedChain(layers);
    float[] scratch = new float[chain.scratchFloats()];
    Arrays.fill(scratch, Float.NaN);
    float[] y = new float[rows * out + 7];
    Arrays.fill(y, 42);

    chain.apply(rows, x, 3, y, 2, scratch);

    ChainKernel kernel = new ChainKernel(layers);
    Workspace workspace = kernel.workspace(1).allocate();
    float[] single = new float[out];
    for (int row = 0; row < rows; row++) {
      kernel.apply(1, x, 3 + row * in, single, 0, workspace);
      for (int j = 0; j < out; j++) {
        assertEquals(
            Float.floatToIntBits(single[j]),
            Float.floatToIntBits(y[2 + row * out + j]),
            text + ": row " + row + ", column " + j);
      }
    }
    for (int i : new int[] {0, 1, rows * out + 2, rows * out + 6}) {
      assertEquals(42, y[i], text + ": what lies around the results");
    }
  }

  @Test
  void aLayerWiderThanAPanelDoesNotSuit() {
    SplittableRandom random = new SplittableRandom(0);
    ActivationSpec relu = ActivationSpec.of(Activation.RELU);
    PackedLayer narrow = layer(random, WIDEST, WIDEST, relu);

    assertTrue(TransposedChain.suits(List.of(narrow)));
    assertFalse(TransposedChain.suits(List.of(narrow, layer(random, WIDEST, WIDEST + 1, relu))));
    assertFalse(TransposedChain.suits(List.of(layer(random, WIDEST + 1, 1, relu))));
  }

  @Test
  void aSoftmaxOfManyColumnsDoesNotSuit() {
    SplittableRandom random = new SplittableRandom(0);
    ActivationSpec softmax = ActivationSpec.of(Activation.SOFTMAX);
    int most = Math.min(WIDEST, NarrowSoftmax.MOST_COLUMNS);

    assertTrue(TransposedChain.suits(List.of(layer(random, 3, most, softmax))));
    if (most < WIDEST) {
      assertFalse(TransposedChain.suits(List.of(layer(random, 3, most + 1, softmax))));
    }
  }

  @Test
  void fewRowsBehindTheLastTileAreLeftToOthers() {
    int tile = TransposedChain.STRIDE;

    assertEquals(0, TransposedChain.share(VectorWidth.LANES - 1));
    assertEquals(VectorWidth.LANES, TransposedChain.share(VectorWidth.LANES));
    assertEquals(2 * tile, TransposedChain.share(2 * tile));
    assertEquals(2 * tile, TransposedChain.share(2 * tile + 1));
    assertEquals(3 * tile - 1, TransposedChain.share(3 * tile - 1));
  }

  private static List<PackedLayer> layers(SplittableRandom random) {
    int count = 1 + random.nextInt(4);
    List<PackedLayer> layers = new ArrayList<>();
    int in = 1 + random.nextInt(WIDEST);
    for (int i = 0; i < count; i++) {
      int out = random.nextInt(4) == 0 ? 1 : 1 + random.nextInt(WIDEST);
      ActivationSpec[] choice = i < count - 1 ? HIDDEN : LAST;
      ActivationSpec activation = choice[random.nextInt(choice.length)];
      boolean isWideSoftmax =
          activation.kind().needsWholeRows() && out > NarrowSoftmax.MOST_COLUMNS;
      PackedLayer layer =
          layer(random, in, isWideSoftmax ? NarrowSoftmax.MOST_COLUMNS : out, activation);
      layers.add(layer);
      in = layer.out();
    }
    return layers;
  }

  private static PackedLayer layer(
      SplittableRandom random, int in, int out, ActivationSpec activation) {
    LayerSpec spec = LayerSpec.of("layer", "x", in, out, activation);
    Map<String, Tensor> tensors = new HashMap<>();
    spec.tensorShapes()
        .forEach((name, shape) -> tensors.put(
            name, Tensor.of(shape, uniform(random, Math.toIntExact(shape.elementCount())))));
    return new PackedLayer(spec, new LayerParameters(tensors));
  }

  private static float[] uniform(SplittableRandom random, int count) {
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = (float) (2 * random.nextDouble() - 1);
    }
    return values;
  }
}
