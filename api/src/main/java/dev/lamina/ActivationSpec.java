package dev.lamina;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * An activation with its parameters, as a {@link LayerSpec} holds it.
 *
 * @param kind the function
 * @param parameters the values of the function's parameters, in the order of {@link
 *     Activation#parameters()}; empty for a function that has none
 * @param slopePerUnit whether the slope that {@link Activation#PRELU} learns is one for each unit,
 *     not one for all; false for every other function
 */
public record ActivationSpec(Activation kind, List<Double> parameters, boolean slopePerUnit) {

  /**
   * Checks and copies.
   *
   * @throws IllegalArgumentException if there is not exactly one value for each parameter of the
   *     function, a value is not in its range, min is not less than max, or a function that learns no
   *     slope is to have one per unit
   */
  public ActivationSpec {
    parameters = List.copyOf(parameters);
    List<ActivationParameter> expected = kind.parameters();
    if (parameters.size() != expected.size()) {
      throw new IllegalArgumentException(ErrorCode.ACTIVATION.text(
          "%s takes %s, got %s", kind.displayName(), kind.parameterNames(), parameters));
    }
    for (int i = 0; i < expected.size(); i++) {
      ActivationParameter parameter = expected.get(i);
      if (!parameter.accepts(parameters.get(i))) {
        throw new IllegalArgumentException(ErrorCode.ACTIVATION.text(
            "%s has %s = %s, expected %s",
            kind.displayName(),
            parameter.name(),
            ActivationParameter.text(parameters.get(i)),
            parameter.range()));
      }
    }
    if (kind == Activation.HARD_TANH && !(parameters.get(0) < parameters.get(1))) {
      throw new IllegalArgumentException(ErrorCode.ACTIVATION.text(
          "%s has min = %s and max = %s: min must be less than max",
          kind.displayName(),
          ActivationParameter.text(parameters.get(0)),
          ActivationParameter.text(parameters.get(1))));
    }
    if (slopePerUnit && kind != Activation.PRELU) {
      throw new IllegalArgumentException(ErrorCode.ACTIVATION.text(
          "%s learns no slope, so it cannot have one per unit", kind.displayName()));
    }
  }

  /**
   * An activation whose parameters have their default values.
   *
   * @param kind the function
   * @return the activation
   */
  public static ActivationSpec of(Activation kind) {
    return new ActivationSpec(
        kind, kind.parameters().stream().map(ActivationParameter::defaultValue).toList(), false);
  }

  /**
   * The same function with another value for one of its parameters.
   *
   * @param parameter the parameter's name, such as {@link ActivationParameter#ALPHA}
   * @param value its value
   * @return the changed activation
   * @throws IllegalArgumentException if the function has no such parameter, or as the constructor
   *     does
   */
  public ActivationSpec with(String parameter, double value) {
    List<Double> changed = new ArrayList<>(parameters);
    changed.set(index(parameter), value);
    return new ActivationSpec(kind, changed, slopePerUnit);
  }

  /**
   * The {@link Activation#HARD_TANH} with other ends.
   *
   * @param min the lower end
   * @param max the upper end, greater than min
   * @return the changed activation
   * @throws IllegalArgumentException as {@link #with} does
   */
  public ActivationSpec between(double min, double max) {
    List<Double> changed = new ArrayList<>(parameters);
    changed.set(index(ActivationParameter.MIN), min);
    changed.set(index(ActivationParameter.MAX), max);
    return new ActivationSpec(kind, changed, slopePerUnit);
  }

  /**
   * The {@link Activation#PRELU} that learns a slope for each unit.
   *
   * @return the changed activation
   * @throws IllegalArgumentException for every other function
   */
  public ActivationSpec withSlopePerUnit() {
    return new ActivationSpec(kind, parameters, true);
  }

  /**
   * The value of a parameter, as networks compute with it.
   *
   * @param parameter the parameter's name, such as {@link ActivationParameter#ALPHA}
   * @return the float nearest to the value that was written, or to the default
   * @throws IllegalArgumentException if the function has no such parameter
   */
  public float value(String parameter) {
    return parameters.get(index(parameter)).floatValue();
  }

  private int index(String parameter) {
    for (int i = 0; i < parameters.size(); i++) {
      if (kind.parameters().get(i).name().equals(parameter)) {
        return i;
      }
    }
    throw new IllegalArgumentException(ErrorCode.ACTIVATION.text(
        "%s has no parameter %s, it takes %s",
        kind.displayName(), parameter, kind.parameterNames()));
  }

  /**
   * The parameters that do not have their default values.
   *
   * @return each one's value by its name, in the order of {@link Activation#parameters()}
   */
  public Map<String, Double> changedParameters() {
    Map<String, Double> changed = new LinkedHashMap<>();
    for (int i = 0; i < parameters.size(); i++) {
      ActivationParameter parameter = kind.parameters().get(i);
      if (parameters.get(i) != parameter.defaultValue()) {
        changed.put(parameter.name(), parameters.get(i));
      }
    }
    return Collections.unmodifiableMap(changed);
  }

  /**
   * The name of the function and what differs from its defaults, such as {@code relu}, {@code
   * leaky_relu(0.2)}, {@code softplus(beta=2)} or {@code prelu(per unit)}.
   */
  @Override
  public String toString() {
    if (slopePerUnit) {
      return kind.displayName() + "(per unit)";
    }
    Map<String, Double> changed = changedParameters();
    if (changed.isEmpty()) {
      return kind.displayName();
    }
    return changed.entrySet().stream()
        .map(entry -> (parameters.size() == 1 ? "" : entry.getKey() + "=")
            + ActivationParameter.text(entry.getValue()))
        .collect(Collectors.joining(", ", kind.displayName() + "(", ")"));
  }
}
