package acme;

import dev.lamina.Activation;
import dev.lamina.Dense;

@Dense(in = 8, out = 24, activation = Activation.TANH, name = "encoder.0")
@Dense(out = 40, activation = Activation.SIGMOID)
@Dense(out = 24, bias = false, name = "head", activation = Activation.RELU)
@Dense(in = 24, out = 2)
public abstract class Named {
  private final String label = "named";

  protected Named() {}

  public String label() {
    return label;
  }

  @Override
  public String toString() {
    return label;
  }
}
