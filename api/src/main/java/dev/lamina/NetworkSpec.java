package dev.lamina;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The shapes of a network: what goes in, its layers in the order in which they are computed, and what
 * comes out.
 *
 * @param name the simple name of the annotated type
 * @param inputs the inputs, side by side in each row of X
 * @param layers the layers; each reads inputs and layers that stand before it
 * @param outputs the layers whose results, side by side, are a row of the network's result
 * @param inputScaling how the columns of X are scaled before any layer reads them
 * @param outputScaling how the columns of the result were scaled for training, which is undone
 */
public record NetworkSpec(
    String name,
    List<PortSpec> inputs,
    List<LayerSpec> layers,
    List<PortSpec> outputs,
    Optional<ScalingSpec> inputScaling,
    Optional<ScalingSpec> outputScaling) {

  /** The name of the only input of a network that does not name its inputs. */
  public static final String INPUT = "x";

  /** What the names of the tensors of the input's scaling begin with, in front of a point. */
  public static final String INPUT_SCALING = "input";

  /** What the names of the tensors of the result's scaling begin with, in front of a point. */
  public static final String OUTPUT_SCALING = "output";

  /**
   * Checks that every shape fits, and copies.
   *
   * @throws IllegalArgumentException if there is no input, layer or output, a name repeats or is
   *     unknown where it is used, a layer's inputs do not add up to its {@code in}, an offset or
   *     size of a port is not what its place says, or a scaling has neither one number nor as many as
   *     there are columns
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
    checkScaling(name, "input", inputScaling, end(inputs));
    checkScaling(name, "output", outputScaling, end(outputs));
  }

  /**
   * A network whose input and result are not scaled.
   *
   * @param name the simple name of the annotated type
   * @param inputs the inputs, side by side in each row of X
   * @param layers the layers; each reads inputs and layers that stand before it
   * @param outputs the layers whose results, side by side, are a row of the network's result
   * @throws IllegalArgumentException as the other constructor does
   */
  public NetworkSpec(
      String name, List<PortSpec> inputs, List<LayerSpec> layers, List<PortSpec> outputs) {
    this(name, inputs, layers, outputs, Optional.empty(), Optional.empty());
  }

  private static void checkScaling(
      String network, String end, Optional<ScalingSpec> scaling, int columns) {
    scaling.filter(spec -> !spec.isStored()).ifPresent(spec -> {
      for (int length : new int[] {spec.shift().size(), spec.scale().size()}) {
        if (length != 1 && length != columns) {
          throw new IllegalArgumentException(ErrorCode.SCALING.text(
              "network %s: the scaling of its %s has %d numbers, expected 1 or %d, one for each"
                  + " column",
              network, end, length, columns));
        }
      }
    });
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
   * The same network with names for the columns of its inputs.
   *
   * @param features what the columns mean, in order; they add up to {@link #inputSize()}
   * @return the changed network
   * @throws IllegalArgumentException if they do not add up, or one lies in two inputs
   */
  public NetworkSpec withFeatures(ColumnSpec... features) {
    return new NetworkSpec(
        name, named(inputs, features), layers, outputs, inputScaling, outputScaling);
  }

  /**
   * The same network with names for the columns of its outputs.
   *
   * @param classes what the columns mean, in order; they add up to {@link #outputSize()}
   * @return the changed network
   * @throws IllegalArgumentException if they do not add up, or one lies in two outputs
   */
  public NetworkSpec withClasses(ColumnSpec... classes) {
    return new NetworkSpec(
        name, inputs, layers, named(outputs, classes), inputScaling, outputScaling);
  }

  /**
   * The same network with a scaled input.
   *
   * @param scaling how the columns of X are scaled before any layer reads them
   * @return the changed network
   * @throws IllegalArgumentException if it has neither one number nor {@link #inputSize()}
   */
  public NetworkSpec withInputScaling(ScalingSpec scaling) {
    return new NetworkSpec(name, inputs, layers, outputs, Optional.of(scaling), outputScaling);
  }

  /**
   * The same network with a result that is scaled back.
   *
   * @param scaling how the columns of the result were scaled for training
   * @return the changed network
   * @throws IllegalArgumentException if it has neither one number nor {@link #outputSize()}
   */
  public NetworkSpec withOutputScaling(ScalingSpec scaling) {
    return new NetworkSpec(name, inputs, layers, outputs, inputScaling, Optional.of(scaling));
  }

  /** Hands the names out to the ports they belong to. */
  private static List<PortSpec> named(List<PortSpec> ports, ColumnSpec... columns) {
    List<PortSpec> named = new ArrayList<>();
    int next = 0;
    for (PortSpec port : ports) {
      List<ColumnSpec> own = new ArrayList<>();
      long size = 0;
      while (next < columns.length && size < port.size()) {
        size += columns[next].size();
        own.add(columns[next++]);
      }
      if (own.isEmpty()) {
        throw new IllegalArgumentException(
            ErrorCode.SHAPE.text("no names are left for the columns of %s", port.name()));
      }
      named.add(port.withColumns(own));
    }
    if (next < columns.length) {
      throw new IllegalArgumentException(ErrorCode.SHAPE.text(
          "%d names are more than the columns of %s",
          columns.length, ports.stream().map(PortSpec::name).toList()));
    }
    return named;
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
   * Whether there is one input, each layer reads just what stands before it and adds nothing to its own
   * values, and the result is that of the last.
   *
   * @return false for every other graph
   */
  public boolean isChain() {
    String before = inputs.get(0).name();
    for (LayerSpec layer : layers) {
      if (!layer.inputs().equals(List.of(before)) || layer.residual().isPresent()) {
        return false;
      }
      before = layer.name();
    }
    return inputs.size() == 1 && outputs.size() == 1 && outputs.get(0).name().equals(before);
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
   * @return Σᵢ ℓᵢ₋₁·ℓᵢ + ℓᵢ, learned slopes and what normalisations learned; scalings are not counted,
   *     for they were measured
   */
  public long parameterCount() {
    return layers.stream().mapToLong(LayerSpec::parameterCount).sum();
  }

  /**
   * The shape of every tensor by its name: {@code <layer>.weight} (in × out), {@code <layer>.bias}
   * (out), {@code <layer>.slope} (1 or out) and {@code <layer>.norm.weight} (out),
   * {@code <layer>.input_norm.weight} (in) and so on, layer by
   * layer; before them those of the input's scaling, {@code input.mean} or {@code input.min} and
   * {@code input.scale} ({@link #inputSize()}), behind them those of the result's, {@code output.mean}
   * and {@code output.scale} ({@link #outputSize()}), unless they are constants.
   *
   * @return an unmodifiable map in that order
   */
  public Map<String, Shape> tensorShapes() {
    Map<String, Shape> shapes = new LinkedHashMap<>();
    inputScaling.ifPresent(scaling -> scaling
        .tensorNames(INPUT_SCALING)
        .forEach(tensor -> shapes.put(tensor, Shape.of(inputSize()))));
    for (LayerSpec layer : layers) {
      layer.tensorShapes().forEach((role, shape) -> shapes.put(layer.name() + "." + role, shape));
    }
    outputScaling.ifPresent(scaling -> scaling
        .tensorNames(OUTPUT_SCALING)
        .forEach(tensor -> shapes.put(tensor, Shape.of(outputSize()))));
    return Collections.unmodifiableMap(shapes);
  }

  /**
   * A table with a line for each layer: what it reads, after + what is added to that, the shapes of W, b
   * and A, the activation (the whole equation where something is added or normalised) and the number of
   * parameters. Scalings have lines of their own, and so has the scratch memory that a row takes while it
   * is computed, which {@link ScratchPlan} places.
   *
   * @return lines of ASCII text, each but the last ended by a line feed
   */
  public String summary() {
    return new SummaryTable(this).toString();
  }
}
