package acme;

import dev.lamina.Activation;
import dev.lamina.Dense;

/** Each layer reads all that came before. */
@Dense(in = 20, out = 8, activation = Activation.RELU, bias = false)
@Dense(from = {"x", "layer1"}, out = 8, activation = Activation.RELU)
@Dense(from = {"x", "layer1", "layer2"}, out = 8, activation = Activation.RELU)
@Dense(from = {"x", "layer1", "layer2", "layer3"}, in = 44, out = 2)
interface DenseConnections {}
