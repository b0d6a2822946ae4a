package dev.lamina;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * One dense layer: A = g(X·W + b) with X (N × in), W (in × out), b (1 × out), A (N × out). It may
 * normalise what it reads, normalise its own values and add a residual R (N × out), the last two before or
 * after the activation, in this order:
 *
 * <pre>
 * X = normalised X;  Z = X·W + b;  Z = normalised Z;  Z = Z + R;  A = g(Z);  A = normalised A;  A = A + R
 * </pre>
 *
 * @param name the layer's name, unique in its network
 * @param inputs the names of the layers or network inputs whose columns, side by side, are the
 *     layer's input
 * @param in the number of input columns, positive
 * @param out the number of units, positive
 * @param activation the function g
 * @param bias whether b is added
 * @param residual what is added to the layer's own values
 * @param normalization how the layer's values are normalised
 * @param inputNormalization how what the layer reads, all of its in columns, is normalised
 */
public record LayerSpec(
    String name,
    List<String> inputs,
    int in,
    int out,
    ActivationSpec activation,
    boolean bias,
    Optional<ResidualSpec> residual,
    Optional<NormalizationSpec> normalization,
    Optional<NormalizationSpec> inputNormalization) {

  /** The role of the weight matrix W (in × out) in {@link #tensorShapes()}. */
  public static final String WEIGHT = "weight";

  /** The role of the bias vector b (out) in {@link #tensorShapes()}. */
  public static final String BIAS = "bias";

  /**
   * The role of the slope s that {@link Activation#PRELU} learns, one element or one for each unit
   * (out), in {@link #tensorShapes()}.
   */
  public static final String SLOPE = "slope";

  /** The role of what normalised values are multiplied by (out), in {@link #tensorShapes()}. */
  public static final String NORM_WEIGHT = "norm.weight";

  /** The role of what is added to normalised values then (out), in {@link #tensorShapes()}. */
  public static final String NORM_BIAS = "norm.bias";

  /** The role of the means of {@link Normalization#BATCH} (out), in {@link #tensorShapes()}. */
  public static final String NORM_MEAN = "norm.running_mean";

  /** The role of the variances of {@link Normalization#BATCH} (out), in {@link #tensorShapes()}. */
  public static final String NORM_VARIANCE = "norm.running_var";

  /** The role of what the normalised input is multiplied by (in), in {@link #tensorShapes()}. */
  public static final String INPUT_NORM_WEIGHT = "input_norm.weight";

  /** The role of what is added to the normalised input then (in), in {@link #tensorShapes()}. */
  public static final String INPUT_NORM_BIAS = "input_norm.bias";

  /** The role of the means of an input that is normalised by batch (in), in {@link #tensorShapes()}. */
  public static final String INPUT_NORM_MEAN = "input_norm.running_mean";

  /** The role of the variances of such an input (in), in {@link #tensorShapes()}. */
  public static final String INPUT_NORM_VARIANCE = "input_norm.running_var";

  private static final Set<String> MEASURED =
      Set.of(NORM_MEAN, NORM_VARIANCE, INPUT_NORM_MEAN, INPUT_NORM_VARIANCE);

  /** The longest array that every Java virtual machine can allocate. */
  private static final int MAX_ARRAY_LENGTH = Integer.MAX_VALUE - 8;

  /**
   * Checks and copies.
   *
   * @throws IllegalArgumentException if the name is blank, there is no input, a size is not positive, in ×
   *     out does not fit a Java array, or the normalisation of the input is said to be after the activation
   */
  public LayerSpec {
    inputs = List.copyOf(inputs);
    if (name.isBlank()) {
      throw new IllegalArgumentException(ErrorCode.NAME.text("a layer needs a name"));
    }
    if (inputs.isEmpty()) {
      throw new IllegalArgumentException(
          ErrorCode.INPUT.text("layer %s has no input: name the layer it reads from", name));
    }
    if (in <= 0 || out <= 0) {
      throw new IllegalArgumentException(ErrorCode.SIZE.text(
          "layer %s has in = %d and out = %d: both must be positive", name, in, out));
    }
    if (!weightsFitArray(in, out)) {
      throw new IllegalArgumentException(ErrorCode.SIZE.text(
          "layer %s has %d x %d = %d weights, more than a Java array holds (%d)",
          name, in, out, (long) in * out, MAX_ARRAY_LENGTH));
    }
    if (inputNormalization.filter(NormalizationSpec::afterActivation).isPresent()) {
      throw new IllegalArgumentException(ErrorCode.NORMALIZATION.text(
          "layer %s normalises its input after the activation: what it reads is normalised before"
              + " anything else, and its own values with withNormalization",
          name));
    }
  }

  /**
   * A layer with a bias and a single input.
   *
   * @param name the layer's name
   * @param input the name of the layer or network input it reads
   * @param in the number of input columns
   * @param out the number of units
   * @param activation the function g
   * @return the layer
   * @throws IllegalArgumentException as the constructor does
   */
  public static LayerSpec of(String name, String input, int in, int out, Activation activation) {
    return of(name, input, in, out, ActivationSpec.of(activation));
  }

  /**
   * A layer with a bias and a single input, whose activation has parameters.
   *
   * @param name the layer's name
   * @param input the name of the layer or network input it reads
   * @param in the number of input columns
   * @param out the number of units
   * @param activation the function g with its parameters
   * @return the layer
   * @throws IllegalArgumentException as the constructor does
   */
  public static LayerSpec of(
      String name, String input, int in, int out, ActivationSpec activation) {
    return of(name, List.of(input), in, out, activation);
  }

  /**
   * A layer with a bias that reads several matrices side by side.
   *
   * @param name the layer's name
   * @param inputs the names of the layers or network inputs it reads
   * @param in the number of input columns, of all of them together
   * @param out the number of units
   * @param activation the function g with its parameters
   * @return the layer
   * @throws IllegalArgumentException as the constructor does
   */
  public static LayerSpec of(
      String name, List<String> inputs, int in, int out, ActivationSpec activation) {
    return new LayerSpec(
        name,
        inputs,
        in,
        out,
        activation,
        true,
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  /**
   * Whether the weights of a layer fit one Java array.
   *
   * @param in the number of input columns
   * @param out the number of units
   * @return whether in × out is at most the length of the longest array
   */
  public static boolean weightsFitArray(int in, int out) {
    return (long) in * out <= MAX_ARRAY_LENGTH;
  }

  /**
   * The same layer without a bias.
   *
   * @return a layer that computes A = g(X·W)
   */
  public LayerSpec withoutBias() {
    return new LayerSpec(
        name, inputs, in, out, activation, false, residual, normalization, inputNormalization);
  }

  /**
   * The same layer with another activation.
   *
   * @param other the function g with its parameters
   * @return the layer
   */
  public LayerSpec withActivation(ActivationSpec other) {
    return other.equals(activation)
        ? this
        : new LayerSpec(
            name, inputs, in, out, other, bias, residual, normalization, inputNormalization);
  }

  /**
   * The same layer that adds an earlier result to Z.
   *
   * @param from the name of a layer or network input, out columns wide
   * @return a layer that computes A = g(X·W + b + R)
   */
  public LayerSpec withResidual(String from) {
    return with(new ResidualSpec(from, false));
  }

  /**
   * The same layer that adds an earlier result to g(Z).
   *
   * @param from the name of a layer or network input, out columns wide
   * @return a layer that computes A = g(X·W + b) + R
   */
  public LayerSpec withResidualAfterActivation(String from) {
    return with(new ResidualSpec(from, true));
  }

  private LayerSpec with(ResidualSpec other) {
    return new LayerSpec(
        name,
        inputs,
        in,
        out,
        activation,
        bias,
        Optional.of(other),
        normalization,
        inputNormalization);
  }

  /**
   * The same layer, normalised.
   *
   * @param other how
   * @return the layer
   */
  public LayerSpec withNormalization(NormalizationSpec other) {
    return normalized(Optional.of(other), inputNormalization);
  }

  /**
   * The same layer without a normalisation of its own values.
   *
   * @return the layer
   */
  public LayerSpec withoutNormalization() {
    return normalized(Optional.empty(), inputNormalization);
  }

  /**
   * The same layer that normalises what it reads.
   *
   * @param other how, not after the activation
   * @return a layer that computes A = g(norm(X)·W + b)
   * @throws IllegalArgumentException as the constructor does
   */
  public LayerSpec withInputNormalization(NormalizationSpec other) {
    return normalized(normalization, Optional.of(other));
  }

  /**
   * The same layer that reads its input as it is.
   *
   * @return the layer
   */
  public LayerSpec withoutInputNormalization() {
    return normalized(normalization, Optional.empty());
  }

  private LayerSpec normalized(
      Optional<NormalizationSpec> own, Optional<NormalizationSpec> ofInput) {
    return new LayerSpec(name, inputs, in, out, activation, bias, residual, own, ofInput);
  }

  /**
   * What the layer computes, such as {@code relu(X·W + b)}, {@code relu(batch_norm(X·W + b) + R)} or {@code
   * layer_norm(X)·W + b}. Parameters of the activation follow a semicolon; {@link Activation#IDENTITY} is left out.
   *
   * @return the right side of A = …, in the order that is written above
   */
  public String equation() {
    String x = inputNormalization.map(norm -> norm.applied("X")).orElse("X");
    String affine = bias ? x + "·W + b" : x + "·W";
    String before = withResidual(normalized(affine, false), false);
    return withResidual(normalized(activated(before), true), true);
  }

  private String activated(String values) {
    if (activation.kind() == Activation.IDENTITY) {
      return values;
    }
    String name = activation.kind().displayName();
    String text = activation.toString();
    return text.equals(name)
        ? name + "(" + values + ")"
        : name + "(" + values + "; " + text.substring(name.length() + 1);
  }

  private String normalized(String values, boolean isAfterActivation) {
    return normalization
        .filter(norm -> norm.afterActivation() == isAfterActivation)
        .map(norm -> norm.applied(values))
        .orElse(values);
  }

  private String withResidual(String values, boolean isAfterActivation) {
    return residual
        .filter(added -> added.afterActivation() == isAfterActivation)
        .map(added -> values + " + R")
        .orElse(values);
  }

  /**
   * The number of learned values.
   *
   * @return in·out, + out with a bias, + the number of slopes if the activation learns them, + 2·out
   *     with a normalisation, + 2·in with one of the input (the means and variances of batches are not
   *     counted: they were measured)
   */
  public long parameterCount() {
    return tensorShapes().entrySet().stream()
        .filter(tensor -> !MEASURED.contains(tensor.getKey()))
        .mapToLong(tensor -> tensor.getValue().elementCount())
        .sum();
  }

  /**
   * What the layer learned: the shape of each tensor by its role, {@link #WEIGHT} (in × out) and, if
   * there is one, {@link #BIAS} (out), {@link #SLOPE} (1 or out) and those of the normalisations.
   *
   * @return an unmodifiable map, in that order
   */
  public Map<String, Shape> tensorShapes() {
    Map<String, Shape> shapes = new LinkedHashMap<>();
    shapes.put(WEIGHT, Shape.of(in, out));
    if (bias) {
      shapes.put(BIAS, Shape.of(out));
    }
    if (activation.kind() == Activation.PRELU) {
      shapes.put(SLOPE, Shape.of(activation.slopePerUnit() ? out : 1));
    }
    normalization.ifPresent(norm -> {
      shapes.put(NORM_WEIGHT, Shape.of(out));
      shapes.put(NORM_BIAS, Shape.of(out));
      if (norm.kind() == Normalization.BATCH) {
        shapes.put(NORM_MEAN, Shape.of(out));
        shapes.put(NORM_VARIANCE, Shape.of(out));
      }
    });
    inputNormalization.ifPresent(norm -> {
      shapes.put(INPUT_NORM_WEIGHT, Shape.of(in));
      shapes.put(INPUT_NORM_BIAS, Shape.of(in));
      if (norm.kind() == Normalization.BATCH) {
        shapes.put(INPUT_NORM_MEAN, Shape.of(in));
        shapes.put(INPUT_NORM_VARIANCE, Shape.of(in));
      }
    });
    return Collections.unmodifiableMap(shapes);
  }
}
