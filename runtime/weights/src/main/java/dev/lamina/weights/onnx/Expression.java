package dev.lamina.weights.onnx;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A function of one value x in a normal form: whatever way a tool multiplies and adds, equal functions
 * mostly have equal texts.
 */
sealed interface Expression {

  /** x, a number, or an operator with what it is applied to. */
  String text();

  /** x itself, or an operator that is neither a sum nor a product. */
  record Other(String text) implements Expression {}

  /** A number times factors. */
  record Product(double coefficient, List<String> factors) implements Expression {

    @Override
    public String text() {
      if (factors.isEmpty() || coefficient == 0) {
        return String.valueOf(coefficient);
      }
      return coefficient == 1 && factors.size() == 1
          ? factors.get(0)
          : joined("mul", coefficient, 1, factors);
    }
  }

  /** A number plus terms. */
  record Sum(double constant, List<String> terms) implements Expression {

    @Override
    public String text() {
      return constant == 0 && terms.size() == 1 ? terms.get(0) : joined("add", constant, 0, terms);
    }
  }

  /** max(low, min(high, argument)). */
  record Clipped(String argument, double low, double high) implements Expression {

    @Override
    public String text() {
      return "clip[" + low + "," + high + "](" + argument + ")";
    }
  }

  /** x. */
  static Expression variable() {
    return new Other("x");
  }

  static Expression constant(double value) {
    return new Product(value, List.of());
  }

  static Expression call(String operator, Expression... arguments) {
    return new Other(Arrays.stream(arguments)
        .map(Expression::text)
        .collect(Collectors.joining(",", operator + "(", ")")));
  }

  default Expression times(Expression other) {
    Product a = asProduct();
    Product b = other.asProduct();
    List<String> factors = new ArrayList<>(a.factors);
    factors.addAll(b.factors);
    return new Product(a.coefficient * b.coefficient, factors);
  }

  default Expression plus(Expression other) {
    Sum a = asSum();
    Sum b = other.asSum();
    List<String> terms = new ArrayList<>(a.terms);
    terms.addAll(b.terms);
    return new Sum(a.constant + b.constant, terms);
  }

  /** max(low, min(high, it)). */
  default Expression clip(double low, double high) {
    return this instanceof Clipped inner
        ? new Clipped(
            inner.argument,
            Math.min(Math.max(inner.low, low), high),
            Math.min(Math.max(inner.high, low), high))
        : new Clipped(text(), low, high);
  }

  /** 1 divided by it. */
  default Expression inverse() {
    return isConstant() ? constant(1 / asProduct().coefficient) : new Other("inv(" + text() + ")");
  }

  default boolean isConstant() {
    return this instanceof Product product && product.factors.isEmpty();
  }

  /** Its value if it is a number. */
  default OptionalDouble number() {
    return isConstant() ? OptionalDouble.of(asProduct().coefficient) : OptionalDouble.empty();
  }

  private Product asProduct() {
    return this instanceof Product product ? product : new Product(1, List.of(text()));
  }

  private Sum asSum() {
    if (this instanceof Sum sum) {
      return sum;
    }
    return isConstant() ? new Sum(asProduct().coefficient, List.of()) : new Sum(0, List.of(text()));
  }

  private static String joined(
      String operator, double number, double neutral, List<String> operands) {
    Stream<String> first = number == neutral ? Stream.of() : Stream.of(String.valueOf(number));
    return Stream.concat(first, operands.stream().sorted())
        .collect(Collectors.joining(",", operator + "(", ")"));
  }
}
