package dev.lamina.runtime.models;

import dev.lamina.Activation;
import dev.lamina.Dense;

/** Two hidden layers of the same shape, and names for the columns of both ends. */
@Dense(in = 3, out = 6, activation = Activation.TANH)
@Dense(out = 6, activation = Activation.TANH)
@Dense(out = 6, activation = Activation.RELU)
@Dense(out = 2, activation = Activation.SOFTMAX)
public interface Examined {

  /** The classes. */
  enum Size {
    /** Fits a letterbox. */
    SMALL,
    /** Does not. */
    LARGE
  }

  /**
   * The features.
   *
   * @param height in metres
   * @param width in metres
   * @param depth in metres
   */
  record Parcel(float height, float width, float depth) {}

  /**
   * Guesses a size.
   *
   * @param parcel an example
   * @return the more probable class
   */
  Size classify(Parcel parcel);
}
