package dev.lamina.weights.onnx;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The activations that tools export as several small operators, in the normal form that {@link
 * Expression} brings them to: factors and terms sorted, numbers in front, five digits.
 */
final class ActivationPatterns {

  /** Any number. */
  private static final String ANY = "#";

  private static final List<Entry> ENTRIES = List.of(
      entry(FileActivation.GELU_EXACT, "mul(0.5,add(1,erf(mul(0.70711,x))),x)"),
      entry(
          FileActivation.GELU_TANH,
          "mul(0.5,add(1,tanh(mul(0.79788,add(mul(0.044715,x,x,x),x)))),x)"),
      entry(
          FileActivation.GELU_TANH,
          "mul(0.5,add(1,tanh(mul(0.79788,add(1,mul(0.044715,x,x)),x))),x)"),
      entry(FileActivation.QUICK_GELU, "mul(sigmoid(mul(1.702,x)),x)"),
      entry(FileActivation.SILU, "mul(sigmoid(x),x)"),
      entry(FileActivation.SWISH, "mul(sigmoid(mul(#,x)),x)"),
      entry(FileActivation.MISH, "mul(tanh(softplus(x)),x)"),
      entry(FileActivation.MISH, "mul(tanh(log(add(1,exp(x)))),x)"),
      entry(FileActivation.SOFTSIGN, "mul(inv(add(1,abs(x))),x)"),
      entry(FileActivation.HARD_SWISH, "mul(0.16667,clip[0,6](add(3,x)),x)"),
      entry(FileActivation.HARD_SWISH, "mul(hardsigmoid[0.16667,0.5](x),x)"),
      entry(FileActivation.HARD_SIGMOID, "mul(0.16667,clip[0,6](add(3,x)))"),
      entry(FileActivation.LOG_SIGMOID, "log(sigmoid(x))"),
      entry(FileActivation.SOFTPLUS, "log(add(1,exp(x)))"),
      entry(FileActivation.SOFTPLUS_BETA, "mul(#,softplus(mul(#,x)))"),
      entry(FileActivation.RELU6, "clip[0,6](x)"),
      entry(FileActivation.HARD_TANH, "clip[-1,1](x)"));

  private ActivationPatterns() {}

  private record Entry(FileActivation activation, Pattern pattern) {}

  private static Entry entry(FileActivation activation, String form) {
    return new Entry(
        activation, Pattern.compile(Pattern.quote(form).replace(ANY, "\\E-?[0-9.]+\\Q")));
  }

  /** The activation of an expression in normal form. */
  static Optional<FileActivation> of(String expression) {
    return ENTRIES.stream()
        .filter(entry -> entry.pattern().matcher(expression).matches())
        .map(Entry::activation)
        .findFirst();
  }
}
