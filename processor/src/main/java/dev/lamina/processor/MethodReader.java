package dev.lamina.processor;

import com.google.auto.common.MoreElements;
import com.google.auto.common.MoreTypes;
import com.palantir.javapoet.CodeBlock;
import dev.lamina.ErrorCode;
import dev.lamina.processor.MethodDescription.Container;
import dev.lamina.processor.MethodDescription.Example;
import dev.lamina.processor.MethodDescription.Result;
import dev.lamina.processor.MethodDescription.ResultKind;
import dev.lamina.processor.MethodDescription.Target;
import dev.lamina.processor.Wiring.Source;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import javax.lang.model.element.Element;
import javax.lang.model.element.ElementKind;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.element.PackageElement;
import javax.lang.model.element.TypeElement;
import javax.lang.model.element.VariableElement;
import javax.lang.model.type.ArrayType;
import javax.lang.model.type.DeclaredType;
import javax.lang.model.type.ExecutableType;
import javax.lang.model.type.TypeKind;
import javax.lang.model.type.TypeMirror;

/**
 * Reads an abstract method in the user's own words, and says what does not fit: its parameters have to
 * add up to the columns of X, its return type to those of the result.
 */
final class MethodReader {

  /** Lines in which an error text lists features before the others are left out. */
  private static final int LISTED = 12;

  private final TypeMethods methods;
  private final FeatureReader featureReader;
  private final ResultReader resultReader;
  private final Symbols symbols;

  MethodReader(
      TypeMethods methods,
      FeatureReader featureReader,
      ResultReader resultReader,
      Symbols symbols) {
    this.methods = methods;
    this.featureReader = featureReader;
    this.resultReader = resultReader;
    this.symbols = symbols;
  }

  /** A part of a method's signature: how results are held, and what one of them is. */
  private record Held(Target target, TypeMirror one) {}

  /** A part of a method's signature: how examples are held, if there are many. */
  private record Brought(Optional<Container> minibatch, Example example) {}

  /**
   * Reads a method.
   *
   * @param declaration the annotated type, whose shapes are right
   * @param method an abstract method of the type
   * @param problems receives what does not fit
   * @return the method, if everything fits
   */
  Optional<MethodDescription> read(
      Declaration declaration, ExecutableElement method, List<Problem> problems) {
    TypeElement type = declaration.type();
    if (!method.getTypeParameters().isEmpty()) {
      problems.add(problem(
          ErrorCode.METHOD,
          methodPlace(type, method),
          method,
          "has type parameters, but a network has one shape",
          "remove the type parameters " + Names.joined(method.getTypeParameters())));
      return Optional.empty();
    }
    ExecutableType signature = methods.asMember(type, method);
    Optional<TypeElement> hidden = Sight.hidden(signature, MoreElements.getPackage(type));
    if (hidden.isPresent()) {
      problems.add(problem(
          ErrorCode.TYPE,
          methodPlace(type, method),
          method,
          "uses " + hidden.get().getSimpleName() + ", which the generated class cannot see",
          Sight.FIX));
      return Optional.empty();
    }
    boolean fills = signature.getReturnType().getKind() == TypeKind.VOID;
    List<VariableElement> parameters = new ArrayList<>(method.getParameters());
    List<TypeMirror> parameterTypes = new ArrayList<>(signature.getParameterTypes());
    TypeMirror results = signature.getReturnType();
    if (fills) {
      int last = parameters.size() - 1;
      if (last < 1 || parameterTypes.get(last).getKind() != TypeKind.ARRAY) {
        problems.add(problem(
            ErrorCode.RESULT,
            methodPlace(type, method),
            method,
            "returns nothing, and its last parameter is no array for the results",
            "return the result, or add an array for it behind the example"));
        return Optional.empty();
      }
      parameters.remove(last);
      results = parameterTypes.remove(last);
    }

    Optional<Brought> brought =
        readExample(declaration, method, parameters, parameterTypes, problems);
    if (brought.isEmpty()) {
      return Optional.empty();
    }
    List<LayerDeclaration> outputs = new Wiring(declaration).outputs();
    boolean isMinibatch = brought.get().minibatch().isPresent();
    boolean mayBeRows = brought.get().example().isRow();
    Held held = held(results, fills, isMinibatch);
    try {
      Result result = resultReader.read(held.one(), method, outputs);
      boolean holdsMany =
          held.target() != Target.RETURNED && !isRowInArray(held, result, isMinibatch);
      Optional<Container> minibatch = brought.get().minibatch();
      if (holdsMany && !isMinibatch) {
        if (!mayBeRows) {
          throw new Mismatch(
              "takes one example but returns many results",
              "take a List or an array of examples, or return one " + Names.simple(held.one()));
        }
        minibatch = Optional.of(Container.ROWS);
      }
      if (isMinibatch && held.target() == Target.RETURNED) {
        throw new Mismatch(
            "takes many examples but returns one " + Names.simple(held.one()),
            "return a List or an array of " + Names.simple(held.one()));
      }
      return Optional.of(
          new MethodDescription(method, brought.get().example(), minibatch, result, held.target()));
    } catch (Mismatch e) {
      problems.add(
          problem(ErrorCode.RESULT, methodPlace(type, method), method, e.reason(), e.fix()));
      return Optional.empty();
    }
  }

  /** A float[] that a method fills or returns for a single example is the row itself. */
  private static boolean isRowInArray(Held held, Result result, boolean isMinibatch) {
    return !isMinibatch && result.kind() == ResultKind.ROW && held.target() == Target.PARAMETER;
  }

  private static Held held(TypeMirror type, boolean fills, boolean isMinibatch) {
    if (type.getKind() == TypeKind.ARRAY) {
      TypeMirror element = ((ArrayType) type).getComponentType();
      boolean isRow = element.getKind() == TypeKind.FLOAT;
      if (isRow) {
        // The results of a minibatch lie one after another; those of an example are its row.
        return new Held(
            fills ? Target.PARAMETER : isMinibatch ? Target.RETURNED_ARRAY : Target.RETURNED, type);
      }
      return new Held(fills ? Target.PARAMETER : Target.RETURNED_ARRAY, element);
    }
    Optional<TypeMirror> element = listElement(type);
    if (element.isPresent()) {
      return new Held(Target.RETURNED_LIST, element.get());
    }
    return new Held(Target.RETURNED, type);
  }

  private Optional<Brought> readExample(
      Declaration declaration,
      ExecutableElement method,
      List<VariableElement> parameters,
      List<TypeMirror> parameterTypes,
      List<Problem> problems) {
    TypeElement type = declaration.type();
    PackageElement user = MoreElements.getPackage(type);
    List<Feature> features = new ArrayList<>();
    try {
      if (parameters.size() == 1) {
        VariableElement parameter = parameters.get(0);
        TypeMirror only = parameterTypes.get(0);
        boolean sized = parameter.getAnnotation(dev.lamina.Size.class) != null;
        if (isFloatArray(only) && !sized) {
          return Optional.of(
              new Brought(Optional.empty(), new Example(Optional.of(only), List.of())));
        }
        Optional<TypeMirror> inList = listElement(only);
        Optional<TypeMirror> inArray = arrayElement(only);
        Optional<TypeMirror> element = inList.isPresent() ? inList : inArray;
        if (element.isPresent() && !sized) {
          Container container = inList.isPresent() ? Container.LIST : Container.ARRAY;
          if (isFloatArray(element.get())) {
            return Optional.of(
                new Brought(Optional.of(container), new Example(element, List.of())));
          }
          if (FeatureReader.isOf(element.get(), ElementKind.RECORD)) {
            features.addAll(
                featureReader.read(element.get(), "", CodeBlock.of("example"), parameter, user));
            return checkCount(
                declaration,
                method,
                parameterPlace(type, method, parameter),
                "record " + Names.simple(element.get()),
                new Brought(Optional.of(container), new Example(element, features)),
                problems);
          }
        }
        if (FeatureReader.isOf(only, ElementKind.RECORD)) {
          features.addAll(featureReader.read(only, "", CodeBlock.of("example"), parameter, user));
          return checkCount(
              declaration,
              method,
              parameterPlace(type, method, parameter),
              "record " + Names.simple(only),
              new Brought(Optional.empty(), new Example(Optional.of(only), features)),
              problems);
        }
      }
      List<Source> inputs = new Wiring(declaration).inputs();
      boolean isByInput = inputs.size() > 1 && inputs.size() == parameters.size();
      if (isByInput) {
        checkOrder(inputs, parameters);
      }
      for (int i = 0; i < parameters.size(); i++) {
        VariableElement parameter = parameters.get(i);
        String name = parameter.getSimpleName().toString();
        CodeBlock value = CodeBlock.of("$N", name);
        boolean sized = parameter.getAnnotation(dev.lamina.Size.class) != null;
        if (isByInput && !sized && isFloatArray(parameterTypes.get(i))) {
          features.add(new Feature(
              name, value, Feature.Encoding.ARRAY, List.of(), inputs.get(i).width()));
        } else {
          features.addAll(featureReader.read(parameterTypes.get(i), name, value, parameter, user));
        }
      }
    } catch (Mismatch e) {
      problems.add(problem(
          ErrorCode.FEATURES, methodPlace(type, method), method, ": " + e.reason(), e.fix()));
      return Optional.empty();
    }
    return checkCount(
        declaration,
        method,
        methodPlace(type, method),
        "the parameters",
        new Brought(Optional.empty(), new Example(Optional.empty(), features)),
        problems);
  }

  private static void checkOrder(List<Source> inputs, List<VariableElement> parameters)
      throws Mismatch {
    List<String> expected = inputs.stream().map(Source::name).toList();
    List<String> found =
        parameters.stream().map(one -> one.getSimpleName().toString()).toList();
    if (ResultReader.isOtherOrder(expected, found)) {
      throw new Mismatch(
          "the parameters " + String.join(", ", found) + " are the inputs in another order",
          "the order of the inputs: " + String.join(", ", expected));
    }
  }

  private Optional<Brought> checkCount(
      Declaration declaration,
      ExecutableElement method,
      Place place,
      String source,
      Brought brought,
      List<Problem> problems) {
    List<Source> inputs = new Wiring(declaration).inputs();
    LayerDeclaration first = declaration.layers().get(0);
    List<Feature> features = brought.example().features();
    long columns = features.stream().mapToLong(Feature::size).sum();
    OptionalInt in = Wiring.sum(inputs);
    if (in.isEmpty()) {
      return Optional.of(brought);
    }
    if (columns == in.getAsInt()) {
      Optional<Problem> torn = tornFeature(method, place, inputs, features);
      torn.ifPresent(problems::add);
      return torn.isPresent() ? Optional.empty() : Optional.of(brought);
    }
    String taker = inputs.size() == 1
        ? first.title() + " takes in = "
        : "the inputs " + inputs.stream().map(Source::name).collect(Collectors.joining(", "))
            + " have the sizes "
            + inputs.stream()
                .map(input -> String.valueOf(input.width()))
                .collect(Collectors.joining(" + "))
            + " = ";
    String change = inputs.size() == 1
        ? "in = " + columns + " on " + first.title()
        : "other sizes of the inputs";
    List<String> details = new ArrayList<>();
    int column = 0;
    for (Feature feature : features.subList(0, Math.min(LISTED, features.size()))) {
      details.add(line(column, feature.size(), feature.name() + meaning(feature)));
      column += feature.size();
    }
    if (features.size() > LISTED) {
      details.add(symbols.ellipsis() + " and " + (features.size() - LISTED) + " more");
    } else if (columns < in.getAsInt()) {
      details.add(
          line((int) columns, (int) (in.getAsInt() - columns), symbols.broken() + " nothing"));
    }
    details.add("fix: " + Math.abs(in.getAsInt() - columns)
        + (columns < in.getAsInt() ? " more here" : " fewer here")
        + ", or " + change);
    problems.add(new Problem(
        ErrorCode.FEATURES,
        place,
        "method " + Names.signature(method) + ": " + source
            + (source.startsWith("the ") ? " have " : " has ")
            + ResultReader.count((int) columns, "column") + " but " + taker + in.getAsInt(),
        details));
    return Optional.empty();
  }

  /** A feature whose columns lie in two inputs: those before it do not add up to whole inputs. */
  private static Optional<Problem> tornFeature(
      ExecutableElement method, Place place, List<Source> inputs, List<Feature> features) {
    int column = 0;
    int input = 0;
    int end = inputs.get(0).width();
    for (Feature feature : features) {
      while (column >= end) {
        end += inputs.get(++input).width();
      }
      column += feature.size();
      if (column > end) {
        return Optional.of(problem(
            ErrorCode.FEATURES,
            place,
            method,
            ": " + feature.name() + " begins in " + inputs.get(input).title() + " and ends in "
                + inputs.get(input + 1).title(),
            "what is before it has to add up to whole inputs: "
                + inputs.stream()
                    .map(one -> one.name() + " has " + ResultReader.count(one.width(), "column"))
                    .collect(Collectors.joining(", "))));
      }
    }
    return Optional.empty();
  }

  private static String line(int column, int size, String what) {
    return (size == 1 ? "column " + column : "columns " + column + " to " + (column + size - 1))
        + ": " + what;
  }

  private static String meaning(Feature feature) {
    return feature.encoding() == Feature.Encoding.ONE_HOT
        ? " (" + String.join(", ", feature.constants()) + ")"
        : "";
  }

  private static boolean isFloatArray(TypeMirror type) {
    return arrayElement(type)
        .filter(element -> element.getKind() == TypeKind.FLOAT)
        .isPresent();
  }

  private static Optional<TypeMirror> arrayElement(TypeMirror type) {
    return type.getKind() == TypeKind.ARRAY
        ? Optional.of(((ArrayType) type).getComponentType())
        : Optional.empty();
  }

  private static Optional<TypeMirror> listElement(TypeMirror type) {
    if (type.getKind() != TypeKind.DECLARED) {
      return Optional.empty();
    }
    DeclaredType declared = MoreTypes.asDeclared(type);
    boolean isList =
        MoreTypes.asTypeElement(declared).getQualifiedName().contentEquals("java.util.List")
            && declared.getTypeArguments().size() == 1;
    return isList ? Optional.of(upperBound(declared.getTypeArguments().get(0))) : Optional.empty();
  }

  /** {@code List<? extends Penguin>} holds penguins. */
  private static TypeMirror upperBound(TypeMirror argument) {
    if (argument.getKind() == TypeKind.WILDCARD) {
      TypeMirror bound = MoreTypes.asWildcard(argument).getExtendsBound();
      return bound == null ? argument : bound;
    }
    return argument;
  }

  private static Problem problem(
      ErrorCode code, Place place, ExecutableElement method, String what, String fix) {
    String space = what.startsWith(":") ? "" : " ";
    return new Problem(
        code, place, "method " + Names.signature(method) + space + what, List.of("fix: " + fix));
  }

  /** The method where the user can see it: an inherited one may be in somebody else's source. */
  static Place methodPlace(TypeElement type, ExecutableElement method) {
    return Place.of(type.equals(method.getEnclosingElement()) ? method : type);
  }

  private static Place parameterPlace(
      TypeElement type, ExecutableElement method, Element parameter) {
    return Place.of(type.equals(method.getEnclosingElement()) ? parameter : type);
  }
}
