package dev.lamina.runtime;

import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What decides about the backend: which were asked for, and where to look.
 *
 * @param requests the backends asked for by name; the first one counts, none lets priorities decide
 * @param loaders the class loaders to search for providers, each once
 */
record BackendSearch(List<BackendRequest> requests, List<ClassLoader> loaders) {

  /** The system property that asks for a backend. */
  static final String PROPERTY = "lamina.backend";

  /** The environment variable that asks for a backend. */
  static final String VARIABLE = "LAMINA_BACKEND";

  /**
   * What this program, as it was started, asks for.
   *
   * @param types the annotated types, whose own class loaders are searched too
   */
  static BackendSearch here(Class<?>... types) {
    Stream<@Nullable ClassLoader> loaders = Stream.concat(
        Stream.of(
            Thread.currentThread().getContextClassLoader(), BackendSearch.class.getClassLoader()),
        Stream.of(types).map(Class::getClassLoader));
    return of(
        System.getProperty(PROPERTY), System.getenv(VARIABLE), loaders.toArray(ClassLoader[]::new));
  }

  /** Values that are null or blank ask for nothing; loaders may be null or repeat. */
  static BackendSearch of(
      @Nullable String property, @Nullable String variable, @Nullable ClassLoader... loaders) {
    List<BackendRequest> requests = new ArrayList<>();
    addIfSet(requests, property, "by system property " + PROPERTY);
    addIfSet(requests, variable, "by environment variable " + VARIABLE);
    Set<ClassLoader> once = Collections.newSetFromMap(new IdentityHashMap<>());
    return new BackendSearch(
        requests, Stream.of(loaders).filter(Objects::nonNull).filter(once::add).toList());
  }

  private static void addIfSet(
      List<BackendRequest> requests, @Nullable String name, String origin) {
    if (name != null && !name.isBlank()) {
      requests.add(new BackendRequest(name.strip(), origin));
    }
  }

  /** The same search where code asks for a backend, which counts before everything else. */
  BackendSearch inCode(String name) {
    List<BackendRequest> all = new ArrayList<>();
    all.add(new BackendRequest(name, "in code"));
    all.addAll(requests);
    return new BackendSearch(all, loaders);
  }

  List<BackendCandidate> candidates() {
    return BackendDiscovery.candidates(loaders);
  }

  BackendSelection run() {
    return BackendSelection.of(requests, candidates());
  }
}
