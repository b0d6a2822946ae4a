package dev.lamina.weights.file;

import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Looks at the elements of one tensor, in their order, for values that no prediction should come from. */
public final class ValueScan {

  private final StoredTensor tensor;
  private @Nullable Finding nonFinite;
  private @Nullable Finding overflow;

  /**
   * A scan that has seen nothing.
   *
   * @param tensor the tensor that is to be read
   */
  public ValueScan(StoredTensor tensor) {
    this.tensor = tensor;
  }

  private record Finding(long count, long first, double value) {

    static Finding add(@Nullable Finding before, long position, double value) {
      return before == null
          ? new Finding(1, position, value)
          : new Finding(before.count + 1, before.first, before.value);
    }
  }

  /** Looks at consecutive elements of an array; the first is at a position of the tensor. */
  void look(float[] elements, int from, int count, long position) {
    if (areFinite(elements, from, count)) {
      return;
    }
    for (int i = 0; i < count; i++) {
      if (!Float.isFinite(elements[from + i])) {
        add(position + i, elements[from + i]);
      }
    }
  }

  /** Without a branch for each element, and with several sums, of which none waits for another. */
  private static boolean areFinite(float[] elements, int from, int count) {
    float sum0 = 0;
    float sum1 = 0;
    float sum2 = 0;
    float sum3 = 0;
    int i = from;
    // NaN for NaN and infinity, 0 for everything else.
    for (; i <= from + count - 4; i += 4) {
      sum0 += elements[i] * 0;
      sum1 += elements[i + 1] * 0;
      sum2 += elements[i + 2] * 0;
      sum3 += elements[i + 3] * 0;
    }
    for (; i < from + count; i++) {
      sum0 += elements[i] * 0;
    }
    return sum0 + sum1 + sum2 + sum3 == 0;
  }

  /** Remembers a value of the file that is no finite float. */
  void add(long position, double value) {
    if (Double.isFinite(value)) {
      overflow = Finding.add(overflow, position, value);
    } else {
      nonFinite = Finding.add(nonFinite, position, value);
    }
  }

  /**
   * The values that are NaN or infinite in the file.
   *
   * @return how many there are, where the first is and what, if there are any
   */
  public Optional<String> nonFinite() {
    return text(nonFinite, "NaN or infinite");
  }

  /**
   * The finite values that are infinite as floats.
   *
   * @return how many there are, where the first is and what, if there are any
   */
  public Optional<String> overflow() {
    return text(overflow, "too large for float");
  }

  private Optional<String> text(@Nullable Finding finding, String what) {
    return Optional.ofNullable(finding)
        .map(found -> String.format(
            Locale.ROOT,
            "%s has %,d %s %s, the first at %s is %s",
            tensor,
            found.count,
            found.count == 1 ? "value that is" : "values that are",
            what,
            tensor.indexText(found.first),
            found.value));
  }
}
