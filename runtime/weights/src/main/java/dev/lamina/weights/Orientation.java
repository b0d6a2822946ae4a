package dev.lamina.weights;

/** Which way round a file has the weight matrix of a layer. */
public enum Orientation {
  /** A row for each unit, as PyTorch has it and as scikit-learn's linear models have it. */
  OUT_BY_IN("out x in"),
  /** A row for each input, as X·W needs it, and as Keras and scikit-learn's networks have it. */
  IN_BY_OUT("in x out");

  private final String text;

  Orientation(String text) {
    this.text = text;
  }

  Orientation other() {
    return this == OUT_BY_IN ? IN_BY_OUT : OUT_BY_IN;
  }

  /** As error texts show it: {@code out x in}. */
  @Override
  public String toString() {
    return text;
  }
}
