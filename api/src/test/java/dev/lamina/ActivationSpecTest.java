package dev.lamina;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class ActivationSpecTest {

  @ParameterizedTest
  @EnumSource
  void everyFunctionHasDefaultsInTheRangesOfItsParameters(Activation kind) {
    ActivationSpec spec = ActivationSpec.of(kind);
    assertEquals(kind.parameters().size(), spec.parameters().size());
    assertEquals(kind.displayName(), spec.toString());
    for (ActivationParameter parameter : kind.parameters()) {
      assertEquals((float) parameter.defaultValue(), spec.value(parameter.name()));
    }
  }

  @Test
  void aWrittenValueIsKeptAndComputedWithAsTheNearestFloat() {
    ActivationSpec spec = ActivationSpec.of(Activation.LEAKY_RELU).with("alpha", 0.2);
    assertEquals(List.of(0.2), spec.parameters());
    assertEquals(0.2f, spec.value("alpha"));
  }

  @Test
  void theTextShowsWhatDiffersFromTheDefaults() {
    assertEquals(
        "leaky_relu(0.2)",
        ActivationSpec.of(Activation.LEAKY_RELU).with("alpha", 0.2).toString());
    assertEquals(
        "leaky_relu",
        ActivationSpec.of(Activation.LEAKY_RELU).with("alpha", 0.01).toString());
    ActivationSpec softplus = ActivationSpec.of(Activation.SOFTPLUS).with("beta", 2);
    assertEquals("softplus(beta=2)", softplus.toString());
    assertEquals(
        "softplus(beta=2, threshold=1.5e10)", softplus.with("threshold", 1.5e10).toString());
    assertEquals(
        "hard_tanh(min=0, max=6.5)",
        ActivationSpec.of(Activation.HARD_TANH).between(0, 6.5).toString());
    assertEquals(
        "prelu(per unit)",
        ActivationSpec.of(Activation.PRELU).withSlopePerUnit().toString());
  }

  @ParameterizedTest
  @CsvSource({
    "LEAKY_RELU, alpha, NaN, a finite number",
    "LEAKY_RELU, alpha, Infinity, a finite number",
    "LEAKY_RELU, alpha, 1e39, a finite number",
    "ELU, alpha, -0.1, 'a finite number, 0 or more'",
    "CELU, alpha, 0, a positive number from 1e-30 to 1e30",
    "SOFTPLUS, beta, -1, a positive number from 1e-30 to 1e30",
    "SOFTPLUS, threshold, -1, 'a finite number, 0 or more'",
    "SOFTMAX, temperature, 1e-31, a positive number from 1e-30 to 1e30",
    "LOG_SOFTMAX, temperature, NaN, a positive number from 1e-30 to 1e30"
  })
  void aValueOutOfRangeIsRefused(Activation kind, String parameter, double value, String range) {
    assertRefused(
        "[LAM-ACTIVATION] " + kind.displayName() + " has " + parameter + " = "
            + ActivationParameter.text(value) + ", expected " + range,
        () -> ActivationSpec.of(kind).with(parameter, value));
  }

  @Test
  void aParameterThatTheFunctionDoesNotTakeIsRefused() {
    assertRefused(
        "[LAM-ACTIVATION] relu has no parameter alpha, it takes no parameters",
        () -> ActivationSpec.of(Activation.RELU).with("alpha", 0.1));
    assertRefused(
        "[LAM-ACTIVATION] softplus has no parameter alpha, it takes beta and threshold",
        () -> ActivationSpec.of(Activation.SOFTPLUS).with("alpha", 0.1));
    assertRefused(
        "[LAM-ACTIVATION] relu takes no parameters, got [0.1]",
        () -> new ActivationSpec(Activation.RELU, List.of(0.1), false));
    assertRefused(
        "[LAM-ACTIVATION] leaky_relu learns no slope",
        () -> ActivationSpec.of(Activation.LEAKY_RELU).withSlopePerUnit());
  }

  @Test
  void theEndsOfHardTanhAreInOrder() {
    ActivationSpec spec = ActivationSpec.of(Activation.HARD_TANH);
    assertEquals(List.of(2.0, 3.0), spec.between(2, 3).parameters());
    assertRefused(
        "[LAM-ACTIVATION] hard_tanh has min = 1 and max = 1: min must be less than max",
        () -> spec.between(1, 1));
  }

  private static void assertRefused(String beginning, Runnable call) {
    String message = assertThrows(IllegalArgumentException.class, call::run).getMessage();
    assertTrue(message.startsWith(beginning), message);
  }
}
