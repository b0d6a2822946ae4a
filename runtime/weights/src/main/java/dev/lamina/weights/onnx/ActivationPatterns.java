package dev.lamina.weights.onnx;

import dev.lamina.Activation;
import dev.lamina.ActivationParameter;
import dev.lamina.ActivationSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The activations that tools export as several small operators, in the normal form that {@link
 * Expression} brings them to: factors and terms sorted, numbers in front.
 */
final class ActivationPatterns {

  /** A number, or ? for any number. */
  private static final Pattern NUMBER = Pattern.compile("-?[0-9][0-9.]*(?:E-?[0-9]+)?|\\?");

  private static final String ANY = "?";

  /** Tools write constants with more or fewer digits, in float or double. */
  private static final double TOLERANCE = 2e-5;

  private static final String GELU_TANH_ARGUMENT = "mul(0.7978845608,add(mul(0.044715,x,x,x),x))";
  private static final String GELU_TANH_PRODUCT = "mul(0.7978845608,add(1,mul(0.044715,x,x)),x)";

  private static final List<Entry> ENTRIES = List.of(
      entry(Activation.GELU, "mul(0.5,add(1,erf(mul(0.7071067812,x))),x)"),
      entry(Activation.GELU, "mul(add(0.5,mul(0.5,erf(mul(0.7071067812,x)))),x)"),
      entry(Activation.GELU_TANH, "mul(0.5,add(1,tanh(" + GELU_TANH_ARGUMENT + ")),x)"),
      entry(Activation.GELU_TANH, "mul(0.5,add(1,tanh(" + GELU_TANH_PRODUCT + ")),x)"),
      entry(Activation.GELU_TANH, "mul(add(0.5,mul(0.5,tanh(" + GELU_TANH_ARGUMENT + "))),x)"),
      entry(Activation.GELU_TANH, "mul(add(0.5,mul(0.5,tanh(" + GELU_TANH_PRODUCT + "))),x)"),
      entry(Activation.SILU, "mul(sigmoid(x),x)"),
      entry(Activation.SILU, "mul(inv(add(1,exp(mul(-1,x)))),x)"),
      entry(
          "mul(sigmoid(mul(?,x)),x)",
          numbers -> Optional.of(OperatorActivations.swish(numbers.get(0)))),
      entry(Activation.SIGMOID, "inv(add(1,exp(mul(-1,x))))"),
      entry(Activation.MISH, "mul(tanh(softplus(x)),x)"),
      entry(Activation.MISH, "mul(tanh(log(add(1,exp(x)))),x)"),
      entry(Activation.SOFTSIGN, "mul(inv(add(1,abs(x))),x)"),
      entry(Activation.HARD_SWISH, "mul(0.1666666667,clip[0,6](add(3,x)),x)"),
      entry(Activation.HARD_SWISH, "mul(clip[0,1](add(0.5,mul(0.1666666667,x))),x)"),
      entry(Activation.HARD_SWISH, "mul(hardsigmoid[0.1666666667,0.5](x),x)"),
      entry(Activation.HARD_SIGMOID, "mul(0.1666666667,clip[0,6](add(3,x)))"),
      entry(Activation.HARD_SIGMOID, "clip[0,1](add(0.5,mul(0.1666666667,x)))"),
      entry(Activation.LOG_SIGMOID, "log(sigmoid(x))"),
      entry(Activation.LOG_SIGMOID, "mul(-1,softplus(mul(-1,x)))"),
      entry(Activation.LOG_SIGMOID, "mul(-1,log(add(1,exp(mul(-1,x)))))"),
      entry(Activation.SOFTPLUS, "log(add(1,exp(x)))"),
      entry("mul(?,softplus(mul(?,x)))", n -> softplus(n.get(0), n.get(1))),
      entry("mul(?,log(add(1,exp(mul(?,x)))))", n -> softplus(n.get(0), n.get(1))),
      entry("where(greater(x,?),x,softplus(x))", n -> softplus(1, 1, n.get(0))),
      entry(
          "where(greater(mul(?,x),?),x,mul(?,softplus(mul(?,x))))",
          n -> isNear(n.get(0), n.get(3)) ? softplus(n.get(2), n.get(3), n.get(1)) : none()),
      entry("max(mul(?,x),x)", n -> leaky(n.get(0))),
      entry("max(x,mul(?,x))", n -> leaky(n.get(0))),
      entry(Activation.TANHSHRINK, "add(mul(-1,tanh(x)),x)"),
      entry("clip[?,?](x)", n -> Optional.of(FileActivation.clip(n.get(0), n.get(1)))));

  private ActivationPatterns() {}

  /**
   * An expression.
   *
   * @param form its text with ? for each number
   * @param numbers the numbers; NaN for any
   * @param activation what it is for the numbers that stand for any; empty if it is nothing
   */
  private record Entry(
      String form,
      List<Double> numbers,
      Function<List<Double>, Optional<FileActivation>> activation) {

    private Optional<FileActivation> match(String otherForm, List<Double> others) {
      if (!otherForm.equals(form)) {
        return none();
      }
      List<Double> any = new ArrayList<>();
      for (int i = 0; i < numbers.size(); i++) {
        if (numbers.get(i).isNaN()) {
          any.add(others.get(i));
        } else if (!isNear(others.get(i), numbers.get(i))) {
          return none();
        }
      }
      return activation.apply(any);
    }
  }

  private static Entry entry(Activation kind, String text) {
    return entry(text, numbers -> Optional.of(FileActivation.of(kind)));
  }

  private static Entry entry(
      String text, Function<List<Double>, Optional<FileActivation>> activation) {
    return new Entry(form(text), numbers(text), activation);
  }

  private static String form(String text) {
    return NUMBER.matcher(text).replaceAll(Matcher.quoteReplacement(ANY));
  }

  private static List<Double> numbers(String text) {
    return NUMBER
        .matcher(text)
        .results()
        .map(MatchResult::group)
        .map(number -> number.equals(ANY) ? Double.NaN : Double.valueOf(number))
        .toList();
  }

  /** The activation of an expression in normal form. */
  static Optional<FileActivation> of(String expression) {
    String form = form(expression);
    List<Double> numbers = numbers(expression);
    return ENTRIES.stream()
        .flatMap(entry -> entry.match(form, numbers).stream())
        .findFirst();
  }

  private static Optional<FileActivation> softplus(double factor, double beta) {
    return softplus(
        factor, beta, ActivationSpec.of(Activation.SOFTPLUS).value(ActivationParameter.THRESHOLD));
  }

  /** z where beta·z &gt; threshold, else factor·ln(1 + e^(beta·z)). */
  private static Optional<FileActivation> softplus(double factor, double beta, double threshold) {
    ActivationSpec spec = ActivationSpec.of(Activation.SOFTPLUS);
    double roundedBeta = FileActivation.parameterValue(beta);
    double roundedThreshold = FileActivation.parameterValue(threshold);
    boolean isSoftplus = isNear(factor * beta, 1)
        && spec.kind().parameters().get(0).accepts(roundedBeta)
        && spec.kind().parameters().get(1).accepts(roundedThreshold);
    return isSoftplus
        ? Optional.of(FileActivation.of(spec.with(ActivationParameter.BETA, roundedBeta)
            .with(ActivationParameter.THRESHOLD, roundedThreshold)))
        : none();
  }

  /** The greater one of z and slope·z, which is z above 0 only for slopes up to 1. */
  private static Optional<FileActivation> leaky(double slope) {
    return slope <= 1
        ? Optional.of(
            FileActivation.of("LeakyRelu", Activation.LEAKY_RELU, ActivationParameter.ALPHA, slope))
        : none();
  }

  private static Optional<FileActivation> none() {
    return Optional.empty();
  }

  private static boolean isNear(double value, double expected) {
    return Math.abs(value - expected) <= TOLERANCE * Math.abs(expected);
  }
}
