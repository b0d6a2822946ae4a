package acme;

import dev.lamina.Activation;
import dev.lamina.Dense;
import dev.lamina.Input;
import dev.lamina.InputScale;

@InputScale
@Input(name = "base", size = 4)
@Input(name = "more", size = 3)
@Dense(from = {"base", "more"}, out = 8, activation = Activation.RELU)
@Dense(out = 4, activation = Activation.RELU, add = "base")
@Dense(out = 4, add = "base", addAfterActivation = true)
interface ScaledResidual {

  @InputScale
  @Dense(in = 3, out = 3, activation = Activation.RELU, add = "x")
  interface Single {}
}
