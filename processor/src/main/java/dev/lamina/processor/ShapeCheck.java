package dev.lamina.processor;

import dev.lamina.ErrorCode;
import dev.lamina.LayerSpec;
import dev.lamina.NetworkSpec;
import dev.lamina.processor.Wiring.Source;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Collectors;

/**
 * Checks that the layers of a declaration fit together: sizes, the chain of shapes and names. Every
 * mistake is reported once, where it is, and none that only follows from another.
 */
final class ShapeCheck {

  /** Layers drawn in front of a broken one before the others are left out. */
  private static final int DRAWN_LAYERS = 3;

  private final Symbols symbols;

  ShapeCheck(Symbols symbols) {
    this.symbols = symbols;
  }

  List<Problem> check(Declaration declaration) {
    List<Problem> problems = new ArrayList<>();
    if (declaration.stackedAndBeside()) {
      problems.add(new Problem(
          ErrorCode.STACK,
          Place.of(declaration.type()),
          "a @Dense stands beside a @Dense.Stack, so the order of the layers is unknown",
          List.of("fix: move all layers into the @Dense.Stack, or write each as a @Dense")));
      return problems;
    }
    if (declaration.layers().isEmpty()) {
      problems.add(new Problem(
          ErrorCode.STACK,
          Place.of(declaration.type()),
          "the @Dense.Stack is empty, and a network has at least one layer",
          List.of("fix: put a @Dense for each layer in it")));
      return problems;
    }
    Wiring wiring = new Wiring(declaration);
    for (LayerDeclaration layer : declaration.layers()) {
      checkSizes(declaration, wiring, layer, problems);
      checkLink(declaration, wiring, layer, problems);
    }
    checkNames(declaration, problems);
    problems.addAll(new GraphCheck(symbols).check(declaration));
    return problems;
  }

  private static void checkSizes(
      Declaration declaration, Wiring wiring, LayerDeclaration layer, List<Problem> problems) {
    if (layer.in().isPresent() && layer.in().get() <= 0) {
      problems.add(new Problem(
          ErrorCode.SIZE,
          Place.of(declaration.type(), layer, "in"),
          layer.title() + " has in = " + layer.in().get() + ": it takes at least 1 input",
          List.of(
              layer.number() == 1
                  ? "fix: write the number of values of one example"
                  : "fix: write the out of the layer before, or leave in out")));
    }
    if (layer.out() <= 0) {
      problems.add(new Problem(
          ErrorCode.SIZE,
          Place.of(declaration.type(), layer, "out"),
          layer.title() + " has out = " + layer.out() + ": it has at least 1 unit",
          List.of("fix: write the number of units of the layer")));
    }
    int in = wiring.in(layer).orElse(1);
    if (in > 0 && layer.out() > 0 && !LayerSpec.weightsFitArray(in, layer.out())) {
      problems.add(new Problem(
          ErrorCode.SIZE,
          Place.of(declaration.type(), layer, "out"),
          String.format(
              Locale.ROOT,
              "%s has %d x %d = %,d weights, more than a Java array holds",
              layer.title(),
              in,
              layer.out(),
              (long) in * layer.out()),
          List.of("fix: at most 2,147,483,639 weights a layer; split it in two")));
    }
  }

  private void checkLink(
      Declaration declaration, Wiring wiring, LayerDeclaration layer, List<Problem> problems) {
    if (layer.in().isEmpty()) {
      if (layer.number() == 1 && declaration.inputs().isEmpty()) {
        problems.add(new Problem(
            ErrorCode.INPUT,
            Place.of(declaration.type(), layer),
            layer.title() + " does not say how many inputs it takes",
            List.of("fix: add in, the number of values of one example")));
      }
      return;
    }
    Optional<List<Source>> read = wiring.read(layer);
    OptionalInt width = read.map(Wiring::sum).orElseGet(OptionalInt::empty);
    int in = layer.in().get();
    if (in <= 0 || width.isEmpty() || width.getAsInt() == in) {
      return;
    }
    List<Source> sources = read.orElseThrow();
    boolean isChained = layer.number() > 1
        && declaration.layers().stream()
            .limit(layer.number())
            .allMatch(one -> one.from().isEmpty());
    Source only = sources.get(0);
    List<String> details = new ArrayList<>();
    details.add(isChained ? brokenChain(declaration, layer, in) : brokenEdge(sources, layer, in));
    if (sources.size() > 1) {
      details.add("fix: in = " + width.getAsInt() + " here, or leave in out");
    } else if (only.number() == 0) {
      details.add("fix: in = " + only.width() + " here, or size = " + in + " on " + only.title());
    } else {
      details.add("fix: in = " + only.width() + " here, or out = " + in + " on " + only.title());
    }
    problems.add(new Problem(
        ErrorCode.SHAPE,
        Place.of(declaration.type(), layer, "in"),
        layer.title() + " takes in = " + in + " but "
            + (sources.size() == 1
                ? only.says()
                : "what it reads, [" + names(sources) + "], has " + widths(sources) + " = "
                    + width.getAsInt() + " columns"),
        details));
  }

  private static String names(List<Source> sources) {
    return sources.stream().map(Source::name).collect(Collectors.joining(", "));
  }

  private static String widths(List<Source> sources) {
    return sources.stream()
        .map(source -> String.valueOf(source.width()))
        .collect(Collectors.joining(" + "));
  }

  /** What a layer reads, and the layer that it does not fit. */
  private String brokenEdge(List<Source> sources, LayerDeclaration broken, int in) {
    String read = sources.stream()
        .map(source -> source.name() + " " + symbols.rows(source.width()))
        .collect(
            Collectors.joining(", ", sources.size() > 1 ? "[" : "", sources.size() > 1 ? "]" : ""));
    return read + " " + symbols.arrow() + " " + symbols.broken() + " " + broken.name() + " expects "
        + symbols.rows(in);
  }

  /** The network up to the layer that does not fit. */
  private String brokenChain(Declaration declaration, LayerDeclaration broken, int in) {
    List<LayerDeclaration> layers = declaration.layers();
    String arrow = " " + symbols.arrow() + " ";
    StringBuilder chain = new StringBuilder("X");
    layers
        .get(0)
        .in()
        .filter(width -> width > 0)
        .ifPresent(width -> chain.append(' ').append(symbols.rows(width)));
    int last = broken.number() - 1;
    int first = last <= DRAWN_LAYERS ? 0 : last - 1;
    if (first > 0) {
      chain.append(arrow).append(symbols.ellipsis());
    }
    for (LayerDeclaration layer : layers.subList(first, last)) {
      chain.append(arrow).append(layer.name());
      if (layer.out() > 0) {
        chain.append(' ').append(symbols.rows(layer.out()));
      }
    }
    return chain
        .append(arrow)
        .append(symbols.broken())
        .append(' ')
        .append(broken.name())
        .append(" expects ")
        .append(symbols.rows(in))
        .toString();
  }

  private static void checkNames(Declaration declaration, List<Problem> problems) {
    Map<String, LayerDeclaration> owners = new HashMap<>();
    // Defaults first: where a given name collides with one, the given name is what can be changed.
    for (LayerDeclaration layer : declaration.layers()) {
      if (layer.givenName().isEmpty()) {
        owners.put(layer.name(), layer);
      }
    }
    for (LayerDeclaration layer : declaration.layers()) {
      if (layer.givenName().isEmpty()) {
        continue;
      }
      String name = layer.name();
      Place place = Place.of(declaration.type(), layer, "name");
      LayerDeclaration owner = owners.putIfAbsent(name, layer);
      if (name.equals(NetworkSpec.INPUT) && declaration.inputs().isEmpty()) {
        problems.add(new Problem(
            ErrorCode.NAME,
            place,
            "layer " + layer.number() + " cannot be named \"x\", which is the network's input",
            List.of("fix: another name")));
      } else if (!LayerNames.isName(name)) {
        problems.add(new Problem(
            ErrorCode.NAME,
            place,
            "layer " + layer.number() + " has a name with a character that is neither a letter,"
                + " a digit, nor one of _ . -",
            List.of("fix: a name such as \"hidden\" or \"encoder.0\"")));
      } else if (owner != null) {
        problems.add(new Problem(
            ErrorCode.NAME,
            place,
            "layer " + layer.number() + " has the name \"" + name + "\", which is "
                + (owner.givenName().isPresent() ? "" : "by default ")
                + "the name of layer " + owner.number(),
            List.of("fix: a name that no other layer has")));
      }
    }
  }
}
