package dev.lamina.runtime;

import dev.lamina.ErrorCode;
import dev.lamina.LaminaException;
import dev.lamina.SimilarNames;
import dev.lamina.spi.Backend;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The outcome of one search: a backend and why, or why there is none. */
final class BackendSelection {

  private static final String LOST =
      "a backend is missing here? Its jar must be on the class path or module path; a shaded jar must"
          + " merge META-INF/services (Maven Shade: ServicesResourceTransformer, Gradle Shadow:"
          + " mergeServiceFiles())";

  private final List<BackendRequest> requests;
  private final List<BackendCandidate> candidates;
  private final @Nullable BackendChoice choice;
  private final @Nullable Throwable failure;

  private BackendSelection(
      List<BackendRequest> requests,
      List<BackendCandidate> candidates,
      @Nullable BackendChoice choice,
      @Nullable Throwable failure) {
    this.requests = requests;
    this.candidates = candidates;
    this.choice = choice;
    this.failure = failure;
  }

  /**
   * Chooses, and creates what it chose: a backend that says it is usable may still fail then.
   *
   * @param requests the backends asked for by name; the first one counts
   * @param found the candidates, best first
   */
  static BackendSelection of(List<BackendRequest> requests, List<BackendCandidate> found) {
    List<BackendCandidate> candidates = new ArrayList<>(found);
    Throwable failure = null;
    for (int i = 0; i < candidates.size(); i++) {
      BackendCandidate candidate = candidates.get(i);
      if (!candidate.usable() || !isAskedFor(requests, candidate)) {
        continue;
      }
      try {
        Backend backend = Objects.requireNonNull(candidate.create(), "create() returned null");
        String reason = reason(requests, candidates, candidate);
        return new BackendSelection(
            requests, candidates, new BackendChoice(candidate.name(), backend, reason), failure);
      } catch (VirtualMachineError e) {
        throw e;
      } catch (Throwable e) {
        failure = e;
        candidates.set(
            i,
            candidate.broken(
                "it could not be created: " + Failures.describe(e), Failures.remedy(e)));
      }
    }
    return new BackendSelection(requests, candidates, null, failure);
  }

  private static boolean isAskedFor(List<BackendRequest> requests, BackendCandidate candidate) {
    return requests.isEmpty() || requests.get(0).name().equals(candidate.name());
  }

  private static String reason(
      List<BackendRequest> requests, List<BackendCandidate> candidates, BackendCandidate chosen) {
    String why = requests.isEmpty()
        ? rank(candidates, chosen)
        : "asked for " + requests.get(0).origin();
    long namesakes = candidates.stream()
        .filter(BackendCandidate::usable)
        .filter(other -> other.name().equals(chosen.name()))
        .count();
    String detail = chosen.availability().reason();
    return why
        + (namesakes > 1 ? ", first of " + namesakes + " of that name" : "")
        + (detail.isBlank() ? "" : "; " + detail);
  }

  private static String rank(List<BackendCandidate> candidates, BackendCandidate chosen) {
    List<BackendCandidate> usable =
        candidates.stream().filter(BackendCandidate::usable).toList();
    String ties = names(usable.stream()
        .filter(other -> other.priority().equals(chosen.priority()))
        .filter(other -> !other.name().equals(chosen.name()))
        .toList());
    String unusable = names(candidates.stream().filter(other -> !other.usable()).toList());
    return "highest priority of "
        + usable.size()
        + " usable"
        + (ties.isEmpty() ? "" : ", first by name before " + ties)
        + (unusable.isEmpty() ? "" : " (not usable: " + unusable + ")");
  }

  private static String names(List<BackendCandidate> candidates) {
    return candidates.stream().map(BackendCandidate::name).collect(Collectors.joining(", "));
  }

  /**
   * The backend that was chosen.
   *
   * @throws LaminaException if there is none; it lists all candidates
   */
  BackendChoice choice() {
    BackendChoice made = choice;
    if (made != null) {
      return made;
    }
    List<String> lines = new ArrayList<>(problem());
    candidateLines().forEach(line -> lines.add("  " + line));
    lines.add("  " + LOST);
    String text = String.join(System.lineSeparator(), lines);
    Throwable cause = failure;
    throw cause == null
        ? new LaminaException(ErrorCode.BACKEND, text)
        : new LaminaException(ErrorCode.BACKEND, text, cause);
  }

  /** Whether there is a backend. */
  boolean succeeded() {
    return choice != null;
  }

  /** Everything that is known about the choice, in lines of text. */
  String explain() {
    List<String> lines = new ArrayList<>();
    BackendChoice made = choice;
    if (made != null) {
      lines.add("backend " + made.name() + ": " + made.reason());
    } else {
      lines.addAll(problem());
    }
    lines.add(askedFor());
    lines.addAll(candidateLines());
    if (made == null) {
      lines.add(LOST);
    }
    return String.join(System.lineSeparator(), lines);
  }

  private List<String> problem() {
    if (requests.isEmpty()) {
      return List.of(candidates.isEmpty() ? "no backend was found" : "no backend can be used");
    }
    BackendRequest request = requests.get(0);
    List<BackendCandidate> asked =
        candidates.stream().filter(candidate -> isAskedFor(requests, candidate)).toList();
    if (asked.isEmpty()) {
      return List.of(String.format(
          "there is no backend %s, asked for %s%s",
          request.name(),
          request.origin(),
          SimilarNames.nearest(request.name(), knownNames())
              .map(name -> ": did you mean " + name + "?")
              .orElse("")));
    }
    BackendCandidate first = asked.get(0);
    List<String> lines = new ArrayList<>();
    lines.add(String.format(
        "backend %s, asked for %s, cannot be used: %s",
        request.name(), request.origin(), first.availability().reason()));
    if (!first.availability().remedy().isBlank()) {
      lines.add("  fix: " + first.availability().remedy());
    }
    return lines;
  }

  private List<String> knownNames() {
    return candidates.stream()
        .map(BackendCandidate::name)
        .filter(name -> !name.equals(BackendCandidate.UNKNOWN))
        .toList();
  }

  private String askedFor() {
    if (requests.isEmpty()) {
      return String.format(
          "asked for: nothing, neither by system property %s nor by environment variable %s",
          BackendSearch.PROPERTY, BackendSearch.VARIABLE);
    }
    return requests.stream()
        .map(request -> request.name() + " " + request.origin())
        .collect(Collectors.joining(", before ", "asked for: ", ""));
  }

  private List<String> candidateLines() {
    List<String> lines = new ArrayList<>();
    lines.add(candidates.isEmpty() ? "candidates: none" : "candidates:");
    for (BackendCandidate candidate : candidates) {
      candidate.lines().forEach(line -> lines.add("  " + line));
    }
    return lines;
  }
}
