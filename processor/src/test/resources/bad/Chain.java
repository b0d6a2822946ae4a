package acme;

import dev.lamina.Activation;
import dev.lamina.Dense;

@Dense(in = 784, out = 128, activation = Activation.RELU)
@Dense(in = 100, out = 10, activation = Activation.SOFTMAX)
public interface Chain {}
