package dev.lamina.architecture;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import java.util.List;
import java.util.stream.Stream;

/**
 * The parts of Lamina, each with the packages it lives in and the parts it may use.
 *
 * <p>An enum constant can name only constants above it, so no cycle can be permitted by mistake.
 */
enum Part {
  API("dev.lamina"),
  SPI("dev.lamina.spi..", API),
  EXECUTION("dev.lamina.execution..", API, SPI),
  WEIGHTS("dev.lamina.weights..", API, SPI, EXECUTION),
  PROCESSOR("dev.lamina.processor..", API, SPI, EXECUTION, WEIGHTS),
  JAVA_BACKEND("dev.lamina.backends.plain..", API, SPI, EXECUTION),
  SIMD_BACKEND("dev.lamina.backends.simd..", API, SPI, EXECUTION, JAVA_BACKEND),
  BLAS_BACKEND("dev.lamina.backends.blas..", API, SPI, EXECUTION, JAVA_BACKEND),
  TCK("dev.lamina.tck..", API, SPI, EXECUTION),
  RUNTIME("dev.lamina.runtime..", API, SPI, EXECUTION, WEIGHTS);

  private final String packages;

  @SuppressWarnings("ImmutableEnumChecker") // List.of makes it immutable
  private final List<Part> uses;

  Part(String packages, Part... uses) {
    this.packages = packages;
    this.uses = List.of(uses);
  }

  /** Classes of this part. */
  DescribedPredicate<JavaClass> classes() {
    return JavaClass.Predicates.resideInAPackage(packages);
  }

  /** Lamina's classes that this part must not use: all but its own and those of the parts below. */
  DescribedPredicate<JavaClass> forbidden() {
    String[] permitted =
        Stream.concat(Stream.of(this), uses.stream()).map(p -> p.packages).toArray(String[]::new);
    return JavaClass.Predicates.resideInAPackage("dev.lamina..")
        .and(JavaClass.Predicates.resideOutsideOfPackages(permitted));
  }

  /** Classes of no part at all. */
  static DescribedPredicate<JavaClass> none() {
    return JavaClass.Predicates.resideOutsideOfPackages(
        Stream.of(values()).map(p -> p.packages).toArray(String[]::new));
  }
}
