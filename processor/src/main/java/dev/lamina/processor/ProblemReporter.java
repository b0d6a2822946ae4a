package dev.lamina.processor;

import com.google.auto.common.AnnotationMirrors;
import java.util.Optional;
import javax.annotation.processing.Messager;
import javax.annotation.processing.ProcessingEnvironment;
import javax.lang.model.element.AnnotationMirror;
import javax.lang.model.element.Element;
import javax.tools.Diagnostic;

/** Prints problems, each on the value that is wrong, as exactly as the compiler allows. */
final class ProblemReporter {

  private final Messager messager;
  private final Optional<SourcePositions> positions;

  ProblemReporter(ProcessingEnvironment environment) {
    this.messager = environment.getMessager();
    this.positions = SourcePositions.of(environment);
  }

  void report(Problem problem) {
    Place place = problem.place();
    if (place.annotation().isEmpty()) {
      messager.printMessage(kind(problem), problem.text(), place.element());
    } else if (place.repeated().isEmpty() || !printedInTree(problem)) {
      printOnAnnotation(problem);
    }
  }

  private static Diagnostic.Kind kind(Problem problem) {
    return problem.code().isWarning() ? Diagnostic.Kind.WARNING : Diagnostic.Kind.ERROR;
  }

  /** A failed look-up must never hide the problem itself. */
  private boolean printedInTree(Problem problem) {
    try {
      return positions.isPresent() && positions.get().print(kind(problem), problem);
    } catch (RuntimeException | LinkageError e) {
      return false;
    }
  }

  private void printOnAnnotation(Problem problem) {
    Element element = problem.place().element();
    AnnotationMirror annotation = problem.place().annotation().orElseThrow();
    Optional<String> member = problem.place().member();
    if (member.isPresent()) {
      messager.printMessage(
          kind(problem),
          problem.text(),
          element,
          annotation,
          AnnotationMirrors.getAnnotationValue(annotation, member.get()));
    } else {
      messager.printMessage(kind(problem), problem.text(), element, annotation);
    }
  }
}
