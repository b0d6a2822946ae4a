package dev.lamina.weights;

import dev.lamina.ErrorCode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Remembers which tensors of a file have NaN or infinite values. They are allowed, but said once. */
final class NonFiniteValues {

  private final String file;
  private final Map<String, Finding> findings = new LinkedHashMap<>();

  NonFiniteValues(String file) {
    this.file = file;
  }

  /** What a scan of a whole tensor found. A tensor that is read again counts once. */
  void add(StoredTensor tensor, Scan scan) {
    if (scan.count > 0) {
      findings.put(tensor.name(), new Finding(tensor, scan.count, scan.first, scan.firstValue));
    }
  }

  /** One text, or none if everything that was read is finite. */
  List<String> warnings() {
    if (findings.isEmpty()) {
      return List.of();
    }
    return List.of(ErrorCode.NAN.text(
        "%s holds values that are NaN or infinite, results may be so too: %s",
        file, findings.values().stream().map(Finding::toString).collect(Collectors.joining("; "))));
  }

  private record Finding(StoredTensor tensor, long count, long first, float firstValue) {

    @Override
    public String toString() {
      return tensor + " has " + count + ", the first at " + position() + " is " + firstValue;
    }

    /** The index of the first in each dimension, as the file stores the tensor. */
    private String position() {
      long rest = first;
      String position = "";
      for (int i = tensor.dimensions().size() - 1; i >= 0; i--) {
        long dimension = tensor.dimensions().get(i);
        position = rest % dimension + (position.isEmpty() ? "" : ", ") + position;
        rest /= dimension;
      }
      return "[" + position + "]";
    }
  }

  /** Looks at the elements of one tensor, in pieces of any order. */
  static final class Scan {

    private long count;
    private long first = Long.MAX_VALUE;
    private float firstValue;

    /**
     * Looks at consecutive elements.
     *
     * @param elements holds them
     * @param from the index of the first in the array
     * @param length how many
     * @param index the row-major index of the first in the tensor
     */
    void look(float[] elements, int from, int length, long index) {
      for (int i = from; i < from + length; i++) {
        if (!Float.isFinite(elements[i])) {
          count++;
          if (index + i - from < first) {
            first = index + i - from;
            firstValue = elements[i];
          }
        }
      }
    }
  }
}
