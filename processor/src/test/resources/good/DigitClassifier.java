package acme;

import dev.lamina.Activation;
import dev.lamina.Dense;
import dev.lamina.Network;

@Dense(in = 64, out = 32, activation = Activation.RELU)
@Dense(in = 32, out = 10, activation = Activation.SOFTMAX)
public interface DigitClassifier extends Network {}
