package dev.lamina.benchmarks;

import dev.lamina.Activation;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/** Activations over whole matrices, with vectors, in place. */
final class VectorActivations {

  private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;

  /** Arrays that are longer than what is in them by so much need no loop for the rest. */
  static final int PADDING = SPECIES.length();

  private VectorActivations() {}

  /** Applies g to the rows that are the first numbers of an array. */
  static void apply(Activation activation, float[] z, int count, int columns) {
    switch (activation) {
      case IDENTITY -> {}
      case RELU -> relu(z, count);
      case SIGMOID -> sigmoid(z, count);
      case TANH -> PlainActivations.apply(Activation.TANH, z, 0, count);
      case SOFTMAX -> softmax(z, count, columns);
      default -> throw new IllegalArgumentException(activation + " is in no benchmark");
    }
  }

  private static void relu(float[] z, int count) {
    for (int i = 0; i < count; i++) {
      z[i] = Math.max(z[i], 0);
    }
  }

  private static void sigmoid(float[] z, int count) {
    for (int i = 0; i < count; i++) {
      z[i] = -z[i];
    }
    exp(z, count);
    for (int i = 0; i < count; i++) {
      z[i] = 1 / (1 + z[i]);
    }
  }

  private static void softmax(float[] z, int count, int columns) {
    for (int from = 0; from < count; from += columns) {
      float max = Float.NEGATIVE_INFINITY;
      for (int j = from; j < from + columns; j++) {
        max = Math.max(max, z[j]);
      }
      for (int j = from; j < from + columns; j++) {
        z[j] -= max;
      }
    }
    // Of all rows at once: a row may be shorter than a vector.
    exp(z, count);
    for (int from = 0; from < count; from += columns) {
      float sum = 0;
      for (int j = from; j < from + columns; j++) {
        sum += z[j];
      }
      float factor = 1 / sum;
      for (int j = from; j < from + columns; j++) {
        z[j] *= factor;
      }
    }
  }

  /** Of so many numbers at least: those behind them are of no use, but a whole vector is faster. */
  private static void exp(float[] z, int count) {
    int i = 0;
    for (; i < count && i + SPECIES.length() <= z.length; i += SPECIES.length()) {
      FloatVector.fromArray(SPECIES, z, i).lanewise(VectorOperators.EXP).intoArray(z, i);
    }
    for (; i < count; i++) {
      z[i] = (float) Math.exp(z[i]);
    }
  }
}
