package dev.lamina;

/** How the columns of a network's input were scaled for training, by {@link ScalingSpec}. */
public enum Scaling {

  /** (x − mean) / scale with the standard deviation as scale: scikit-learn's {@code StandardScaler}. */
  STANDARD("mean"),

  /**
   * x·scale + min: scikit-learn's {@code MinMaxScaler}, whose {@code min_} is what is added and not
   * the least value of a column.
   */
  MIN_MAX("min");

  private final String shiftName;

  Scaling(String shiftName) {
    this.shiftName = shiftName;
  }

  /**
   * What the shift is called, in annotations and in files.
   *
   * @return {@code mean} or {@code min}
   */
  public String shiftName() {
    return shiftName;
  }
}
