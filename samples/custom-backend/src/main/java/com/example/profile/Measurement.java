package com.example.profile;

import java.util.concurrent.atomic.LongAdder;

/** How often a layer was computed, for how many rows, and how long it took. */
public final class Measurement {

  private final String name;
  private final String shape;
  private final String kind;
  private volatile String network = "";
  private final LongAdder calls = new LongAdder();
  private final LongAdder rows = new LongAdder();
  private final LongAdder nanoseconds = new LongAdder();

  Measurement(String name, String shape, String kind) {
    this.name = name;
    this.shape = shape;
    this.kind = kind;
  }

  void belongsTo(String name) {
    network = name;
  }

  /** Where several threads compute a part of the columns each, only the first part counts the rows. */
  void add(int count, boolean firstPart, long time) {
    nanoseconds.add(time);
    if (firstPart) {
      calls.increment();
      rows.add(count);
    }
  }

  /**
   * The network that the layer belongs to.
   *
   * @return its name; empty if it is no chain of layers, which no backend is asked to fuse
   */
  public String network() {
    return network;
  }

  /**
   * The layer's name.
   *
   * @return the name, or {@code all} if the layers of a network are computed together
   */
  public String name() {
    return name;
  }

  /**
   * The extents of W.
   *
   * @return {@code in x out}
   */
  public String shape() {
    return shape;
  }

  /**
   * The activation.
   *
   * @return its name, or {@code fused} if a whole network is computed at once
   */
  public String kind() {
    return kind;
  }

  /**
   * How often it was called: once for each tile of rows.
   *
   * @return the number of calls
   */
  public long calls() {
    return calls.sum();
  }

  /**
   * How many rows it computed.
   *
   * @return the sum of the rows of all calls
   */
  public long rows() {
    return rows.sum();
  }

  /**
   * How long all threads together were at it.
   *
   * @return nanoseconds
   */
  public long nanoseconds() {
    return nanoseconds.sum();
  }
}
