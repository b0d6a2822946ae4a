package com.example.service;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.example.service.DigitReader.Digit;
import com.example.service.DigitReader.Reading;
import com.example.service.PenguinClassifier.Guess;
import com.example.service.PenguinClassifier.Penguin;
import com.example.service.PenguinClassifier.Species;
import com.google.inject.Guice;
import com.google.inject.Stage;
import com.google.inject.util.Modules;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The service on networks that say what a test wants: no weights are read. */
class CardReaderTest {

  private static final Card CARD =
      new Card(List.of(new float[] {4}, new float[] {0}, new float[] {7}), new Penguin(1, 2, 3, 4));

  /** Reads the digit that the first pixel says. */
  private static DigitReader digits(float probability) {
    return pixels -> new Reading(Digit.values()[(int) pixels[0]], probability);
  }

  private static PenguinClassifier penguins(float probability) {
    return penguin -> new Guess(Species.GENTOO, probability);
  }

  @Test
  void theRingIsReadFromLeftToRight() {
    CardReader reader = new CardReader(digits(0.99f), penguins(0.99f));
    assertEquals(new Entry(407, Species.GENTOO, true), reader.read(CARD));
  }

  @Test
  void aCardIsForAPersonWhenEitherNetworkDoubts() {
    Entry doubtful = new Entry(407, Species.GENTOO, false);
    assertEquals(doubtful, new CardReader(digits(0.5f), penguins(0.99f)).read(CARD));
    assertEquals(doubtful, new CardReader(digits(0.99f), penguins(0.5f)).read(CARD));
  }

  @Test
  void theProgramsModuleWorksWithANetworkOfTheTestsInIt() {
    CardReader reader =
        Guice.createInjector(
                Stage.PRODUCTION,
                Modules.override(new NetworksModule())
                    .with(binder -> binder.bind(DigitReader.class).toInstance(digits(0.99f))))
            .getInstance(CardReader.class);
    assertEquals(407, reader.read(CARD).ring());
  }
}
