package dev.lamina;

/** How a dense layer is normalised, by {@link NormalizationSpec}. */
public enum Normalization {

  /** Not at all. */
  NONE("none"),

  /**
   * By what the mean and the variance of each unit were during training: (v − mean) / √(variance + ε) ·
   * weight + bias. Sergey Ioffe and Christian Szegedy, Batch Normalization, 2015; PyTorch's {@code
   * BatchNorm1d} in evaluation. At inference it is a multiplication and an addition a unit.
   */
  BATCH("batch_norm"),

  /**
   * By the mean and the variance (the mean square of the differences to the mean) of the row itself:
   * (v − mean) / √(variance + ε) · weight + bias. Jimmy Lei Ba, Jamie Ryan Kiros and Geoffrey Hinton,
   * Layer Normalization, 2016; PyTorch's {@code LayerNorm}.
   */
  LAYER("layer_norm");

  private final String displayName;

  Normalization(String displayName) {
    this.displayName = displayName;
  }

  /**
   * The name that summaries and formulas show.
   *
   * @return {@code batch_norm} for example
   */
  public String displayName() {
    return displayName;
  }
}
