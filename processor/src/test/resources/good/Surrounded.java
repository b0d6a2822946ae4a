package acme;

import dev.lamina.Activation;
import dev.lamina.Dense;
import dev.lamina.InputScale;
import dev.lamina.Normalization;
import dev.lamina.OutputScale;
import dev.lamina.Scaling;

@InputScale(mean = {1, 2.5, -3e-7, 4}, scale = 10)
@OutputScale
@Dense(in = 4, out = 8, activation = Activation.RELU, normalization = Normalization.BATCH,
    bias = false, dropout = 0.2)
@Dense(out = 7, activation = Activation.PRELU, normalization = Normalization.BATCH,
    normalizeAfterActivation = true, epsilon = 1e-3, dropout = 0)
@Dense(out = 6, activation = Activation.TANH, normalization = Normalization.LAYER)
@Dense(out = 2, normalization = Normalization.BATCH)
interface Surrounded {

  @InputScale(kind = Scaling.MIN_MAX)
  @OutputScale(kind = Scaling.MIN_MAX, min = 0.5, scale = {2, 3})
  @Dense(in = 3, out = 2)
  interface Ranged {}
}
