package acme;

import dev.lamina.Activation;
import dev.lamina.Dense;
import dev.lamina.Size;
import dev.lamina.Threshold;

@Dense(in = 6, out = 8, activation = Activation.RELU)
@Dense(out = 1, activation = Activation.SIGMOID)
abstract class Fraud {
  enum Channel {
    WEB,
    SHOP
  }

  abstract float score(
      double amount, int p, boolean x, Channel channel, @Size(1) double[] execution);

  @Threshold(0.25)
  abstract boolean isFraud(float[] payment);

  @Threshold(0.5)
  abstract boolean[] areFraud(float[] payments);

  abstract double[] scores(float[] payments);
}
