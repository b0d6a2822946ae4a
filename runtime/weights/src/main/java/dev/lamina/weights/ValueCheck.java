package dev.lamina.weights;

import dev.lamina.ErrorCode;
import dev.lamina.weights.file.StoredTensor;
import dev.lamina.weights.file.ValueScan;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Decides which values of a file are refused, and remembers those that are allowed but odd. */
final class ValueCheck {

  static final String FIX_NON_FINITE =
      "look for a training run that diverged; if such values are meant,"
          + " WeightsSource.file(path).allowNonFinite() takes them as they are";
  private static final String FIX_OVERFLOW =
      "float ends at 3.4e38: look for a training run that diverged, or scale the weights";

  private final String file;
  private final boolean nonFiniteAllowed;

  /** What was allowed, by the name of the tensor. One that is read again counts once. */
  private final Map<String, String> allowed = new LinkedHashMap<>();

  ValueCheck(String file, boolean nonFiniteAllowed) {
    this.file = file;
    this.nonFiniteAllowed = nonFiniteAllowed;
  }

  /** Whether a tensor may be used, after all of it was seen. */
  boolean accepts(StoredTensor tensor, ValueScan scan) {
    if (scan.overflow().isPresent()) {
      return false;
    }
    if (scan.nonFinite().isPresent() && nonFiniteAllowed) {
      allowed.put(tensor.name(), scan.nonFinite().get());
    }
    return scan.nonFinite().isEmpty() || nonFiniteAllowed;
  }

  /** Reads tensors only to find what is refused in them. */
  void report(Collection<BoundTensor> tensors, Misfit misfit) {
    for (BoundTensor tensor : tensors) {
      ValueScan scan = tensor.scan();
      scan.overflow().ifPresent(problem -> misfit.add(problem, FIX_OVERFLOW));
      if (!nonFiniteAllowed) {
        scan.nonFinite().ifPresent(problem -> misfit.addNonFinite(problem, FIX_NON_FINITE));
      }
    }
  }

  /** One text, or none if everything that was read is finite. */
  List<String> warnings() {
    return allowed.isEmpty()
        ? List.of()
        : List.of(ErrorCode.NAN.text(
            "%s: results may be NaN or infinite, too, for %s",
            file, String.join("; ", allowed.values())));
  }
}
