package dev.lamina.weights;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class NumericOrderTest {

  @Test
  void numbersCountNotCharacters() {
    assertOrdered(List.of("0", "2", "10"), "10", "2", "0");
    assertOrdered(List.of("net.2", "net.10", "net.100"), "net.100", "net.10", "net.2");
    assertOrdered(List.of("layer1", "layer12", "layer20"), "layer20", "layer1", "layer12");
    assertOrdered(List.of("fc1", "fc11", "fc111"), "fc11", "fc111", "fc1");
    assertOrdered(List.of("1.fc", "10.fc", "20.fc"), "20.fc", "10.fc", "1.fc");
  }

  @Test
  void numbersOfAnyLengthAreOrdered() {
    assertOrdered(
        List.of("99999999999999999998", "99999999999999999999", "100000000000000000000"),
        "100000000000000000000",
        "99999999999999999999",
        "99999999999999999998");
  }

  @Test
  void leadingZerosCountNothing() {
    assertOrdered(List.of("08", "9", "010"), "010", "9", "08");
  }

  @Test
  void numbersThatAreTheSameEverywhereDoNotMatter() {
    assertOrdered(List.of("v2.net.0.fc", "v2.net.11.fc"), "v2.net.11.fc", "v2.net.0.fc");
  }

  @Test
  void aSingleNameIsInOrder() {
    assertOrdered(List.of("fc"), "fc");
    assertOrdered(List.of(""), "");
    assertOrdered(List.of());
  }

  @Test
  void namesThatDifferInTextHaveNoOrder() {
    assertNoOrder("fc", "head");
    assertNoOrder("fc1", "head2");
    assertNoOrder("fc1", "fc");
    assertNoOrder("0", "2", "head");
    assertNoOrder("", "0");
    assertNoOrder("0", "0.1");
    assertNoOrder("1a2", "1b2");
    assertNoOrder("a1b", "a1b1b");
    assertNoOrder("0x", "1x", "2y");
    assertNoOrder("0x", "1x", "x");
    assertNoOrder("a.0", "a.1", "b.2");
  }

  @Test
  void namesThatDifferInTwoNumbersHaveNoOrder() {
    assertNoOrder("block0.fc1", "block1.fc2");
    assertNoOrder("block0.fc1", "block0.fc2", "block1.fc1");
  }

  @Test
  void theSameNumberTwiceHasNoOrder() {
    assertNoOrder("1", "01");
  }

  private static void assertOrdered(List<String> expected, String... names) {
    assertEquals(Optional.of(expected), NumericOrder.of(List.of(names)));
  }

  private static void assertNoOrder(String... names) {
    assertEquals(Optional.empty(), NumericOrder.of(List.of(names)));
  }
}
