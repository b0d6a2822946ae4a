package dev.lamina.benchmarks;

import dev.lamina.Activation;

/** Activations as a Java programmer writes them, in place. */
final class PlainActivations {

  private PlainActivations() {}

  /** Applies g to one row, which is the whole array. */
  static void apply(Activation activation, float[] z) {
    apply(activation, z, 0, z.length);
  }

  /** Applies g to one row, which is a part of the array. */
  static void apply(Activation activation, float[] z, int from, int to) {
    switch (activation) {
      case IDENTITY -> {}
      case RELU -> relu(z, from, to);
      case SIGMOID -> sigmoid(z, from, to);
      case TANH -> tanh(z, from, to);
      case SOFTMAX -> softmax(z, from, to);
      default -> throw new IllegalArgumentException(activation + " is in no benchmark");
    }
  }

  private static void relu(float[] z, int from, int to) {
    for (int j = from; j < to; j++) {
      z[j] = Math.max(z[j], 0);
    }
  }

  private static void sigmoid(float[] z, int from, int to) {
    for (int j = from; j < to; j++) {
      z[j] = (float) (1 / (1 + Math.exp(-z[j])));
    }
  }

  private static void tanh(float[] z, int from, int to) {
    for (int j = from; j < to; j++) {
      z[j] = (float) Math.tanh(z[j]);
    }
  }

  private static void softmax(float[] z, int from, int to) {
    float max = Float.NEGATIVE_INFINITY;
    for (int j = from; j < to; j++) {
      max = Math.max(max, z[j]);
    }
    float sum = 0;
    for (int j = from; j < to; j++) {
      z[j] = (float) Math.exp(z[j] - max);
      sum += z[j];
    }
    for (int j = from; j < to; j++) {
      z[j] /= sum;
    }
  }
}
