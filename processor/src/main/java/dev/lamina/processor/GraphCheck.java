package dev.lamina.processor;

import dev.lamina.ErrorCode;
import dev.lamina.SimilarNames;
import dev.lamina.processor.Wiring.Source;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import javax.lang.model.element.TypeElement;

/**
 * Checks who reads what: names that layers and outputs refer to, the order of layers, the widths of what is
 * added, and that everything is read.
 */
final class GraphCheck {

  private final Symbols symbols;

  GraphCheck(Symbols symbols) {
    this.symbols = symbols;
  }

  List<Problem> check(Declaration declaration) {
    List<Problem> problems = new ArrayList<>();
    Wiring wiring = new Wiring(declaration);
    for (InputDeclaration input : declaration.inputs()) {
      checkInput(declaration, input, problems);
    }
    for (LayerDeclaration layer : declaration.layers()) {
      checkFrom(declaration, wiring, layer, problems);
      checkAdd(declaration, wiring, layer, problems);
    }
    checkOutputs(declaration, wiring, problems);
    if (problems.isEmpty()) {
      checkUse(declaration, wiring, problems);
    }
    return problems;
  }

  /** Annotations on a type that has no layers. */
  static List<Problem> withoutLayers(
      TypeElement type, List<InputDeclaration> inputs, Optional<OutputDeclaration> output) {
    List<Problem> problems = new ArrayList<>();
    for (InputDeclaration input : inputs) {
      String what = "the @Input \"" + input.name() + "\"";
      problems.add(Problem.withoutLayers(ErrorCode.INPUT, type, Place.of(type, input), what));
    }
    output.ifPresent(heads -> problems.add(Problem.withoutLayers(
        ErrorCode.INPUT, type, Place.of(type, heads.annotation()), "an @Output")));
    return problems;
  }

  private static void checkInput(
      Declaration declaration, InputDeclaration input, List<Problem> problems) {
    if (input.size() <= 0) {
      problems.add(new Problem(
          ErrorCode.SIZE,
          Place.of(declaration.type(), input, "size"),
          "input \"" + input.name() + "\" has size = " + input.size()
              + ": it has at least 1 column",
          List.of("fix: write the number of its values in one example")));
    }
    boolean taken = declaration.inputs().stream()
            .anyMatch(other -> other.number() < input.number() && other.name().equals(input.name()))
        || declaration.layers().stream().anyMatch(layer -> layer.name().equals(input.name()));
    if (taken || !LayerNames.isName(input.name())) {
      problems.add(new Problem(
          ErrorCode.NAME,
          Place.of(declaration.type(), input, "name"),
          "input " + input.number() + " has the name \"" + input.name() + "\", "
              + (taken
                  ? "which is also the name of another input or layer"
                  : "and a name has one or more letters, digits, or characters of _ . -"),
          List.of("fix: another name")));
    }
  }

  private static void checkFrom(
      Declaration declaration, Wiring wiring, LayerDeclaration layer, List<Problem> problems) {
    if (layer.from().isEmpty()) {
      return;
    }
    Place place = Place.of(declaration.type(), layer, "from");
    if (layer.from().get().isEmpty()) {
      problems.add(new Problem(
          ErrorCode.INPUT,
          place,
          layer.title() + " reads nothing, since its from is empty",
          List.of("fix: name what it reads, or leave out from to read the layer before")));
    }
    for (String name : new LinkedHashSet<>(layer.from().get())) {
      checkName(wiring, layer, place, "reads", name).ifPresent(problems::add);
    }
  }

  /** Whether a layer may refer to a name: it stands for something, and that comes before. */
  private static Optional<Problem> checkName(
      Wiring wiring, LayerDeclaration layer, Place place, String verb, String name) {
    Optional<Source> source = wiring.find(name);
    if (source.isEmpty()) {
      return Optional.of(unknown(
          place,
          layer.title() + " " + verb + " \"" + name + "\", and no input or layer has that name",
          name,
          wiring.all().stream()
              .filter(one -> one.number() < layer.number())
              .map(Source::name)
              .toList()));
    }
    if (source.get().number() < layer.number()) {
      return Optional.empty();
    }
    String headline = layer.title() + " " + verb + " ";
    if (source.get().number() == layer.number()) {
      return Optional.of(cycle(place, headline + "itself"));
    }
    return Optional.of(
        wiring.isComputedFrom(source.get(), layer)
            ? cycle(place, headline + "\"" + name + "\", which is computed from it")
            : new Problem(
                ErrorCode.CYCLE,
                place,
                headline + "\"" + name + "\", which stands below it",
                List.of("fix: move " + source.get().title() + " above " + layer.title()
                    + ", or name another")));
  }

  private static Problem cycle(Place place, String headline) {
    return new Problem(
        ErrorCode.CYCLE, place, headline, List.of("fix: name an input or a layer above this one"));
  }

  private static Problem unknown(Place place, String headline, String name, List<String> known) {
    return new Problem(
        ErrorCode.NAME,
        place,
        headline
            + SimilarNames.nearest(name, known)
                .map(near -> ": did you mean \"" + near + "\"?")
                .orElse(""),
        List.of("fix: one of " + String.join(", ", known)));
  }

  private void checkAdd(
      Declaration declaration, Wiring wiring, LayerDeclaration layer, List<Problem> problems) {
    if (layer.add().isEmpty()) {
      layer
          .addAfterActivation()
          .ifPresent(after -> problems.add(new Problem(
              ErrorCode.INPUT,
              Place.of(declaration.type(), layer, "addAfterActivation"),
              layer.title() + " has addAfterActivation = " + after + ", but adds nothing",
              List.of("fix: add = the name of what is added, or leave out addAfterActivation"))));
      return;
    }
    String name = layer.add().get();
    Place place = Place.of(declaration.type(), layer, "add");
    Optional<Problem> wrong = checkName(wiring, layer, place, "adds", name);
    if (wrong.isPresent()) {
      problems.add(wrong.get());
      return;
    }
    Source source = wiring.find(name).orElseThrow();
    if (source.width() > 0 && layer.out() > 0 && source.width() != layer.out()) {
      problems.add(new Problem(
          ErrorCode.SHAPE,
          place,
          layer.title() + " has out = " + layer.out() + " but what it adds, " + source.title()
              + ", " + source.size(),
          List.of(
              source.name() + " " + symbols.rows(source.width()) + " + " + symbols.broken() + " "
                  + layer.name() + " " + symbols.rows(layer.out()),
              "fix: out = " + source.width() + " here, or add something of " + layer.out()
                  + " columns" + ofWidth(wiring, layer))));
    }
  }

  /** What a layer could add, if there is something. */
  private static String ofWidth(Wiring wiring, LayerDeclaration layer) {
    List<String> names = wiring.all().stream()
        .filter(one -> one.number() < layer.number() && one.width() == layer.out())
        .map(Source::name)
        .toList();
    return names.isEmpty() ? "" : ": " + String.join(", ", names);
  }

  private static void checkOutputs(Declaration declaration, Wiring wiring, List<Problem> problems) {
    if (declaration.output().isEmpty()) {
      return;
    }
    OutputDeclaration output = declaration.output().get();
    Place place = Place.of(declaration.type(), output);
    List<String> layers =
        declaration.layers().stream().map(LayerDeclaration::name).toList();
    if (output.names().isEmpty()) {
      problems.add(new Problem(
          ErrorCode.INPUT,
          place,
          "@Output names no layer, so the network has no result",
          List.of("fix: name at least one layer, or leave out @Output for the last one")));
    }
    Set<String> seen = new HashSet<>();
    for (String name : output.names()) {
      if (!seen.add(name)) {
        problems.add(new Problem(
            ErrorCode.NAME,
            place,
            "@Output names \"" + name + "\" twice",
            List.of("fix: name each layer once")));
      } else if (!layers.contains(name)) {
        boolean isInput = wiring.find(name).isPresent();
        problems.add(unknown(
            place,
            "@Output names \"" + name + "\", "
                + (isInput
                    ? "an input, and only layers are results"
                    : "and no layer has that name"),
            name,
            layers));
      }
    }
  }

  private static void checkUse(Declaration declaration, Wiring wiring, List<Problem> problems) {
    for (InputDeclaration input : declaration.inputs()) {
      if (wiring.readers(input.name()).isEmpty()) {
        problems.add(new Problem(
            ErrorCode.UNUSED,
            Place.of(declaration.type(), input),
            "input \"" + input.name() + "\" is read by no layer",
            List.of("fix: name it in the from of a layer, or remove it")));
      }
    }
    List<LayerDeclaration> outputs = wiring.outputs();
    for (LayerDeclaration layer : declaration.layers()) {
      if (wiring.readers(layer.name()).isEmpty() && !outputs.contains(layer)) {
        problems.add(new Problem(
            ErrorCode.UNUSED,
            Place.of(declaration.type(), layer),
            layer.title() + " is read by no layer and is no output",
            List.of("fix: name it in the from of a layer or in @Output, or remove it")));
      }
    }
  }
}
