package dev.lamina.cli;

import dev.lamina.Activation;
import dev.lamina.ActivationParameter;
import dev.lamina.ActivationSpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * Reads activations as {@link ActivationSpec#toString()} writes them: {@code relu}, {@code
 * leaky_relu(0.2)}, {@code softplus(beta=2, threshold=10)}, {@code prelu(per unit)}.
 */
final class ActivationText implements ITypeConverter<ActivationSpec> {

  /** What divides a list of them: a comma that is not inside of parentheses. */
  static final String SEPARATOR = ",(?![^(]*\\))";

  private static final Pattern TEXT = Pattern.compile("\\s*(\\w+)\\s*(?:\\(([^()]*)\\))?\\s*");
  private static final String PER_UNIT = "per unit";

  @Override
  public ActivationSpec convert(String text) {
    Matcher matcher = TEXT.matcher(text);
    if (!matcher.matches()) {
      throw new TypeConversionException("'" + text
          + "' is no activation, expected such as relu, leaky_relu(0.2) or" + " softplus(beta=2)");
    }
    Activation kind = kind(matcher.group(1));
    try {
      return matcher.group(2) == null
          ? ActivationSpec.of(kind)
          : withParameters(kind, matcher.group(2));
    } catch (IllegalArgumentException e) {
      throw new TypeConversionException(String.valueOf(e.getMessage()));
    }
  }

  private static Activation kind(String name) {
    return Arrays.stream(Activation.values())
        .filter(kind -> kind.name().equalsIgnoreCase(name))
        .findFirst()
        .orElseThrow(() -> new TypeConversionException("'" + name + "' is no activation, there are "
            + Arrays.stream(Activation.values())
                .map(Activation::displayName)
                .collect(Collectors.joining(", "))));
  }

  private static ActivationSpec withParameters(Activation kind, String text) {
    List<Double> values = new ArrayList<>(ActivationSpec.of(kind).parameters());
    boolean isPerUnit = false;
    for (String part : text.split(",", -1)) {
      if (part.strip().equals(PER_UNIT)) {
        isPerUnit = true;
        continue;
      }
      int equals = part.indexOf('=');
      values.set(index(kind, part.substring(0, Math.max(equals, 0)).strip()), number(part, equals));
    }
    return new ActivationSpec(kind, values, isPerUnit);
  }

  /** The place of a parameter; the only one needs no name. */
  private static int index(Activation kind, String name) {
    List<String> names =
        kind.parameters().stream().map(ActivationParameter::name).toList();
    int index = name.isEmpty() && names.size() == 1 ? 0 : names.indexOf(name);
    if (index < 0) {
      throw new TypeConversionException(kind.displayName() + " takes " + kind.parameterNames()
          + (name.isEmpty() ? ", say which, as in name=1" : ", not " + name));
    }
    return index;
  }

  private static double number(String part, int equals) {
    String text = part.substring(equals + 1).strip();
    try {
      return Double.parseDouble(text);
    } catch (NumberFormatException e) {
      throw new TypeConversionException("'" + text + "' is no number");
    }
  }
}
