package dev.lamina;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The shapes of a network: what goes in, its layers in the order in which they are computed, and what
 * comes out.
 *
 * @param name the simple name of the annotated type
 * @param inputs the inputs, side by side in each row of X
 * @param layers the layers; each reads inputs and layers that stand before it
 * @param outputs the layers whose results, side by side, are a row of the network's result
 */
public record NetworkSpec(
    String name, List<PortSpec> inputs, List<LayerSpec> layers, List<PortSpec> outputs) {

  /** The name of the only input of a network that does not name its inputs. */
  public static final String INPUT = "x";

  /**
   * Checks that every shape fits, and copies.
   *
   * @throws IllegalArgumentException if there is no input, layer or output, a name repeats or is
   *     unknown where it is used, a layer's inputs do not add up to its {@code in}, or an offset or
   *     size of a port is not what its place says
   */
  public NetworkSpec {
    inputs = List.copyOf(inputs);
    layers = List.copyOf(layers);
    outputs = List.copyOf(outputs);
    if (inputs.isEmpty() || layers.isEmpty() || outputs.isEmpty()) {
      throw new IllegalArgumentException(
          ErrorCode.INPUT.text("network %s needs an input, a layer and an output", name));
    }
    Map<String, Integer> widths = new LinkedHashMap<>();
    for (PortSpec input : inputs) {
      addWidth(name, widths, input.name(), input.size());
    }
    for (LayerSpec layer : layers) {
      checkLayer(name, widths, layer);
      addWidth(name, widths, layer.name(), layer.out());
    }
    checkSideBySide(name, inputs);
    checkSideBySide(name, outputs);
    for (PortSpec output : outputs) {
      int width = width(name, widths, output.name());
      if (width != output.size()) {
        throw new IllegalArgumentException(ErrorCode.SHAPE.text(
            "network %s: output %s has size %d but that layer produces %d columns",
            name, output.name(), output.size(), width));
      }
    }
  }

  /**
   * A chain: X → first layer → … → last layer → result, with one input called {@link #INPUT}.
   *
   * @param name the network's name
   * @param layers the layers from input to output, at least one
   * @return the network
   * @throws IllegalArgumentException as the constructor does
   */
  public static NetworkSpec chain(String name, LayerSpec... layers) {
    if (layers.length == 0) {
      throw new IllegalArgumentException(ErrorCode.INPUT.text("network %s has no layer", name));
    }
    LayerSpec last = layers[layers.length - 1];
    return new NetworkSpec(
        name,
        List.of(PortSpec.of(INPUT, 0, layers[0].in())),
        List.of(layers),
        List.of(PortSpec.of(last.name(), 0, last.out())));
  }

  /**
   * The same network with names for the columns of its input.
   *
   * @param features what the columns mean, in order; they add up to {@link #inputSize()}
   * @return the changed network
   * @throws IllegalArgumentException if they do not add up, or there are several inputs
   */
  public NetworkSpec withFeatures(ColumnSpec... features) {
    return new NetworkSpec(name, named(inputs, features), layers, outputs);
  }

  /**
   * The same network with names for the columns of its output.
   *
   * @param classes what the columns mean, in order; they add up to {@link #outputSize()}
   * @return the changed network
   * @throws IllegalArgumentException if they do not add up, or there are several outputs
   */
  public NetworkSpec withClasses(ColumnSpec... classes) {
    return new NetworkSpec(name, inputs, layers, named(outputs, classes));
  }

  private static List<PortSpec> named(List<PortSpec> ports, ColumnSpec... columns) {
    if (ports.size() != 1) {
      throw new IllegalArgumentException(
          ErrorCode.NAME.text("columns can be named where there is one port, not %s", ports));
    }
    return List.of(ports.get(0).withColumns(List.of(columns)));
  }

  private static void addWidth(
      String network, Map<String, Integer> widths, String name, int width) {
    if (widths.put(name, width) != null) {
      throw new IllegalArgumentException(ErrorCode.NAME.text(
          "network %s: the name %s stands for more than one input or layer", network, name));
    }
  }

  private static int width(String network, Map<String, Integer> widths, String name) {
    Integer width = widths.get(name);
    if (width == null) {
      throw new IllegalArgumentException(ErrorCode.NAME.text(
          "network %s: no input or earlier layer is called %s, there are %s",
          network, name, widths.keySet()));
    }
    return width;
  }

  private static void checkLayer(String network, Map<String, Integer> widths, LayerSpec layer) {
    long produced = 0;
    for (String input : layer.inputs()) {
      produced += width(network, widths, input);
    }
    if (produced != layer.in()) {
      throw new IllegalArgumentException(ErrorCode.SHAPE.text(
          "network %s: layer %s takes in = %d but %s produces %d columns",
          network, layer.name(), layer.in(), String.join(" + ", layer.inputs()), produced));
    }
    layer.residual().map(ResidualSpec::from).ifPresent(residual -> {
      int added = width(network, widths, residual);
      if (added != layer.out()) {
        throw new IllegalArgumentException(ErrorCode.SHAPE.text(
            "network %s: layer %s has out = %d but %s, which is added to it, has %d columns",
            network, layer.name(), layer.out(), residual, added));
      }
    });
  }

  private static void checkSideBySide(String network, List<PortSpec> ports) {
    int offset = 0;
    for (PortSpec port : ports) {
      if (port.offset() != offset) {
        throw new IllegalArgumentException(ErrorCode.SHAPE.text(
            "network %s: %s starts at column %d, expected %d",
            network, port.name(), port.offset(), offset));
      }
      offset = Math.addExact(offset, port.size());
    }
  }

  /**
   * ℓ₀, the number of columns of X.
   *
   * @return the sizes of all inputs together
   */
  public int inputSize() {
    return end(inputs);
  }

  /**
   * The number of columns of the result.
   *
   * @return the sizes of all outputs together
   */
  public int outputSize() {
    return end(outputs);
  }

  private static int end(List<PortSpec> ports) {
    PortSpec last = ports.get(ports.size() - 1);
    return last.offset() + last.size();
  }

  /**
   * The number of learned values.
   *
   * @return Σᵢ ℓᵢ₋₁·ℓᵢ + ℓᵢ, and learned slopes
   */
  public long parameterCount() {
    return layers.stream().mapToLong(LayerSpec::parameterCount).sum();
  }

  /**
   * The shape of every tensor by its name, {@code <layer>.weight} (in × out), {@code <layer>.bias} (out)
   * and {@code <layer>.slope} (1 or out), layer by layer.
   *
   * @return an unmodifiable map in that order
   */
  public Map<String, Shape> tensorShapes() {
    Map<String, Shape> shapes = new LinkedHashMap<>();
    for (LayerSpec layer : layers) {
      layer.tensorShapes().forEach((role, shape) -> shapes.put(layer.name() + "." + role, shape));
    }
    return Collections.unmodifiableMap(shapes);
  }

  /**
   * A table with a line for each layer: what it reads, after + what is added to that, the shapes of W, b
   * and A, the activation (the whole equation where something is added or normalised) and the number of
   * parameters.
   *
   * @return lines of ASCII text, each but the last ended by a line feed
   */
  public String summary() {
    return new SummaryTable(this).toString();
  }
}
