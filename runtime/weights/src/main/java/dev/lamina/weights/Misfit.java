package dev.lamina.weights;

import dev.lamina.ErrorCode;
import dev.lamina.LaminaException;
import dev.lamina.NetworkSpec;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Everything for which a file is refused for a network, collected for one error. */
final class Misfit {

  private final String file;
  private final NetworkSpec network;
  private final List<String> details = new ArrayList<>();
  private final List<String> problems = new ArrayList<>();
  private final Set<String> fixes = new LinkedHashSet<>();
  private int count;
  private int nonFiniteCount;

  Misfit(String file, NetworkSpec network) {
    this.file = file;
    this.network = network;
  }

  boolean isEmpty() {
    return count == 0;
  }

  /** A problem, and what to do about it. */
  void add(String problem, String fix) {
    addMany(1, problem);
    addFix(fix);
  }

  /** What to do about problems. It is said once. */
  void addFix(String fix) {
    fixes.add(fix);
  }

  /** A text that stands for so many problems. */
  void addMany(int number, String text) {
    problems.add(text);
    count += number;
  }

  /** A problem of a tensor's values, which fit the network. */
  void addNonFinite(String problem, String fix) {
    add(problem, fix);
    nonFiniteCount++;
  }

  /** A line that says more than a problem, and stands before all of them. */
  void describe(String detail) {
    details.add(detail);
  }

  /** The error, of code NAN if nothing else is wrong than values that are NaN or infinite. */
  LaminaException error() {
    List<String> lines = new ArrayList<>();
    String doesNotFit = file + " does not fit network " + network.name();
    if (count == 1) {
      lines.add(doesNotFit + ": " + problems.get(0));
      lines.addAll(details);
    } else {
      lines.add(doesNotFit + " (" + count + " problems)");
      lines.addAll(details);
      lines.addAll(problems);
    }
    fixes.forEach(fix -> lines.add("fix: " + fix));
    return new LaminaException(
        nonFiniteCount == count ? ErrorCode.NAN : ErrorCode.WEIGHTS,
        String.join(System.lineSeparator() + "  ", lines));
  }
}
