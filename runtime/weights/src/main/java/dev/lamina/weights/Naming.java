package dev.lamina.weights;

import dev.lamina.LayerSpec;
import dev.lamina.weights.file.StoredTensor;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** How a tool names the tensors of its dense layers. A name also says which way round a matrix is. */
enum Naming {
  /**
   * {@code 0.weight}, {@code net.0.bias}, {@code 1.running_mean}; also {@code hidden.slope}, which is
   * Lamina's own name.
   */
  PYTORCH(
      "weight",
      "bias",
      Orientation.OUT_BY_IN,
      "((?:.+\\.)?)(weight|bias|slope|running_mean|running_var)()"),

  /**
   * {@code dense/kernel}, {@code model/dense_1/bias:0}, {@code Dense_0.kernel}, {@code
   * batch_normalization/gamma}.
   */
  KERAS(
      "kernel",
      "bias",
      Orientation.IN_BY_OUT,
      "((?:.+[./_])?)(kernel|bias|gamma|beta|moving_mean|moving_variance)((?::\\d+)?)"),

  /** The layers of scikit-learn's networks: {@code coefs_0}, {@code intercepts_0}. */
  SCIKIT_NETWORK(
      "coefs", "intercepts", Orientation.IN_BY_OUT, "((?:.+[./_])?)(coefs|intercepts)_(\\d+)"),

  /** scikit-learn's linear models: {@code coef_}, {@code intercept_}. */
  SCIKIT_LINEAR("coef", "intercept", Orientation.OUT_BY_IN, "((?:.+[./_])?)(coef|intercept)_()");

  private final String weight;
  private final String bias;
  private final Orientation orientation;

  @SuppressWarnings("ImmutableEnumChecker") // a pattern never changes
  private final Pattern pattern;

  Naming(String weight, String bias, Orientation orientation, String pattern) {
    this.weight = weight;
    this.bias = bias;
    this.orientation = orientation;
    this.pattern = Pattern.compile(pattern);
  }

  /** Which way round the weights of such a file are. */
  Orientation orientation() {
    return orientation;
  }

  /**
   * A name in its parts.
   *
   * @param prefix what stands before the word for the role, with the separator
   * @param role {@link LayerSpec#WEIGHT}, {@link LayerSpec#BIAS}, {@link LayerSpec#SLOPE} or, where the
   *     word is of a normalisation alone, that of {@link LayerSpec#tensorShapes()}
   * @param suffix what stands behind the word
   */
  record Parts(String prefix, String role, String suffix) {}

  Optional<Parts> parse(String name) {
    Matcher matcher = pattern.matcher(name);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    return Optional.of(new Parts(matcher.group(1), role(matcher.group(2)), matcher.group(3)));
  }

  private String role(String word) {
    if (word.equals(weight)) {
      return LayerSpec.WEIGHT;
    }
    if (word.equals(bias)) {
      return LayerSpec.BIAS;
    }
    return switch (word) {
      case "gamma" -> LayerSpec.NORM_WEIGHT;
      case "beta" -> LayerSpec.NORM_BIAS;
      case "running_mean", "moving_mean" -> LayerSpec.NORM_MEAN;
      case "running_var", "moving_variance" -> LayerSpec.NORM_VARIANCE;
      default -> LayerSpec.SLOPE;
    };
  }

  private String word(String role) {
    return switch (role) {
      case LayerSpec.WEIGHT -> weight;
      case LayerSpec.BIAS -> bias;
      default -> role;
    };
  }

  /** The name of the tensor of a role. */
  String name(String prefix, String role, String suffix) {
    String word = word(role);
    return switch (this) {
      case PYTORCH, KERAS -> prefix + word + suffix;
      case SCIKIT_NETWORK, SCIKIT_LINEAR -> prefix + word + "_" + suffix;
    };
  }

  /** The naming that most names for weights of a file follow, or else most names for biases. */
  static Naming of(List<StoredTensor> tensors) {
    Comparator<Naming> byMatches = Comparator.<Naming>comparingLong(
            naming -> naming.count(tensors, LayerSpec.WEIGHT))
        .thenComparingLong(naming -> naming.count(tensors, LayerSpec.BIAS));
    // The first of those that are equal.
    return Stream.of(values())
        .max(byMatches.thenComparing(Comparator.reverseOrder()))
        .orElseThrow();
  }

  private long count(List<StoredTensor> tensors, String role) {
    return tensors.stream()
        .flatMap(tensor -> parse(tensor.name()).stream())
        .filter(parts -> parts.role().equals(role))
        .count();
  }

  /** What a tensor's own name says about its orientation, whatever the rest of the file. */
  static Optional<Orientation> orientationOf(String name) {
    for (Naming naming : values()) {
      if (naming
          .parse(name)
          .filter(parts -> parts.role().equals(LayerSpec.WEIGHT))
          .isPresent()) {
        return Optional.of(naming.orientation);
      }
    }
    return Optional.empty();
  }

  /** Whether a name is one that some tool gives to weights. */
  static boolean isKnown(String name) {
    return Stream.of(values()).anyMatch(naming -> naming.parse(name).isPresent());
  }

  /** The names of groups in the order of their layers; empty if they have none. */
  Optional<List<String>> inOrder(List<String> names) {
    return this == KERAS ? kerasOrder(names) : NumericOrder.of(names);
  }

  /** Keras counts from the second layer on: {@code dense}, {@code dense_1}, {@code dense_2}. */
  private static Optional<List<String>> kerasOrder(List<String> names) {
    List<String> numbered = names.stream().map(Naming::numbered).toList();
    return NumericOrder.of(numbered)
        .map(order ->
            order.stream().map(name -> names.get(numbered.indexOf(name))).toList());
  }

  private static String numbered(String name) {
    return name.isEmpty() || Character.isDigit(name.charAt(name.length() - 1)) ? name : name + "_0";
  }
}
