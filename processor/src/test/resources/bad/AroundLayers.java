package acme;

import dev.lamina.Activation;
import dev.lamina.Dense;
import dev.lamina.Input;
import dev.lamina.InputScale;
import dev.lamina.Normalization;
import dev.lamina.Output;
import dev.lamina.OutputScale;
import dev.lamina.Scaling;

public class AroundLayers {
  @Dense(in = 4, out = 3, activation = Activation.RELU, epsilon = 1e-3)
  @Dense(out = 3, activation = Activation.RELU, normalization = Normalization.BATCH, epsilon = 0)
  @Dense(out = 3, activation = Activation.RELU, normalization = Normalization.LAYER, epsilon = -1)
  @Dense(out = 3, activation = Activation.RELU, normalization = Normalization.BATCH,
      epsilon = Double.NaN)
  @Dense(out = 3, activation = Activation.RELU, normalizeAfterActivation = true)
  @Dense(out = 3, activation = Activation.RELU, normalization = Normalization.NONE,
      normalizeAfterActivation = false, name = "sixth")
  @Dense(out = 3, activation = Activation.RELU, inputNormalization = Normalization.BATCH,
      normalizeAfterActivation = true)
  @Dense(out = 3, activation = Activation.RELU, inputNormalization = Normalization.LAYER,
      epsilon = 0)
  interface Normalizations {}

  @Dense(in = 4, out = 3, activation = Activation.RELU, dropout = 1)
  @Dense(out = 3, activation = Activation.RELU, dropout = -0.1)
  @Dense(out = 3, activation = Activation.RELU, dropout = Double.NaN)
  interface Dropouts {}

  @InputScale(mean = {1, 2, 3}, scale = {1, 4})
  @OutputScale(mean = {1, 2}, scale = -0.0)
  @Dense(in = 2, out = 1)
  interface Lengths {}

  @InputScale(mean = {1, 2}, scale = {1, 0})
  @OutputScale(mean = 1.0 / 0, scale = 1e-310)
  @Dense(in = 2, out = 3)
  interface Values {}

  @InputScale(mean = {1, 2})
  @OutputScale(scale = {1, 2, 3})
  @Dense(in = 2, out = 3)
  interface Halves {}

  @InputScale(min = 1, scale = 2)
  @OutputScale(kind = Scaling.MIN_MAX, mean = 1, scale = 2)
  @Dense(in = 2, out = 3)
  interface Kinds {}

  @InputScale(mean = {1, 2}, scale = 3)
  @Dense(out = 3)
  interface NoWidth {}

  @InputScale
  @OutputScale
  interface NoLayers {}

  @Input(name = "user", size = 2)
  interface OneInputAlone {}

  @Input(name = "user", size = 2)
  @Input(name = "item", size = 3)
  @Output("policy")
  interface EndsAlone {}
}
