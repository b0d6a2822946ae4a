package dev.lamina.benchmarks;

import java.util.ArrayList;
import java.util.List;

/**
 * Which iteration of a fork belongs to whom. First those that warm up, in rounds out of which turns
 * drop when they had enough; then as many rounds as one likes, in each of which every turn comes once.
 */
final class Schedule {

  private final List<Turn> turns;
  private final List<Integer> warmups = new ArrayList<>();

  Schedule(List<Turn> turns) {
    this.turns = List.copyOf(turns);
    int most = turns.stream().mapToInt(Turn::warmups).max().orElse(0);
    for (int round = 0; round < most; round++) {
      for (int turn = 0; turn < turns.size(); turn++) {
        if (turns.get(turn).warmups() > round) {
          warmups.add(turn);
        }
      }
    }
  }

  /** How many iterations warm up. */
  int warmups() {
    return warmups.size();
  }

  /** How many iterations make a round. */
  int roundLength() {
    return turns.size();
  }

  /** The index of the turn whose iteration this is, counted from the first that warms up. */
  int turn(int iteration) {
    return iteration < warmups.size()
        ? warmups.get(iteration)
        : (iteration - warmups.size()) % turns.size();
  }
}
