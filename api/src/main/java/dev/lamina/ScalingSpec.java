package dev.lamina;

import java.util.Arrays;
import java.util.List;

/**
 * How the columns of a network's input are scaled, or those of its result scaled back. The numbers are
 * constants, one for all columns or one for each, or they lie in the weight file.
 *
 * @param kind the formula; for a result it is undone: {@link Scaling#STANDARD} is y·scale + mean then
 * @param shift the mean or the min of all columns or of each, empty if the file has it
 * @param scale the scale of all columns or of each, empty if the file has it
 */
public record ScalingSpec(Scaling kind, List<Double> shift, List<Double> scale) {

  /** The role of the scale in {@link #tensorNames}. */
  public static final String SCALE = "scale";

  /**
   * Checks and copies.
   *
   * @throws IllegalArgumentException if only one of the two has constants, or a constant cannot be
   *     what it is for
   */
  public ScalingSpec {
    shift = List.copyOf(shift);
    scale = List.copyOf(scale);
    if (shift.isEmpty() != scale.isEmpty()) {
      throw new IllegalArgumentException(ErrorCode.SCALING.text(
          "%s and scale are constants together, or both in the file; got %s and %s",
          kind.shiftName(), shift, scale));
    }
    for (double value : shift) {
      if (!acceptsShift(value)) {
        throw new IllegalArgumentException(
            ErrorCode.SCALING.text("%s = %s must be a finite number", kind.shiftName(), value));
      }
    }
    for (double value : scale) {
      if (!acceptsScale(value)) {
        throw new IllegalArgumentException(
            ErrorCode.SCALING.text("scale = %s must be a finite number other than 0", value));
      }
    }
  }

  /**
   * A scaling with constants.
   *
   * @param kind the formula
   * @param shift the mean or the min of all columns, or of each
   * @param scale the scale of all columns, or of each
   * @return the scaling
   * @throws IllegalArgumentException as the constructor does
   */
  public static ScalingSpec of(Scaling kind, double[] shift, double[] scale) {
    return new ScalingSpec(
        kind,
        Arrays.stream(shift).boxed().toList(),
        Arrays.stream(scale).boxed().toList());
  }

  /**
   * A scaling whose numbers are tensors of the weight file, a number for each column.
   *
   * @param kind the formula
   * @return the scaling
   */
  public static ScalingSpec stored(Scaling kind) {
    return new ScalingSpec(kind, List.of(), List.of());
  }

  /**
   * Whether the weight file has the numbers.
   *
   * @return false if they are constants
   */
  public boolean isStored() {
    return scale.isEmpty();
  }

  /**
   * Whether a number can be a mean or a min.
   *
   * @param shift the number
   * @return whether it is finite
   */
  public static boolean acceptsShift(double shift) {
    return Double.isFinite(shift);
  }

  /**
   * Whether a number can be a scale.
   *
   * @param scale the number
   * @return whether it is finite and neither 0 nor so near to it that 1/scale is infinite
   */
  public static boolean acceptsScale(double scale) {
    return Double.isFinite(scale) && Math.abs(scale) >= Double.MIN_NORMAL;
  }

  /**
   * The names of the tensors in the weight file: those of shift and scale.
   *
   * @param end {@link NetworkSpec#INPUT_SCALING} or {@link NetworkSpec#OUTPUT_SCALING}
   * @return {@code input.mean} and {@code input.scale} for example; empty for constants
   */
  public List<String> tensorNames(String end) {
    return isStored() ? List.of(end + "." + kind.shiftName(), end + "." + SCALE) : List.of();
  }
}
