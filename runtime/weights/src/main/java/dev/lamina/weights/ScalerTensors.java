package dev.lamina.weights;

import dev.lamina.NetworkSpec;
import dev.lamina.ScalingSpec;
import dev.lamina.weights.file.StoredTensor;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Finds the tensors of a network's scalings: by their own names, {@code input.mean}, or by those of
 * scikit-learn's scalers, {@code mean_}, {@code min_} and {@code scale_}, with or without a path in front
 * of them. If the input and the result are scaled, the path says which is which, {@code input.mean_} and
 * {@code output.mean_}.
 */
final class ScalerTensors {

  /** What else a fitted scaler has, of which nothing is needed. */
  private static final Set<String> OTHERS = Set.of(
      "var_",
      "data_min_",
      "data_max_",
      "data_range_",
      "n_samples_seen_",
      "n_features_in_",
      "feature_range");

  private final Map<String, StoredTensor> found = new LinkedHashMap<>();
  private final Set<String> unneeded = new HashSet<>();

  private ScalerTensors() {}

  /** The tensors of a file that are the scalings of a network. */
  static ScalerTensors of(NetworkSpec network, List<StoredTensor> tensors) {
    ScalerTensors result = new ScalerTensors();
    boolean isOnly = !(isStored(network.inputScaling()) && isStored(network.outputScaling()));
    network
        .inputScaling()
        .ifPresent(spec -> result.find(spec, NetworkSpec.INPUT_SCALING, isOnly, tensors));
    network
        .outputScaling()
        .ifPresent(spec -> result.find(spec, NetworkSpec.OUTPUT_SCALING, isOnly, tensors));
    return result;
  }

  private static boolean isStored(Optional<ScalingSpec> scaling) {
    return scaling.filter(ScalingSpec::isStored).isPresent();
  }

  private void find(ScalingSpec spec, String end, boolean isOnly, List<StoredTensor> tensors) {
    for (String name : spec.tensorNames(end)) {
      String word = name.substring(end.length() + 1) + "_";
      List<StoredTensor> ofScaler =
          tensors.stream().filter(tensor -> word(tensor).equals(word)).toList();
      tensors.stream()
          .filter(tensor -> tensor.name().equals(name))
          .findFirst()
          .or(() -> ofScaler.stream().filter(tensor -> path(tensor).equals(end)).findFirst())
          .or(() -> Optional.of(ofScaler)
              .filter(list -> isOnly && list.size() == 1)
              .map(list -> list.get(0)))
          .ifPresent(tensor -> {
            found.put(name, tensor);
            tensors.stream()
                .filter(other -> OTHERS.contains(word(other)) && path(other).equals(path(tensor)))
                .forEach(other -> unneeded.add(other.name()));
          });
    }
  }

  private static int separator(StoredTensor tensor) {
    return Math.max(tensor.name().lastIndexOf('.'), tensor.name().lastIndexOf('/'));
  }

  private static String word(StoredTensor tensor) {
    return tensor.name().substring(separator(tensor) + 1);
  }

  private static String path(StoredTensor tensor) {
    return tensor.name().substring(0, Math.max(0, separator(tensor)));
  }

  /** The tensors by the network's names for them, as far as the file has them. */
  Map<String, StoredTensor> found() {
    return Collections.unmodifiableMap(found);
  }

  /** The file's names of what else belongs to the scalers. */
  Set<String> unneeded() {
    return Collections.unmodifiableSet(unneeded);
  }
}
