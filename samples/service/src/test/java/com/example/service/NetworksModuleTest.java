package com.example.service;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import com.google.inject.Guice;
import com.google.inject.Injector;
import com.google.inject.Stage;
import java.io.IOException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The program as it is started. */
class NetworksModuleTest {

  private final Injector injector = Guice.createInjector(Stage.PRODUCTION, new NetworksModule());

  @Test
  void theCardsAreReadAsWellAsTheNetworksWereTrained() throws IOException {
    Cards cards = Cards.load();
    CardReader reader = injector.getInstance(CardReader.class);
    int[] sure =
        IntStream.range(0, cards.cards().size())
            .filter(i -> reader.read(cards.cards().get(i)).sure())
            .toArray();
    long right =
        IntStream.of(sure).filter(i -> cards.isRight(i, reader.read(cards.cards().get(i)))).count();
    assertEquals(92, cards.cards().size());
    assertEquals(46, sure.length);
    assertEquals(46, right);
  }

  @Test
  void allServicesShareANetwork() {
    assertSame(
        injector.getInstance(DigitReader.class), injector.getInstance(DigitReader.class));
  }
}
