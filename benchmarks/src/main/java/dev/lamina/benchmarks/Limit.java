package dev.lamina.benchmarks;

/** What the machine can do at most, measured in turn with the engines. */
enum Limit implements Turn {
  /** One thread: {@link FmaPeak}. */
  FMA_PEAK("fma-peak"),
  /** {@link ReadBandwidth} of a working set of the size of the network's weights. */
  READ_BANDWIDTH("read-bandwidth"),
  /** Two threads that run {@link FmaPeak} at once: what a second thread can bring at most. */
  FMA_PEAK_2("fma-peak-2");

  private final String displayName;

  Limit(String displayName) {
    this.displayName = displayName;
  }

  @Override
  public String displayName() {
    return displayName;
  }

  @Override
  public int warmups() {
    return 4;
  }
}
