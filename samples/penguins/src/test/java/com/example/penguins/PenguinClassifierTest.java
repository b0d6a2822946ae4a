package com.example.penguins;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lamina.runtime.Lamina;
import dev.lamina.weights.WeightsSource;
import java.io.IOException;
import java.util.Arrays;
import java.util.LinkedList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class PenguinClassifierTest {

  private static Penguins penguins;
  private static PenguinClassifier classifier;

  @BeforeAll
  static void load() throws IOException {
    penguins = Penguins.load();
    classifier =
        Lamina.load(
            PenguinClassifier.class,
            WeightsSource.resource(PenguinClassifier.class, "penguins.safetensors"));
  }

  @Test
  void theAccuracyOnTheHeldBackPenguinsIsThatOfTheTrainedModel() {
    assertEquals(342, penguins.measured().size());
    assertEquals(0.967, penguins.accuracy(classifier.classify(penguins.measured())), 0.0005);
  }

  @Test
  void theProbabilitiesAreThoseOfScikitLearn() {
    double difference =
        penguins.largestDifference(classifier.probabilities(penguins.measured()));
    assertTrue(difference < 1e-5, () -> "the largest difference is " + difference);
  }

  @Test
  void aPenguinAloneIsToldLikeAmongOthers() {
    List<Species> together = classifier.classify(penguins.measured());
    float[] probabilities = classifier.probabilities(penguins.measured());
    for (int i = 0; i < together.size(); i++) {
      Penguin penguin = penguins.measured().get(i);
      assertEquals(together.get(i), classifier.classify(penguin));
      Guess guess = classifier.guess(penguin);
      assertEquals(together.get(i), guess.species());
      assertEquals(probabilities[i * 3 + guess.species().ordinal()], guess.probability());
    }
  }

  @Test
  void aListWithoutRandomAccessGivesTheSame() {
    assertEquals(
        classifier.classify(penguins.measured()),
        classifier.classify(new LinkedList<>(penguins.measured())));
    assertEquals(List.of(), classifier.classify(List.of()));
  }

  @Test
  void aMissingPenguinIsRefusedByItsPlace() {
    List<Penguin> gap = Arrays.asList(penguins.measured().get(0), null);
    assertEquals(
        "[LAM-NULL] example 1 of 2 of PenguinClassifier is null",
        assertThrows(NullPointerException.class, () -> classifier.classify(gap)).getMessage());
    assertEquals(
        "[LAM-NULL] penguin is null",
        assertThrows(NullPointerException.class, () -> classifier.classify((Penguin) null))
            .getMessage());
  }

  @Test
  void aMeasurementThatIsNotANumberGivesAnErrorAndNotASpecies() {
    Penguin unmeasured = new Penguin(Float.NaN, 17, 190, 3400);
    String message =
        assertThrows(ArithmeticException.class, () -> classifier.classify(unmeasured))
            .getMessage();
    assertTrue(message.startsWith("[LAM-NAN] "), message);
  }
}
