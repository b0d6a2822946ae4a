package com.example.service;

import com.google.inject.Guice;
import com.google.inject.Stage;
import java.io.IOException;

/** Reads 92 cards and compares with the truth. */
public final class Main {

  private Main() {}

  public static void main(String[] args) throws IOException {
    // In production the networks are loaded now, so that a missing file stops the program here.
    CardReader reader =
        Guice.createInjector(Stage.PRODUCTION, new NetworksModule()).getInstance(CardReader.class);

    Cards cards = Cards.load();
    int sure = 0;
    int right = 0;
    for (int i = 0; i < cards.cards().size(); i++) {
      Entry entry = reader.read(cards.cards().get(i));
      if (i < 5) {
        System.out.println(entry);
      }
      if (entry.sure()) {
        sure++;
        right += cards.isRight(i, entry) ? 1 : 0;
      }
    }
    System.out.printf(
        "%d cards: %d are for a person to look at, %d of the other %d were read right%n",
        cards.cards().size(), cards.cards().size() - sure, right, sure);
  }
}
