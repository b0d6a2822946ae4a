package com.example.profile;

import dev.lamina.LayerParameters;
import dev.lamina.LayerSpec;
import dev.lamina.NetworkSpec;
import dev.lamina.spi.ActivationKernel;
import dev.lamina.spi.Backend;
import dev.lamina.spi.DenseKernel;
import dev.lamina.spi.NetworkKernel;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * Counts and times every layer, and has another backend compute it. Any number of networks and threads
 * may share one; counting takes no lock, and no memory once the threads have met.
 */
public final class ProfileBackend implements Backend {

  private final Backend delegate;
  private final boolean fuses;
  private final ConcurrentLinkedQueue<Measurement> measurements = new ConcurrentLinkedQueue<>();

  /**
   * Measures a backend.
   *
   * @param delegate does the work
   * @param fuses whether it may put the layers of small networks together, which are then one line in the
   *     report, or runs them one by one
   */
  public ProfileBackend(Backend delegate, boolean fuses) {
    this.delegate = delegate;
    this.fuses = fuses;
  }

  @Override
  public String name() {
    return ProfileBackendProvider.NAME;
  }

  @Override
  public DenseKernel prepare(LayerSpec layer, LayerParameters parameters) {
    DenseKernel kernel = delegate.prepare(layer, parameters);
    Measurement measurement =
        new Measurement(
            layer.name(), layer.in() + " x " + layer.out(), layer.activation().toString());
    measurements.add(measurement);
    return new MeasuredLayer(kernel, measurement);
  }

  @Override
  public ActivationKernel prepareActivation(LayerSpec layer, LayerParameters parameters) {
    return delegate.prepareActivation(layer, parameters);
  }

  @Override
  public boolean rowsAreReproducible() {
    return delegate.rowsAreReproducible();
  }

  @Override
  public Optional<NetworkKernel> fuse(NetworkSpec network, List<DenseKernel> kernels) {
    // The other backend knows its own kernels only.
    List<DenseKernel> own = new ArrayList<>();
    for (DenseKernel kernel : kernels) {
      MeasuredLayer layer = (MeasuredLayer) kernel;
      layer.measurement().belongsTo(network.name());
      own.add(layer.kernel());
    }
    return fuses
        ? delegate.fuse(network, own).map(kernel -> measured(network, kernel))
        : Optional.empty();
  }

  private NetworkKernel measured(NetworkSpec network, NetworkKernel kernel) {
    Measurement measurement =
        new Measurement("all", network.inputSize() + " x " + network.outputSize(), "fused");
    measurement.belongsTo(network.name());
    measurements.add(measurement);
    return new MeasuredNetwork(kernel, measurement);
  }

  @Override
  public int tileRows(NetworkSpec network) {
    return delegate.tileRows(network);
  }

  /**
   * What was measured so far.
   *
   * @return a measurement for each layer that was called, and for each network that was fused, in the
   *     order in which they were prepared
   */
  public List<Measurement> measurements() {
    return measurements.stream().filter(measurement -> measurement.nanoseconds() > 0).toList();
  }

  /**
   * What was measured so far, as a table.
   *
   * @return lines of text, a line for each layer that was called
   */
  public String report() {
    return Report.of(delegate.name(), measurements());
  }
}
