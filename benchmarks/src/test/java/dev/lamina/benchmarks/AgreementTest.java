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

/** A wrong result is noticed. */
final class AgreementTest {

  @ParameterizedTest
  @EnumSource(names = {"IDENTITY", "RELU", "SIGMOID", "TANH", "SOFTMAX"})
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
    compute(new NaiveEngine(network, parameters), x, y);
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
    int rows = 8;
    float[] x = Comparison.examples(model, rows);
    float[] right = new float[rows];
    compute(engine(model), x, right);
    float[] off = right.clone();
    off[5] = wrong; // no row that is held against double precision
    Agreement agreement = new Agreement(model.spec(), Comparison.parameters(model), x, rows);
    String message = assertThrows(
            IllegalStateException.class,
            () -> agreement.check(new String[] {"one", "other"}, new float[][] {right, off}))
        .getMessage();
    assertTrue(message.startsWith("Recsys, batch 8, row 5, column 0: other computes"), message);
  }

  @Test
  void anEngineThatForgetsOneInputIsAnError() {
    Model model = Model.RECSYS;
    float[] x = Comparison.examples(model, 1);
    float[] right = new float[1];
    compute(engine(model), x, right);
    float[] forgetful = x.clone();
    forgetful[x.length - 1] = 0;
    float[] wrong = new float[1];
    compute(engine(model), forgetful, wrong);
    Agreement agreement = new Agreement(model.spec(), Comparison.parameters(model), x, 1);
    assertThrows(
        IllegalStateException.class,
        () -> agreement.check(new String[] {"forgetful"}, new float[][] {wrong}));
  }

  private static Engine engine(Model model) {
    return new NaiveEngine(model.spec(), Comparison.parameters(model));
  }

  /** For networks with one output, or one row. */
  private static void compute(Engine engine, float[] x, float[] y) {
    int rows = x.length == 33 ? 1 : y.length;
    Inference inference = engine.bind(x, rows);
    inference.run();
    inference.read(y);
  }
}
