package dev.lamina.benchmarks;

import dev.lamina.Activation;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/** Activations over whole matrices, with vectors, in place. */
final class VectorActivations {

  private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;

  private VectorActivations() {}

  /** Applies g to every row of a matrix. */
  static void apply(Activation activation, float[] z, int columns) {
    switch (activation) {
      case IDENTITY -> {}
      case RELU -> relu(z);
      case SIGMOID -> sigmoid(z);
      case TANH -> PlainActivations.apply(Activation.TANH, z);
      case SOFTMAX -> softmax(z, columns);
    }
  }

  private static void relu(float[] z) {
    for (int i = 0; i < z.length; i++) {
      z[i] = Math.max(z[i], 0);
    }
  }

  private static void sigmoid(float[] z) {
    for (int i = 0; i < z.length; i++) {
      z[i] = -z[i];
    }
    exp(z);
    for (int i = 0; i < z.length; i++) {
      z[i] = 1 / (1 + z[i]);
    }
  }

  private static void softmax(float[] z, int columns) {
    for (int from = 0; from < z.length; from += columns) {
      float max = Float.NEGATIVE_INFINITY;
      for (int j = from; j < from + columns; j++) {
        max = Math.max(max, z[j]);
      }
      for (int j = from; j < from + columns; j++) {
        z[j] -= max;
      }
    }
    // Of all rows at once: a row may be shorter than a vector.
    exp(z);
    for (int from = 0; from < z.length; from += columns) {
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

  private static void exp(float[] z) {
    int vectors = SPECIES.loopBound(z.length);
    int i = 0;
    for (; i < vectors; i += SPECIES.length()) {
      FloatVector.fromArray(SPECIES, z, i).lanewise(VectorOperators.EXP).intoArray(z, i);
    }
    for (; i < z.length; i++) {
      z[i] = (float) Math.exp(z[i]);
    }
  }
}
