package dev.lamina.processor;

import dev.lamina.NetworkSpec;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/**
 * Who reads what in a declaration: names are looked up, and what was left out is filled in.
 *
 * <p>Where a name means nothing, or something that comes too late, nothing is found: that is reported
 * once, by {@link GraphCheck}.
 */
final class Wiring {

  private final Declaration declaration;

  Wiring(Declaration declaration) {
    this.declaration = declaration;
  }

  /**
   * Something that a layer can read.
   *
   * @param name its name
   * @param number 0 for an input, otherwise the layer's number
   * @param width the number of its columns; not positive if that is unknown or wrong
   * @param title what error texts call it
   */
  record Source(String name, int number, int width, String title) {

    /** {@code layer 1 produces out = 64}. */
    String says() {
      return title + " " + size();
    }

    /** {@code produces out = 64}. */
    String size() {
      return (number == 0 ? "has size = " : "produces out = ") + width;
    }
  }

  /** The inputs of the network, {@code x} if none is declared. */
  List<Source> inputs() {
    if (declaration.inputs().isEmpty()) {
      int width = declaration.layers().get(0).in().orElse(0);
      return List.of(new Source(NetworkSpec.INPUT, 0, width, "the input x"));
    }
    return declaration.inputs().stream()
        .map(input -> new Source(input.name(), 0, input.size(), "input \"" + input.name() + "\""))
        .toList();
  }

  /** The number of columns of X; empty if it cannot be known. */
  OptionalInt inputWidth() {
    return sum(inputs());
  }

  private static Source source(LayerDeclaration layer) {
    return new Source(layer.name(), layer.number(), layer.out(), layer.title());
  }

  /** All that there is, inputs first. */
  List<Source> all() {
    List<Source> all = new ArrayList<>(inputs());
    declaration.layers().forEach(layer -> all.add(source(layer)));
    return all;
  }

  /** What a name stands for. */
  Optional<Source> find(String name) {
    return all().stream().filter(source -> source.name().equals(name)).findFirst();
  }

  /** The names that a layer reads. */
  List<String> namesRead(LayerDeclaration layer) {
    if (layer.from().isPresent()) {
      return layer.from().get();
    }
    return layer.number() == 1
        ? inputs().stream().map(Source::name).toList()
        : List.of(declaration.layers().get(layer.number() - 2).name());
  }

  /** What a layer reads; empty if a name is wrong. */
  Optional<List<Source>> read(LayerDeclaration layer) {
    List<Source> sources = new ArrayList<>();
    for (String name : namesRead(layer)) {
      Optional<Source> source = find(name).filter(one -> one.number() < layer.number());
      if (source.isEmpty()) {
        return Optional.empty();
      }
      sources.add(source.get());
    }
    return Optional.of(sources);
  }

  /** What a layer adds to its own values, if it adds something and the name is right. */
  Optional<Source> added(LayerDeclaration layer) {
    return layer.add().flatMap(this::find).filter(source -> source.number() < layer.number());
  }

  /** How many columns a layer takes: what it says, or else what it reads; empty if that is unknown. */
  OptionalInt in(LayerDeclaration layer) {
    return layer.in().isPresent()
        ? OptionalInt.of(layer.in().get())
        : read(layer).map(Wiring::sum).orElseGet(OptionalInt::empty);
  }

  /** The widths together; empty if one is unknown or wrong, or they are too many. */
  static OptionalInt sum(List<Source> sources) {
    long sum = 0;
    for (Source source : sources) {
      if (source.width() <= 0) {
        return OptionalInt.empty();
      }
      sum += source.width();
    }
    return sum > 0 && sum <= Integer.MAX_VALUE ? OptionalInt.of((int) sum) : OptionalInt.empty();
  }

  /** The layers whose results are the network's; names that are none are left out. */
  List<LayerDeclaration> outputs() {
    List<LayerDeclaration> layers = declaration.layers();
    if (declaration.output().isEmpty()) {
      return List.of(layers.get(layers.size() - 1));
    }
    return declaration.output().get().names().stream()
        .flatMap(name -> layers.stream().filter(layer -> layer.name().equals(name)))
        .toList();
  }

  /** The layers that read something, or add it. */
  List<LayerDeclaration> readers(String name) {
    return declaration.layers().stream()
        .filter(layer ->
            namesRead(layer).contains(name) || layer.add().filter(name::equals).isPresent())
        .toList();
  }

  /** Whether something that stands below a layer reads it or adds it, or something that does. */
  boolean isComputedFrom(Source source, LayerDeclaration layer) {
    Set<String> computed = new HashSet<>(Set.of(layer.name()));
    for (LayerDeclaration one : declaration.layers()) {
      if (one.number() > layer.number()
          && (namesRead(one).stream().anyMatch(computed::contains)
              || one.add().filter(computed::contains).isPresent())) {
        computed.add(one.name());
      }
    }
    return computed.contains(source.name());
  }
}
