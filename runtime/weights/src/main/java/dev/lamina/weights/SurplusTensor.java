package dev.lamina.weights;

import dev.lamina.weights.file.StoredTensor;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A tensor that belongs to no layer, and what it probably is: training tools store more than weights.
 *
 * @param problem what it is
 * @param fix what to do about it
 */
record SurplusTensor(String problem, Optional<String> fix) {

  private static final Set<String> NORMALISATION =
      Set.of("running_mean", "running_var", "moving_mean", "moving_variance", "gamma", "beta");
  private static final Set<String> COUNTERS = Set.of(
      "num_batches_tracked", "step", "iteration", "iterations", "n_iter_", "t_", "global_step");
  private static final Set<String> SCALERS =
      Set.of("mean", "scale", "std", "mean_", "scale_", "var_", "min_", "data_min_", "data_max_");

  private static final String IGNORE = "WeightsSource.file(path).ignore(name)";

  /** What is to be said of a tensor; no fix if it can only be the weight of another network. */
  static SurplusTensor of(StoredTensor tensor) {
    String name = tensor.name();
    String last = name.substring(Math.max(name.lastIndexOf('.'), name.lastIndexOf('/')) + 1);
    String problem = tensor + " belongs to no layer";
    if (NORMALISATION.contains(last)) {
      return new SurplusTensor(
          problem + ": it is part of a normalisation",
          Optional.of(
              "write normalization = Normalization.BATCH into the @Dense of the layer that it"
                  + " belongs to, or inputNormalization if it comes before the layer's product"));
    }
    if (COUNTERS.contains(last)) {
      return new SurplusTensor(
          problem + ": it is a counter of the training, no weight",
          Optional.of("leave counters out when the weights are saved, or here with " + IGNORE));
    }
    if (SCALERS.contains(last)) {
      return new SurplusTensor(
          problem + ": it looks like a part of a scaler of the inputs",
          Optional.of("write @InputScale beside the @Dense layers; if the program scales its inputs"
              + " itself, or the annotation has constants, leave it out with " + IGNORE));
    }
    if (isSlope(tensor, last)) {
      return new SurplusTensor(
          problem + ": it looks like the slope of a PReLU",
          Optional.of(
              "make the activation of the layer before it PRELU, and say which layer that is,"
                  + " WeightsSource.file(path).rename(\"" + tensor.printableName()
                  + "\", \"<layer>.slope\")"));
    }
    return new SurplusTensor(
        problem,
        Naming.isKnown(name)
            ? Optional.empty()
            : Optional.of("leave out what is no weight of the network with " + IGNORE));
  }

  /** PyTorch calls it a weight, Keras alpha. */
  private static boolean isSlope(StoredTensor tensor, String last) {
    return (last.equals("weight") && tensor.dimensions().equals(List.of(1L)))
        || last.equals("alpha")
        || last.equals("alpha:0");
  }
}
