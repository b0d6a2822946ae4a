package acme;

import dev.lamina.Activation;
import dev.lamina.Dense;
import dev.lamina.Input;
import dev.lamina.InputScale;
import dev.lamina.Normalization;

@Dense(in = 6, out = 8, inputNormalization = Normalization.BATCH, name = "stem")
@Dense(from = "stem", out = 16, activation = Activation.GELU,
    inputNormalization = Normalization.LAYER, name = "wide")
@Dense(out = 8, add = "stem", name = "block")
@Dense(from = {"block", "x"}, out = 4, activation = Activation.RELU,
    inputNormalization = Normalization.LAYER, epsilon = 1e-6)
@Dense(out = 2, inputNormalization = Normalization.LAYER, normalization = Normalization.BATCH)
interface PreNorm {

  @InputScale
  @Input(name = "user", size = 3)
  @Input(name = "item", size = 2)
  @Dense(from = {"user", "item"}, out = 4, activation = Activation.RELU,
      inputNormalization = Normalization.LAYER)
  @Dense(out = 1)
  interface Scaled {}
}
