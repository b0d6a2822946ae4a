package dev.lamina.runtime;

import dev.lamina.ErrorCode;
import dev.lamina.LaminaException;
import java.util.List;

/** The errors of an annotated type without the class that belongs to it. */
final class NotGenerated {

  private NotGenerated() {}

  /** There is no class of that name. */
  static LaminaException missing(Class<?> type, String name, ClassNotFoundException cause) {
    if (type.isLocalClass()) {
      return error(
          cause,
          type.getName()
              + " has @Dense but is declared inside a method, where no annotation processor looks",
          "  fix: declare it in a file of its own, or as a member of a class");
    }
    return error(
        cause,
        String.format(
            "%s has @Dense but %s was not generated: no annotation processor ran when it was"
                + " compiled",
            type.getName(), name),
        "  fix: switch annotation processing on, with lamina-processor in the version of"
            + " lamina-runtime",
        "    Maven:  in maven-compiler-plugin <annotationProcessorPaths><path>"
            + "<groupId>dev.lamina</groupId><artifactId>lamina-processor</artifactId>"
            + "<version>...</version></path></annotationProcessorPaths>",
        "    Gradle: annotationProcessor(\"dev.lamina:lamina-processor:...\")",
        "    javac:  -processorpath, with lamina-processor and the jars that it needs",
        "    from JDK 23 on javac runs processors only when asked: -proc:full or a processor path");
  }

  /** There is a class of that name, but not one that this Java virtual machine can load. */
  static LaminaException unloadable(Class<?> type, String name, LinkageError cause) {
    return error(
        cause,
        String.format("%s is there but cannot be loaded: %s", name, Failures.describe(cause)),
        "  fix: compile " + type.getName() + " again");
  }

  /** There is a class of that name, but it is not the one that is generated for the type now. */
  static LaminaException other(Class<?> type, Class<?> found, String difference) {
    return new LaminaException(
        ErrorCode.NOT_GENERATED,
        lines(
            String.format(
                "%s is there but is not what is generated for %s: %s",
                found.getName(), type.getName(), difference),
            String.format(
                "  fix: compile %s again; if %s is yours, give it another name",
                type.getName(), found.getSimpleName())));
  }

  /** The class was generated for another version of Lamina than the one that runs. */
  static LaminaException outdated(Class<?> generated, LinkageError cause) {
    return error(
        cause,
        String.format(
            "%s does not fit the version of Lamina that runs: %s",
            generated.getName(), Failures.describe(cause)),
        "  fix: compile it again, with lamina-processor and lamina-runtime in the same version");
  }

  private static LaminaException error(Throwable cause, String... lines) {
    return new LaminaException(ErrorCode.NOT_GENERATED, lines(lines), cause);
  }

  private static String lines(String... lines) {
    return String.join(System.lineSeparator(), List.of(lines));
  }
}
