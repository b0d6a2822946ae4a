package dev.lamina.processor;

import dev.lamina.ActivationParameter;
import dev.lamina.ErrorCode;
import dev.lamina.Scaling;
import dev.lamina.ScalingSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import javax.lang.model.element.TypeElement;

/** Checks that the constants of scalings can be what they are for, and fit the columns. */
final class ScalingCheck {

  /** Constants in one member. A class initialiser has 64 KiB, and a constant takes 8 bytes of it. */
  private static final int MAX_CONSTANTS = 1500;

  private final TypeElement type;
  private final ScalingDeclaration scaling;
  private final List<Problem> problems;

  private ScalingCheck(TypeElement type, ScalingDeclaration scaling, List<Problem> problems) {
    this.type = type;
    this.scaling = scaling;
    this.problems = problems;
  }

  static List<Problem> check(Declaration declaration) {
    List<Problem> problems = new ArrayList<>();
    for (ScalingDeclaration scaling : declaration.scalings()) {
      new ScalingCheck(declaration.type(), scaling, problems).check(columns(declaration, scaling));
    }
    return problems;
  }

  /** An annotation on a type that has no layers. */
  static Problem withoutLayers(TypeElement type, ScalingDeclaration scaling) {
    return Problem.withoutLayers(
        ErrorCode.SCALING, type, Place.of(type, scaling.annotation()), "an " + scaling.title());
  }

  /** What the columns are to be counted by: the layer's number and its width. */
  private record Columns(String text, int count) {}

  /** Empty if the width is missing or wrong, which is an error of its own. */
  private static Optional<Columns> columns(Declaration declaration, ScalingDeclaration scaling) {
    List<LayerDeclaration> layers = declaration.layers();
    if (layers.isEmpty()) {
      return Optional.empty();
    }
    LayerDeclaration first = layers.get(0);
    LayerDeclaration last = layers.get(layers.size() - 1);
    Optional<Columns> columns = scaling.isInput()
        ? first.in().map(in -> new Columns(first.title() + " takes in = " + in, in))
        : Optional.of(new Columns(last.title() + " produces out = " + last.out(), last.out()));
    return columns.filter(known -> known.count() > 0);
  }

  private void check(Optional<Columns> columns) {
    String shift = scaling.kind().shiftName();
    for (Scaling other : Scaling.values()) {
      if (other != scaling.kind() && scaling.constants().containsKey(other.shiftName())) {
        add(
            other.shiftName(),
            scaling.title() + " has " + other.shiftName() + ", but kind = " + scaling.kind()
                + " takes " + shift + " and scale",
            shift + " instead, or kind = " + other);
        return;
      }
    }
    checkTogether(shift, ScalingSpec.SCALE);
    checkTogether(ScalingSpec.SCALE, shift);
    for (String member : List.of(shift, ScalingSpec.SCALE)) {
      List<Double> numbers = scaling.constants().get(member);
      if (numbers != null) {
        checkNumbers(member, numbers, columns);
      }
    }
  }

  private void checkTogether(String member, String missing) {
    if (scaling.constants().containsKey(member) && !scaling.constants().containsKey(missing)) {
      add(
          member,
          scaling.title() + " has " + member + " and no " + missing,
          "add " + missing + ", or leave out " + member + " too: the weight file then has "
              + scaling.tensors());
    }
  }

  private void checkNumbers(String member, List<Double> numbers, Optional<Columns> columns) {
    int count = numbers.size();
    if (count > 1 && columns.filter(known -> known.count() != count).isPresent()) {
      add(
          member,
          scaling.title() + " has " + count + " numbers as " + member + ", but "
              + columns.get().text(),
          columns.get().count() == 1
              ? "one number"
              : columns.get().count() + " numbers, one for each column, or one for all");
    } else if (count > MAX_CONSTANTS) {
      add(
          member,
          String.format(
              Locale.ROOT,
              "%s has %,d numbers as %s, more than the %,d that fit a class",
              scaling.title(),
              count,
              member,
              MAX_CONSTANTS),
          "leave the constants out: the weight file then has " + scaling.tensors());
    } else {
      checkValues(member, numbers);
    }
  }

  /** The first that is wrong: the others usually are of the same kind. */
  private void checkValues(String member, List<Double> numbers) {
    boolean isScale = member.equals(ScalingSpec.SCALE);
    for (int i = 0; i < numbers.size(); i++) {
      double number = numbers.get(i);
      if (!(isScale ? ScalingSpec.acceptsScale(number) : ScalingSpec.acceptsShift(number))) {
        add(
            member,
            scaling.title() + " has " + member + " = " + ActivationParameter.text(number)
                + (numbers.size() == 1 ? "" : " for column " + i)
                + (isScale
                    ? ", expected a finite number other than 0"
                    : ", expected a finite number"),
            isScale
                ? "such a number; 1 for a column that is the same in all examples, as scikit-learn has"
                    + " it"
                : "such a number");
        return;
      }
    }
  }

  private void add(String member, String headline, String fix) {
    problems.add(new Problem(
        ErrorCode.SCALING,
        Place.of(type, scaling.annotation(), member),
        headline,
        List.of("fix: " + fix)));
  }
}
