package dev.lamina.weights;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lamina.Activation;
import dev.lamina.ColumnSpec;
import dev.lamina.LayerSpec;
import dev.lamina.NetworkSpec;
import dev.lamina.PortSpec;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ColumnNamesTest {

  private static final List<PortSpec> PORTS = NetworkSpec.chain(
          "Model", LayerSpec.of("layer1", NetworkSpec.INPUT, 4, 1, Activation.IDENTITY))
      .withFeatures(
          ColumnSpec.of("billLength"),
          new ColumnSpec("weighings", 2),
          ColumnSpec.of("island=BISCOE"))
      .inputs();

  private static Optional<String> problem(String metadata) {
    return ColumnNames.problem("features", metadata, "Model", PORTS);
  }

  @Test
  void textNamesEachColumnAndTheSizeOfArrays() {
    assertEquals(Optional.of("billLength, weighings[2], island=BISCOE"), ColumnNames.text(PORTS));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "billLength, weighings[2], island=BISCOE",
        "bill_length,weighings,weighings,island_biscoe",
        " Bill-Length , WEIGHINGS[2] , island=Biscoe ",
        ""
      })
  void namesThatDifferInCaseAndSignsOnlyAreTheSame(String metadata) {
    assertEquals(Optional.empty(), problem(metadata));
  }

  @Test
  void anotherOrderIsNamed() {
    assertEquals(
        Optional.of(
            "features: the file has weighings, weighings, billLength, island=BISCOE, Model has"
                + " billLength, weighings, weighings, island=BISCOE: they are in another order"),
        problem("weighings[2], billLength, island=BISCOE"));
  }

  @Test
  void theFirstColumnThatDiffersIsNamed() {
    assertEquals(
        Optional.of("features: the file has billLength, weighings, weighings, sex, Model has"
            + " billLength, weighings, weighings, island=BISCOE: the first difference is column 3, sex"
            + " and island=BISCOE"),
        problem("billLength, weighings[2], sex"));
  }

  @Test
  void otherNumbersOfColumnsAreNamed() {
    assertEquals(
        Optional.of("features: the file has billLength, weighings, weighings, Model has billLength,"
            + " weighings, weighings, island=BISCOE: the file has fewer"),
        problem("billLength, weighings[2]"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"pixels[999999999999]", "pixels[999999]"})
  void sizesThatNoNetworkHasCostNoMemory(String entry) {
    String problem = problem((entry + ",").repeat(100_000)).orElseThrow();

    assertTrue(problem.length() < 1000, problem);
  }

  @Test
  void aNetworkWithoutNamesFitsAll() {
    List<PortSpec> unnamed = List.of(PortSpec.of("x", 0, 4));

    assertEquals(Optional.empty(), ColumnNames.problem("features", "a, b", "Model", unnamed));
    assertEquals(Optional.empty(), ColumnNames.text(unnamed));
  }
}
