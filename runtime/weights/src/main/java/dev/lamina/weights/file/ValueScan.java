package dev.lamina.weights.file;

import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Looks at the elements of one tensor, in any order, for values that no prediction should come from. */
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
      if (before == null) {
        return new Finding(1, position, value);
      }
      return position < before.first
          ? new Finding(before.count + 1, position, value)
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

  /** Whether no element is NaN or infinite. */
  static boolean areFinite(float[] elements, int from, int count) {
    if (isSumFinite(elements, from, count)) {
      return true;
    }
    for (int i = from; i < from + count; i++) {
      if (!Float.isFinite(elements[i])) {
        return false;
      }
    }
    return true;
  }

  /**
   * Whether a sum of all elements is finite: then they are, too. The sum of weights is hardly ever too
   * large. Without a branch for each element, and with several sums, of which none waits for another.
   */
  private static boolean isSumFinite(float[] elements, int from, int count) {
    float sum0 = 0;
    float sum1 = 0;
    float sum2 = 0;
    float sum3 = 0;
    float sum4 = 0;
    float sum5 = 0;
    float sum6 = 0;
    float sum7 = 0;
    int i = from;
    for (; i <= from + count - 8; i += 8) {
      sum0 += elements[i];
      sum1 += elements[i + 1];
      sum2 += elements[i + 2];
      sum3 += elements[i + 3];
      sum4 += elements[i + 4];
      sum5 += elements[i + 5];
      sum6 += elements[i + 6];
      sum7 += elements[i + 7];
    }
    for (; i < from + count; i++) {
      sum0 += elements[i];
    }
    return Float.isFinite(sum0 + sum1 + sum2 + sum3 + sum4 + sum5 + sum6 + sum7);
  }

  /** Remembers a value of the file that is no finite float. */
  void add(long position, double value) {
    if (Double.isFinite(value)) {
      overflow = Finding.add(overflow, position, value);
    } else {
      nonFinite = Finding.add(nonFinite, position, value);
    }
  }

  /** Whether all values are finite floats. */
  boolean isClean() {
    return nonFinite == null && overflow == null;
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
