package dev.lamina.benchmarks;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lamina.Activation;
import dev.lamina.LayerSpec;
import dev.lamina.NetworkSpec;
import dev.lamina.Parameters;
import dev.lamina.Shape;
import dev.lamina.Tensor;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The engines compute the same, and it would be noticed if they did not. */
final class AgreementTest {

  @ParameterizedTest
  @EnumSource(Model.class)
  void allEnginesAgreeOnEveryNetwork(Model model) {
    Comparison comparison = new Comparison(model);
    // Wide has 25 million weights: one row has to do.
    int[] batches = model == Model.WIDE ? new int[] {1} : new int[] {1, 3, 8};
    for (int rows : batches) {
      comparison.checkAgreement(comparison.examples(rows), rows);
    }
  }

  @ParameterizedTest
  @EnumSource(Activation.class)
  void theNaiveEngineEqualsDoublePrecision(Activation activation) {
    NetworkSpec network = NetworkSpec.chain(
        "Chain",
        LayerSpec.of("first", "x", 33, 17, Activation.RELU),
        LayerSpec.of("second", "first", 17, 5, activation).withoutBias());
    Parameters parameters = Parameters.random(network, 7);
    float[] x = new float[33];
    for (int k = 0; k < x.length; k++) {
      x[k] = (float) Math.sin(k);
    }
    float[] y = new float[5];
    new NaiveEngine(network, parameters).forward(x, 1, y);
    Reference.Row expected = new Reference(network, parameters).compute(x);
    for (int j = 0; j < y.length; j++) {
      assertTrue(expected.bound()[j] < 1e-5, "a bound that says something");
      assertEquals(expected.exact()[j], y[j], expected.bound()[j], "column " + j);
    }
  }

  @Test
  void theReferenceComputesWhatIsDoneByHand() {
    NetworkSpec network =
        NetworkSpec.chain("ByHand", LayerSpec.of("layer", "x", 2, 2, Activation.SOFTMAX));
    Parameters parameters = Parameters.of(Map.of(
        "layer.weight", Tensor.of(Shape.of(2, 2), 1, 2, 3, 5),
        "layer.bias", Tensor.of(Shape.of(2), 0.5f, -0.5f)));
    // Z = (1 + 6 + 0.5, 2 + 10 - 0.5)
    double second = 1 / (1 + Math.exp(7.5 - 11.5));
    assertArrayEquals(
        new double[] {1 - second, second},
        new Reference(network, parameters).compute(new float[] {1, 2}).exact(),
        1e-15);
  }

  @ParameterizedTest
  @ValueSource(floats = {0, Float.NaN})
  void aResultThatIsOffIsAnError(float wrong) {
    Model model = Model.RECSYS;
    Comparison comparison = new Comparison(model);
    int rows = 8;
    float[] x = comparison.examples(rows);
    float[] right = new float[rows];
    comparison.engines()[0].forward(x, rows, right);
    float[] off = right.clone();
    off[5] = wrong; // no row that is held against double precision
    Agreement agreement =
        new Agreement(model.spec(), Parameters.random(model.spec(), Comparison.SEED), x, rows);
    String message = assertThrows(
            IllegalStateException.class,
            () -> agreement.check(new String[] {"one", "other"}, new float[][] {right, off}))
        .getMessage();
    assertTrue(message.startsWith("Recsys, batch 8, row 5, column 0: other computes"), message);
  }

  @Test
  void anEngineThatForgetsOneInputIsAnError() {
    Model model = Model.RECSYS;
    Comparison comparison = new Comparison(model);
    float[] x = comparison.examples(1);
    float[] right = new float[1];
    comparison.engines()[0].forward(x, 1, right);
    float[] forgetful = x.clone();
    forgetful[x.length - 1] = 0;
    float[] wrong = new float[1];
    comparison.engines()[0].forward(forgetful, 1, wrong);
    Agreement agreement =
        new Agreement(model.spec(), Parameters.random(model.spec(), Comparison.SEED), x, 1);
    assertThrows(
        IllegalStateException.class,
        () -> agreement.check(new String[] {"forgetful"}, new float[][] {wrong}));
  }
}
