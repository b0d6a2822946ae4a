package dev.lamina.processor;

import dev.lamina.ErrorCode;
import dev.lamina.LayerSpec;
import dev.lamina.NetworkSpec;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;

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
    }
    for (LayerDeclaration layer : declaration.layers()) {
      checkSizes(declaration, layer, problems);
      checkLink(declaration, layer, problems);
    }
    checkNames(declaration, problems);
    return problems;
  }

  private static void checkSizes(
      Declaration declaration, LayerDeclaration layer, List<Problem> problems) {
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
    int in = inputWidth(declaration, layer).orElse(1);
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

  /** How many columns the layer takes: what it says, or else what the layer before produces. */
  private static OptionalInt inputWidth(Declaration declaration, LayerDeclaration layer) {
    if (layer.in().isPresent()) {
      return OptionalInt.of(layer.in().get());
    }
    return layer.number() == 1
        ? OptionalInt.empty()
        : OptionalInt.of(before(declaration, layer).out());
  }

  private static LayerDeclaration before(Declaration declaration, LayerDeclaration layer) {
    return declaration.layers().get(layer.number() - 2);
  }

  private void checkLink(Declaration declaration, LayerDeclaration layer, List<Problem> problems) {
    if (layer.number() == 1) {
      if (layer.in().isEmpty()) {
        problems.add(new Problem(
            ErrorCode.INPUT,
            Place.of(declaration.type(), layer),
            layer.title() + " does not say how many inputs it takes",
            List.of("fix: add in, the number of values of one example")));
      }
      return;
    }
    LayerDeclaration before = before(declaration, layer);
    boolean sizesAreRight = layer.in().isPresent() && layer.in().get() > 0 && before.out() > 0;
    if (!sizesAreRight || layer.in().get() == before.out()) {
      return;
    }
    int in = layer.in().get();
    problems.add(new Problem(
        ErrorCode.SHAPE,
        Place.of(declaration.type(), layer, "in"),
        layer.title() + " takes in = " + in + " but " + before.title() + " produces out = "
            + before.out(),
        List.of(
            brokenChain(declaration, layer, in),
            "fix: in = " + before.out() + " here, or out = " + in + " on " + before.title())));
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
      if (name.equals(NetworkSpec.INPUT)) {
        problems.add(new Problem(
            ErrorCode.NAME,
            place,
            "layer " + layer.number() + " cannot be named \"x\", which is the network's input",
            List.of("fix: another name")));
      } else if (!name.chars().allMatch(ShapeCheck::isNameCharacter)) {
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

  private static boolean isNameCharacter(int character) {
    return Character.isLetterOrDigit(character) || "_.-".indexOf(character) >= 0;
  }
}
