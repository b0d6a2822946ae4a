package dev.lamina.weights;

import dev.lamina.NetworkSpec;
import dev.lamina.weights.file.StoredTensor;
import java.util.ArrayList;
import java.util.List;

/** The widths of layers at a glance: {@code 64 -> 32 -> 10}. */
final class Chain {

  /** A file may hold thousands of matrices. */
  private static final int MAX_STEPS = 30;

  private final List<Step> steps;

  private Chain(List<Step> steps) {
    this.steps = steps;
  }

  private record Step(long in, long out) {
    Step reversed() {
      return new Step(out, in);
    }
  }

  /** The chain of a network. */
  static String of(NetworkSpec network) {
    return new Chain(network.layers().stream()
            .map(layer -> new Step(layer.in(), layer.out()))
            .toList())
        .toString();
  }

  /** The chain of the weight matrices of a file, with the other orientation if only that connects. */
  static String of(List<TensorGroup> groups, Orientation orientation) {
    List<Step> steps = new ArrayList<>();
    for (TensorGroup group : groups) {
      StoredTensor weight = group.weight();
      if (weight != null && weight.isMatrix()) {
        Step step = new Step(weight.dimensions().get(1), weight.dimensions().get(0));
        steps.add(orientation == Orientation.OUT_BY_IN ? step : step.reversed());
      }
    }
    if (steps.isEmpty()) {
      return "no weight matrix";
    }
    Chain chain = new Chain(steps);
    Chain reversed = new Chain(steps.stream().map(Step::reversed).toList());
    return chain.isConnected() || !reversed.isConnected()
        ? chain.toString()
        : reversed + ", if its weights are " + orientation.other();
  }

  private boolean isConnected() {
    for (int i = 1; i < steps.size(); i++) {
      if (steps.get(i - 1).out() != steps.get(i).in()) {
        return false;
      }
    }
    return true;
  }

  @Override
  public String toString() {
    StringBuilder text = new StringBuilder().append(steps.get(0).in());
    for (int i = 0; i < Math.min(steps.size(), MAX_STEPS); i++) {
      if (i > 0 && steps.get(i - 1).out() != steps.get(i).in()) {
        text.append(", ").append(steps.get(i).in());
      }
      text.append(" -> ").append(steps.get(i).out());
    }
    return steps.size() <= MAX_STEPS
        ? text.toString()
        : text + " ... (" + steps.size() + " layers)";
  }
}
