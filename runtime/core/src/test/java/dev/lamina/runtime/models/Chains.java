package dev.lamina.runtime.models;

import dev.lamina.Activation;
import dev.lamina.Dense;

/** Networks of many shapes: those of the benchmarks, and sizes that fill no vector. */
public final class Chains {

  private Chains() {}

  /** All of them. */
  public static Class<?>[] all() {
    return new Class<?>[] {
      Tiny.class,
      Small.class,
      Mnist.class,
      Ranking.class,
      Wide.class,
      Odd.class,
      Single.class,
      Narrow.class,
      Squashed.class
    };
  }

  /** So small that the time of a call is mostly the call. */
  @Dense(in = 16, out = 32, activation = Activation.RELU)
  @Dense(out = 16, activation = Activation.RELU)
  @Dense(out = 4, activation = Activation.SOFTMAX)
  public interface Tiny {}

  /** A scorer. */
  @Dense(in = 64, out = 128, activation = Activation.RELU)
  @Dense(out = 64, activation = Activation.RELU)
  @Dense(out = 1, activation = Activation.SIGMOID)
  public interface Small {}

  /** A classifier of images of 28 × 28 pixels. */
  @Dense(in = 784, out = 128, activation = Activation.RELU)
  @Dense(out = 64, activation = Activation.RELU)
  @Dense(out = 10, activation = Activation.SOFTMAX)
  public interface Mnist {}

  /** A ranking model over an embedding. */
  @Dense(in = 512, out = 1024, activation = Activation.RELU)
  @Dense(out = 512, activation = Activation.RELU)
  @Dense(out = 256, activation = Activation.RELU)
  @Dense(out = 1, activation = Activation.SIGMOID)
  public interface Ranking {}

  /** Wide layers, a quarter as wide as those of the benchmark. */
  @Dense(in = 256, out = 1024, activation = Activation.RELU)
  @Dense(out = 1024, activation = Activation.RELU)
  @Dense(out = 256)
  public interface Wide {}

  /** Sizes one beside those of vectors and blocks. */
  @Dense(in = 33, out = 65, activation = Activation.TANH)
  @Dense(out = 129, activation = Activation.SIGMOID, bias = false)
  @Dense(out = 7, activation = Activation.RELU)
  @Dense(out = 17, activation = Activation.SOFTMAX)
  public interface Odd {}

  /** The smallest network there is. */
  @Dense(in = 1, out = 1)
  public interface Single {}

  /** Long sums of few units, and few terms for many units. */
  @Dense(in = 1031, out = 3, activation = Activation.TANH)
  @Dense(out = 517, activation = Activation.TANH)
  @Dense(out = 2)
  public interface Narrow {}

  /** Softmax between layers, where its errors go on. */
  @Dense(in = 15, out = 31, activation = Activation.SOFTMAX)
  @Dense(out = 5)
  @SuppressWarnings("LAM-SOFTMAX-INSIDE")
  public interface Squashed {}
}
