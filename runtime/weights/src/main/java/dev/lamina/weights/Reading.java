package dev.lamina.weights;

import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What a user says about a file that its names and values do not say, or say otherwise.
 *
 * @param renamed the file's name for a tensor of the network, by the network's name
 * @param ignored the file's names of tensors that are no weights of the network
 * @param orientation which way round all weight matrices are
 * @param nonFiniteAllowed whether NaN and infinite values are taken as they are
 */
record Reading(
    Map<String, String> renamed,
    Set<String> ignored,
    Optional<Orientation> orientation,
    boolean nonFiniteAllowed) {

  static final Reading PLAIN = new Reading(Map.of(), Set.of(), Optional.empty(), false);

  Reading {
    renamed = Collections.unmodifiableMap(new LinkedHashMap<>(renamed));
    ignored = Set.copyOf(ignored);
  }

  Reading withName(String tensor, String name) {
    Map<String, String> more = new LinkedHashMap<>(renamed);
    more.put(name, tensor);
    return new Reading(more, ignored, orientation, nonFiniteAllowed);
  }

  Reading without(String tensor) {
    Set<String> more = new HashSet<>(ignored);
    more.add(tensor);
    return new Reading(renamed, more, orientation, nonFiniteAllowed);
  }

  Reading with(Orientation orientation) {
    return new Reading(renamed, ignored, Optional.of(orientation), nonFiniteAllowed);
  }

  Reading withNonFinite() {
    return new Reading(renamed, ignored, orientation, true);
  }
}
