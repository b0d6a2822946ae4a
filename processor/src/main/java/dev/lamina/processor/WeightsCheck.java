package dev.lamina.processor;

import dev.lamina.ErrorCode;
import dev.lamina.LaminaException;
import dev.lamina.NetworkSpec;
import dev.lamina.weights.WeightsSource;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import javax.lang.model.element.TypeElement;

/** Compares the weight file that a type names with its network: the header, never the values. */
final class WeightsCheck {

  private final ResourceSearch search;

  WeightsCheck(ResourceSearch search) {
    this.search = search;
  }

  /** Whether there is a file to be compared and no permission to read it. */
  boolean isSkipped(Declaration declaration) {
    return declaration.weights().isPresent() && !search.isPermitted();
  }

  /** What is wrong with the name or the file, nothing if the type names none. */
  Optional<Problem> check(Declaration declaration, NetworkSpec network) {
    return declaration.weights().flatMap(weights -> check(declaration.type(), weights, network));
  }

  private Optional<Problem> check(
      TypeElement type, WeightsDeclaration weights, NetworkSpec network) {
    Place place = Place.of(type, weights);
    String path = ResourceSearch.path(type, weights.resource());
    if (!ResourceSearch.isInside(path)) {
      return Optional.of(new Problem(
          ErrorCode.FILE,
          place,
          "\"" + weights.resource() + "\" is not the name of a resource",
          List.of(
              "expected: a file beside " + type.getSimpleName() + ", or a path that begins with /",
              "fix: put the file into the project's resources and write its name")));
    }
    if (!search.isPermitted()) {
      return Optional.empty();
    }
    try {
      Optional<WeightsSource> source = search.find(path);
      if (source.isEmpty()) {
        return Optional.of(missing(place, path));
      }
      source.get().open(network).close();
      return Optional.empty();
    } catch (LaminaException e) {
      return Optional.of(problem(place, e));
    }
  }

  private Problem missing(Place place, String path) {
    return new Problem(
        ErrorCode.FILE,
        place,
        "there is no resource " + path,
        List.of(
            "searched: " + String.join(", ", search.places()),
            "fix: put the file into src/main/resources/" + path
                + "; a build that copies resources after it compiles needs -A"
                + ResourceSearch.OPTION + "=src/main/resources"));
  }

  private static Problem problem(Place place, LaminaException error) {
    String text = String.valueOf(error.getMessage());
    List<String> lines = text.substring(error.code().text("").length())
        .lines()
        .map(String::strip)
        .collect(Collectors.toList());
    return new Problem(error.code(), place, lines.get(0), lines.subList(1, lines.size()));
  }

  /** The error of a type that names weights and has no layers. */
  static Problem withoutLayers(TypeElement type, WeightsDeclaration weights) {
    return new Problem(
        ErrorCode.NOT_ANNOTATED,
        Place.of(type, weights),
        type.getSimpleName() + " has @Weights but no @Dense: there is no network to load",
        List.of("fix: declare the layers with @Dense, or remove @Weights"));
  }
}
