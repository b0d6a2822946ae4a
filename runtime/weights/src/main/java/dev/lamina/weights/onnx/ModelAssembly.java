package dev.lamina.weights.onnx;

import dev.lamina.NetworkSpec;
import dev.lamina.PortSpec;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.Set;
import java.util.stream.Collectors;

/** Gives the layers of a graph their names and puts them in an order in which they can be computed. */
final class ModelAssembly {

  private final TensorStore store;
  private final ParsedModel parsed;
  private final List<ModelInput> inputs;
  private final List<LayerDraft> drafts;
  private final List<LayerDraft> results;

  ModelAssembly(
      TensorStore store,
      ParsedModel parsed,
      List<ModelInput> inputs,
      List<LayerDraft> drafts,
      List<LayerDraft> results) {
    this.store = store;
    this.parsed = parsed;
    this.inputs = inputs;
    this.drafts = drafts;
    this.results = results;
  }

  OnnxModel model() {
    List<LayerDraft> ordered = ordered();
    List<Optional<String>> found = ordered.stream().map(LayerDraft::nameInFile).toList();
    Set<String> reserved = inputs.stream().map(ModelInput::name).collect(Collectors.toSet());
    List<String> names = LayerNaming.distinct(found, reserved);
    for (int i = 0; i < names.size(); i++) {
      ordered.get(i).setName(names.get(i));
    }
    List<OnnxLayer> layers = ordered.stream().map(draft -> draft.layer(store)).toList();
    NetworkSpec network = new NetworkSpec(
        "file",
        sideBySide(inputs),
        layers.stream().map(OnnxLayer::spec).toList(),
        sideBySide(results));
    return new OnnxModel(
        parsed.metadata(),
        parsed.graph().inputs().stream().map(Port::name).toList(),
        parsed.graph().outputs().stream().map(Port::name).toList(),
        network,
        layers);
  }

  private static List<PortSpec> sideBySide(List<? extends Source> sources) {
    List<PortSpec> ports = new ArrayList<>();
    int offset = 0;
    for (Source source : sources) {
      int width = Math.toIntExact(source.width());
      ports.add(PortSpec.of(source.name(), offset, width));
      offset = Math.addExact(offset, width);
    }
    return ports;
  }

  /** That of the file, as far as a layer does not add what comes further on. */
  private List<LayerDraft> ordered() {
    Map<LayerDraft, Integer> missing = new HashMap<>();
    Map<Source, List<LayerDraft>> readers = new HashMap<>();
    Queue<LayerDraft> ready =
        new PriorityQueue<>((one, other) -> Integer.compare(one.number(), other.number()));
    for (LayerDraft draft : drafts) {
      List<Source> needed =
          draft.sources().stream().filter(LayerDraft.class::isInstance).toList();
      needed.forEach(
          source -> readers.computeIfAbsent(source, key -> new ArrayList<>()).add(draft));
      missing.put(draft, needed.size());
      if (needed.isEmpty()) {
        ready.add(draft);
      }
    }
    List<LayerDraft> ordered = new ArrayList<>();
    while (!ready.isEmpty()) {
      LayerDraft next = ready.remove();
      ordered.add(next);
      for (LayerDraft reader : readers.getOrDefault(next, List.of())) {
        if (missing.merge(reader, -1, Integer::sum) == 0) {
          ready.add(reader);
        }
      }
    }
    return ordered;
  }
}
