package dev.lamina;

import dev.lamina.ScratchPlan.Area;
import dev.lamina.ScratchPlan.Copy;
import dev.lamina.ScratchPlan.Place;
import dev.lamina.ScratchPlan.Reading;
import dev.lamina.ScratchPlan.ScaledInput;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * Makes a {@link ScratchPlan}: decides what lies side by side, finds out from which layer to which each piece
 * of memory is needed, and gives pieces that are not needed at the same time the same columns.
 */
final class ScratchPlanner {

  /** A cache line in floats: every piece of the scratch matrix begins on one. */
  private static final int LINE = 16;

  private final List<LayerSpec> layers;
  private final Map<String, Integer> widths = new HashMap<>();

  /** What lies in X or in the result. */
  private final Map<String, Area> fixed = new HashMap<>();

  /** Where the results of all other layers lie. */
  private final Map<String, Home> homes = new HashMap<>();

  private final List<Buffer> buffers = new ArrayList<>();

  /** The normalised inputs of layers that cannot be normalised in place, by layer. */
  private final Map<Integer, Buffer> normalized = new HashMap<>();

  /** The scaled inputs that layers add. */
  private final Map<String, Buffer> scaled = new LinkedHashMap<>();

  ScratchPlanner(NetworkSpec network) {
    layers = network.layers();
    if (network.inputScaling().isPresent()) {
      network.inputs().forEach(input -> placeScaled(input.name(), input.size()));
    }
    for (PortSpec input : network.inputs()) {
      widths.put(input.name(), input.size());
      fixed.put(input.name(), new Area(Place.INPUT, input.offset()));
    }
    for (LayerSpec layer : layers) {
      widths.put(layer.name(), layer.out());
    }
    for (PortSpec output : network.outputs()) {
      fixed.put(output.name(), new Area(Place.OUTPUT, output.offset()));
    }
  }

  /** Gives a scaled input columns, if a layer adds it. */
  private void placeScaled(String input, int size) {
    Buffer buffer = new Buffer(List.of(), size);
    for (int i = 0; i < layers.size(); i++) {
      if (layers.get(i).residual().filter(added -> added.from().equals(input)).isPresent()) {
        buffer.useAt(i);
      }
    }
    if (buffer.lastUse >= 0) {
      buffers.add(buffer);
      scaled.put(input, buffer);
    }
  }

  /** A piece of scratch memory for some matrices side by side. */
  private static final class Buffer {

    final List<String> parts;
    final int width;

    /** The first layer that writes to it, and the last one that reads from it. */
    int firstUse = Integer.MAX_VALUE;

    int lastUse = -1;
    int column;

    Buffer(List<String> parts, int width) {
      this.parts = parts;
      this.width = width;
    }

    void useAt(int layer) {
      firstUse = Math.min(firstUse, layer);
      lastUse = Math.max(lastUse, layer);
    }

    boolean isNeededWith(Buffer other) {
      return firstUse <= other.lastUse && other.firstUse <= lastUse;
    }
  }

  /** A part of a piece of scratch memory, by its number. */
  private record Home(Buffer buffer, int part) {}

  ScratchPlan plan() {
    for (List<String> parts : concatenations()) {
      if (find(parts).isEmpty()) {
        placeSideBySide(parts);
      }
    }
    for (LayerSpec layer : layers) {
      if (isUnplaced(layer.name())) {
        placeSideBySide(List.of(layer.name()));
      }
    }
    List<List<Integer>> copied = findUses();
    placeNormalized();
    int columns = allocate();
    List<Area> results = new ArrayList<>();
    List<Reading> reads = new ArrayList<>();
    for (int i = 0; i < layers.size(); i++) {
      LayerSpec layer = layers.get(i);
      results.add(area(layer.name()));
      reads.add(reading(i, copied.get(i)));
    }
    List<ScaledInput> scaledInputs = new ArrayList<>();
    scaled.forEach((input, buffer) -> scaledInputs.add(
        new ScaledInput(input, buffer.firstUse, new Area(Place.SCRATCH, buffer.column))));
    return new ScratchPlan(results, reads, scaledInputs, columns);
  }

  private Reading reading(int number, List<Integer> copied) {
    LayerSpec layer = layers.get(number);
    if (!isGathered(layer)) {
      Area area = area(layer.inputs().get(0));
      return new Reading(area, List.of(), normalizedArea(number, area));
    }
    Home home = find(layer.inputs()).orElseThrow();
    List<Copy> copies = new ArrayList<>();
    for (int part : copied) {
      String source = layer.inputs().get(part);
      copies.add(
          new Copy(source, widthOf(source), area(new Home(home.buffer(), home.part() + part))));
    }
    return new Reading(area(home), copies, normalizedArea(number, area(home)));
  }

  private Optional<Area> normalizedArea(int number, Area read) {
    if (!isNormalizedByRow(layers.get(number))) {
      return Optional.empty();
    }
    Buffer buffer = normalized.get(number);
    return Optional.of(buffer == null ? read : new Area(Place.SCRATCH, buffer.column));
  }

  private static boolean isNormalizedByRow(LayerSpec layer) {
    return layer
        .inputNormalization()
        .filter(norm -> norm.kind() == Normalization.LAYER)
        .isPresent();
  }

  /** Gives normalised inputs columns of their own, unless they can replace what they are made of. */
  private void placeNormalized() {
    for (int i = 0; i < layers.size(); i++) {
      LayerSpec layer = layers.get(i);
      if (isNormalizedByRow(layer) && !isReadForTheLastTime(i)) {
        Buffer buffer = new Buffer(List.of(), layer.in());
        buffer.useAt(i);
        buffers.add(buffer);
        normalized.put(i, buffer);
      }
    }
  }

  /**
   * Whether what a layer reads lies in scratch memory that nothing else needs from then on: no later
   * layer, not what the layer itself adds, and not its result.
   */
  private boolean isReadForTheLastTime(int number) {
    LayerSpec layer = layers.get(number);
    Home home = isGathered(layer)
        ? find(layer.inputs()).orElseThrow()
        : homes.get(layer.inputs().get(0));
    return home != null
        && home.buffer().lastUse == number
        && !isIn(home.buffer(), layer.name())
        && layer.residual().filter(added -> isIn(home.buffer(), added.from())).isEmpty();
  }

  private boolean isIn(Buffer buffer, String name) {
    Home home = homes.get(name);
    return home != null && home.buffer() == buffer;
  }

  /**
   * What layers read side by side, the widest first: a narrower one is then often a part of a wider one,
   * as in a dense network, whose layers read all that came before.
   */
  private List<List<String>> concatenations() {
    return layers.stream()
        .filter(this::isGathered)
        .map(LayerSpec::inputs)
        .distinct()
        .sorted(Comparator.comparingInt((List<String> parts) -> -width(parts)))
        .toList();
  }

  /** Whether a layer reads several matrices that do not lie side by side in X anyway. */
  private boolean isGathered(LayerSpec layer) {
    List<String> inputs = layer.inputs();
    for (int i = 1; i < inputs.size(); i++) {
      Area before = fixed.get(inputs.get(i - 1));
      Area after = fixed.get(inputs.get(i));
      boolean adjoin = before != null
          && after != null
          && before.place() == Place.INPUT
          && after.place() == Place.INPUT
          && before.column() + widthOf(inputs.get(i - 1)) == after.column();
      if (!adjoin) {
        return true;
      }
    }
    return false;
  }

  private int widthOf(String name) {
    return Objects.requireNonNull(widths.get(name));
  }

  private int width(List<String> parts) {
    return parts.stream().mapToInt(this::widthOf).sum();
  }

  private boolean isUnplaced(String name) {
    return !fixed.containsKey(name) && !homes.containsKey(name);
  }

  private void placeSideBySide(List<String> parts) {
    Buffer buffer = new Buffer(parts, width(parts));
    buffers.add(buffer);
    for (int part = 0; part < parts.size(); part++) {
      if (isUnplaced(parts.get(part))) {
        homes.put(parts.get(part), new Home(buffer, part));
      }
    }
  }

  /** The buffer that holds matrices side by side, from the given part on. */
  private Optional<Home> find(List<String> parts) {
    for (Buffer buffer : buffers) {
      int part = Collections.indexOfSubList(buffer.parts, parts);
      if (part >= 0) {
        return Optional.of(new Home(buffer, part));
      }
    }
    return Optional.empty();
  }

  /**
   * Finds when each buffer is needed, and which parts of its input have to be copied before a layer: those
   * that lie elsewhere and were not copied for an earlier one.
   */
  private List<List<Integer>> findUses() {
    List<List<Integer>> copied = new ArrayList<>();
    Set<Home> filled = new HashSet<>(homes.values());
    for (int i = 0; i < layers.size(); i++) {
      LayerSpec layer = layers.get(i);
      useAt(layer.name(), i);
      int now = i;
      layer.residual().ifPresent(residual -> useAt(residual.from(), now));
      List<Integer> copies = new ArrayList<>();
      if (isGathered(layer)) {
        Home home = find(layer.inputs()).orElseThrow();
        home.buffer().useAt(i);
        for (int part = 0; part < layer.inputs().size(); part++) {
          if (filled.add(new Home(home.buffer(), home.part() + part))) {
            copies.add(part);
            useAt(layer.inputs().get(part), i);
          }
        }
      } else {
        useAt(layer.inputs().get(0), i);
      }
      copied.add(copies);
    }
    return copied;
  }

  private void useAt(String name, int layer) {
    Home home = homes.get(name);
    if (home != null) {
      home.buffer().useAt(layer);
    }
  }

  /** Gives each buffer its columns; neither of two good orders is always the better one. */
  private int allocate() {
    List<Buffer> byWidth = new ArrayList<>(buffers);
    byWidth.sort(Comparator.comparingInt(buffer -> -buffer.width));
    List<Buffer> byTime = new ArrayList<>(buffers);
    byTime.sort(Comparator.comparingInt(buffer -> buffer.firstUse));
    int columns = allocate(byTime);
    int columnsByWidth = allocate(byWidth);
    return columnsByWidth <= columns ? columnsByWidth : allocate(byTime);
  }

  /** The first gap that is wide enough, one buffer after the other. */
  private static int allocate(List<Buffer> order) {
    int end = 0;
    List<Buffer> placed = new ArrayList<>();
    for (Buffer buffer : order) {
      buffer.column = 0;
      for (Buffer other : placed) {
        boolean overlaps = buffer.column < other.column + other.width
            && other.column < (long) buffer.column + buffer.width;
        if (overlaps && buffer.isNeededWith(other)) {
          buffer.column = Math.addExact(other.column + other.width, LINE - 1) / LINE * LINE;
        }
      }
      placed.add(buffer);
      // In the order of their columns, so that one that was passed is never met again.
      placed.sort(Comparator.comparingInt(one -> one.column));
      end = Math.max(end, Math.addExact(buffer.column, buffer.width));
    }
    return end;
  }

  private Area area(String name) {
    Area area = fixed.get(name);
    return area != null ? area : area(Objects.requireNonNull(homes.get(name)));
  }

  private Area area(Home home) {
    int before = width(home.buffer().parts.subList(0, home.part()));
    return new Area(Place.SCRATCH, home.buffer().column + before);
  }
}
