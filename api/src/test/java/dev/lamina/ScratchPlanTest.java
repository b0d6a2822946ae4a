package dev.lamina;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lamina.ScratchPlan.Area;
import dev.lamina.ScratchPlan.Copy;
import dev.lamina.ScratchPlan.Place;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class ScratchPlanTest {

  private static final ActivationSpec RELU = ActivationSpec.of(Activation.RELU);

  @Test
  void aChainTakesNoMoreThanItsWidestNeighbours() {
    SplittableRandom random = new SplittableRandom(5);
    for (int i = 0; i < 200; i++) {
      int[] widths =
          random.ints(random.nextInt(2, 9), 1, 20).map(width -> 16 * width).toArray();
      NetworkSpec network = chain(widths);
      int widest = 0;
      for (int j = 1; j < widths.length - 1; j++) {
        widest = Math.max(widest, widths[j] + (j + 1 < widths.length - 1 ? widths[j + 1] : 0));
      }
      assertTrue(
          ScratchPlan.of(network).columns() <= widest + widest / 2,
          () -> ScratchPlan.of(network).columns() + " columns for " + network.summary());
    }
  }

  private static NetworkSpec chain(int... widths) {
    LayerSpec[] layers = new LayerSpec[widths.length - 1];
    String before = NetworkSpec.INPUT;
    for (int i = 0; i < layers.length; i++) {
      layers[i] = LayerSpec.of("layer" + (i + 1), before, widths[i], widths[i + 1], RELU);
      before = layers[i].name();
    }
    return NetworkSpec.chain("Chain", layers);
  }

  @Test
  void twoAreasTakeTurnsInAChainOfEqualLayers() {
    ScratchPlan plan = ScratchPlan.of(chain(8, 64, 64, 64, 64, 64, 3));

    assertEquals(128, plan.columns());
    assertEquals(0, plan.copies());
    assertEquals(plan.results().get(0), plan.results().get(2));
  }

  @Test
  void denseConnectionsLieSideBySideAndOnlyTheInputIsCopied() {
    NetworkSpec network = new NetworkSpec(
        "DenseConnections",
        List.of(PortSpec.of("x", 0, 20)),
        List.of(
            LayerSpec.of("a", "x", 20, 8, RELU),
            LayerSpec.of("b", List.of("x", "a"), 28, 8, RELU),
            LayerSpec.of("c", List.of("x", "a", "b"), 36, 2, RELU)),
        List.of(PortSpec.of("c", 0, 2)));

    ScratchPlan plan = ScratchPlan.of(network);

    assertEquals(36, plan.columns());
    assertEquals(
        List.of(new Copy("x", 20, new Area(Place.SCRATCH, 0))),
        plan.reads().get(1).copies());
    assertEquals(List.of(), plan.reads().get(2).copies());
    assertEquals(new Area(Place.SCRATCH, 20), plan.results().get(0));
    assertEquals(new Area(Place.SCRATCH, 28), plan.results().get(1));
  }

  @Test
  void neighboursInXAreReadWhereTheyLie() {
    NetworkSpec network = new NetworkSpec(
        "Pair",
        List.of(PortSpec.of("a", 0, 3), PortSpec.of("b", 3, 4), PortSpec.of("c", 7, 2)),
        List.of(
            LayerSpec.of("both", List.of("b", "c"), 6, 5, RELU),
            LayerSpec.of("swapped", List.of("b", "a", "both"), 12, 1, RELU)),
        List.of(PortSpec.of("swapped", 0, 1)));

    ScratchPlan plan = ScratchPlan.of(network);

    assertEquals(new Area(Place.INPUT, 3), plan.reads().get(0).area());
    assertEquals(List.of(), plan.reads().get(0).copies());
    assertEquals(2, plan.reads().get(1).copies().size());
  }

  private static final NormalizationSpec LAYER_NORM = NormalizationSpec.of(Normalization.LAYER);

  @Test
  void aNormalisedInputReplacesWhatNothingElseReads() {
    NetworkSpec network = NetworkSpec.chain(
        "InPlace",
        LayerSpec.of("a", "x", 8, 32, RELU),
        LayerSpec.of("b", "a", 32, 16, RELU).withInputNormalization(LAYER_NORM),
        LayerSpec.of("c", "b", 16, 1, RELU)
            .withInputNormalization(NormalizationSpec.of(Normalization.BATCH)));

    ScratchPlan plan = ScratchPlan.of(network);

    assertEquals(48, plan.columns());
    assertEquals(Optional.of(plan.results().get(0)), plan.reads().get(1).normalized());
    assertEquals(Optional.empty(), plan.reads().get(2).normalized());
    assertEquals(1, plan.steps());
    assertEquals(0, plan.copies());
  }

  @Test
  void aNormalisedInputHasColumnsOfItsOwnWhereItsValuesAreStillNeeded() {
    List<LayerSpec> addingWhatItReads = List.of(
        LayerSpec.of("a", "x", 8, 32, RELU),
        LayerSpec.of("b", "a", 32, 32, RELU).withInputNormalization(LAYER_NORM).withResidual("a"));
    List<LayerSpec> readLater = List.of(
        LayerSpec.of("a", "x", 8, 32, RELU),
        LayerSpec.of("b", "a", 32, 32, RELU).withInputNormalization(LAYER_NORM),
        LayerSpec.of("c", List.of("b"), 32, 32, RELU).withResidual("a"));
    List<LayerSpec> writtenBeside = List.of(
        LayerSpec.of("a", "x", 8, 32, RELU),
        LayerSpec.of("b", "a", 32, 32, RELU).withInputNormalization(LAYER_NORM),
        LayerSpec.of("c", List.of("a", "b"), 64, 32, RELU));
    List<LayerSpec> input = List.of(
        LayerSpec.of("a", "x", 8, 32, RELU).withInputNormalization(LAYER_NORM),
        LayerSpec.of("b", "a", 32, 32, RELU));
    for (List<LayerSpec> layers : List.of(addingWhatItReads, readLater, writtenBeside, input)) {
      LayerSpec last = layers.get(layers.size() - 1);
      NetworkSpec network = new NetworkSpec(
          "Apart",
          List.of(PortSpec.of("x", 0, 8)),
          layers,
          List.of(PortSpec.of(last.name(), 0, last.out())));
      ScratchPlan plan = ScratchPlan.of(network);
      ScratchPlan.Reading reading = plan.reads().get(layers == input ? 0 : 1);
      Area normalized = reading.normalized().orElseThrow();
      assertEquals(Place.SCRATCH, normalized.place(), network::summary);
      assertTrue(!normalized.equals(reading.area()), network::summary);
    }
  }

  @Test
  void aGatheredInputIsNormalisedWhereItWasCopiedTo() {
    NetworkSpec network = new NetworkSpec(
        "Gathered",
        List.of(PortSpec.of("x", 0, 4)),
        List.of(
            LayerSpec.of("a", "x", 4, 3, RELU),
            LayerSpec.of("b", List.of("a", "x"), 7, 2, RELU).withInputNormalization(LAYER_NORM)),
        List.of(PortSpec.of("b", 0, 2)));

    ScratchPlan plan = ScratchPlan.of(network);

    assertEquals(Optional.of(plan.reads().get(1).area()), plan.reads().get(1).normalized());
    assertEquals(7, plan.columns());
    assertEquals(2, plan.steps());
  }

  @Test
  void aScaledInputHasColumnsFromTheFirstToTheLastLayerThatAddsIt() {
    NetworkSpec network = new NetworkSpec(
        "Scaled",
        List.of(PortSpec.of("x", 0, 16), PortSpec.of("t", 16, 16)),
        List.of(
            LayerSpec.of("a", "x", 16, 16, RELU),
            LayerSpec.of("b", "a", 16, 16, RELU).withResidual("t"),
            LayerSpec.of("c", "b", 16, 16, RELU).withResidualAfterActivation("t"),
            LayerSpec.of("d", "c", 16, 1, RELU)),
        List.of(PortSpec.of("d", 0, 1)));

    ScratchPlan scaled =
        ScratchPlan.of(network.withInputScaling(ScalingSpec.stored(Scaling.STANDARD)));

    assertEquals(List.of(), ScratchPlan.of(network).scaledInputs());
    assertEquals(1, scaled.scaledInputs().size());
    assertEquals("t", scaled.scaledInputs().get(0).input());
    assertEquals(1, scaled.scaledInputs().get(0).layer());
    assertEquals(Place.SCRATCH, scaled.scaledInputs().get(0).area().place());
    assertEquals(48, scaled.columns());
    assertEquals(1, scaled.steps());
  }

  @Test
  void aResultThatIsAnOutputIsComputedThereAndCopiedWhereItIsReadBesideAnother() {
    NetworkSpec network = new NetworkSpec(
        "Heads",
        List.of(PortSpec.of("x", 0, 4)),
        List.of(
            LayerSpec.of("first", "x", 4, 3, RELU),
            LayerSpec.of("second", List.of("first", "x"), 7, 2, RELU)),
        List.of(PortSpec.of("second", 0, 2), PortSpec.of("first", 2, 3)));

    ScratchPlan plan = ScratchPlan.of(network);

    assertEquals(new Area(Place.OUTPUT, 2), plan.results().get(0));
    assertEquals(2, plan.reads().get(1).copies().size());
    assertEquals(7, plan.columns());
  }
}
