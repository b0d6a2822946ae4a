package dev.lamina.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.lang.conditions.ArchConditions.dependOnClassesThat;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Dependencies between the packages and modules of Lamina point one way. */
@Tag("all-backends")
class ArchitectureTest {
  /** The class path of this module's tests holds every published module. */
  private static final JavaClasses LAMINA = new ClassFileImporter()
      .withImportOption(new ImportOption.DoNotIncludeTests())
      .importPackages("dev.lamina");

  private static final DescribedPredicate<JavaClass> GUICE_CLASSES_OF_THE_RUNTIME =
      Part.RUNTIME.classes().and(nameMatching(".*\\.(\\w*Guice\\w*|LaminaModule)(\\$.*)?"));

  private static final DescribedPredicate<JavaClass> INJECTION =
      resideInAnyPackage("com.google.inject..", "jakarta.inject..", "org.aopalliance..");

  private static final DescribedPredicate<JavaClass> GUAVA =
      resideInAnyPackage("com.google.common..");

  @ParameterizedTest
  @EnumSource
  void everyPartHasClassesToCheck(Part part) {
    assertTrue(
        LAMINA.that(part.classes()).stream()
            .anyMatch(type -> !type.getSimpleName().equals("package-info")),
        () -> "no class of " + part + " was imported, so no rule is checked on it");
  }

  @Test
  void everyClassBelongsToAPart() {
    JavaClasses strangers = LAMINA.that(Part.none());
    assertTrue(strangers.isEmpty(), () -> "say in Part what these may use: " + strangers);
  }

  @ParameterizedTest
  @EnumSource
  void eachPartUsesOnlyThePartsItMay(Part part) {
    noClasses()
        .that(part.classes())
        .should(dependOnClassesThat(part.forbidden()))
        .allowEmptyShould(false)
        .check(LAMINA);
  }

  @Test
  void noPackagesDependOnEachOtherInACycle() {
    slices()
        .assignedFrom(new ByPackage())
        .should()
        .beFreeOfCycles()
        .allowEmptyShould(false)
        .check(LAMINA);
  }

  @Test
  void onlyTheGuiceClassesOfTheRuntimeTouchGuice() {
    noClasses()
        .that(not(GUICE_CLASSES_OF_THE_RUNTIME))
        .should(dependOnClassesThat(INJECTION))
        .allowEmptyShould(false)
        .check(LAMINA);
    // The exception is for the classes that need it, and for those that they enclose.
    classes()
        .that(GUICE_CLASSES_OF_THE_RUNTIME)
        .and()
        .areTopLevelClasses()
        .should(dependOnClassesThat(INJECTION))
        .allowEmptyShould(false)
        .check(LAMINA);
  }

  /** Guava comes with Guice, so what works without Guice works without Guava. */
  @Test
  void onlyTheGuiceClassesOfTheRuntimeAndTheProcessorTouchGuava() {
    noClasses()
        .that(not(GUICE_CLASSES_OF_THE_RUNTIME.or(Part.PROCESSOR.classes())))
        .should(dependOnClassesThat(GUAVA))
        .allowEmptyShould(false)
        .check(LAMINA);
  }

  @Test
  void testClassesAreNotTakenForProductionClasses() {
    assertFalse(LAMINA.contain(ArchitectureTest.class));
  }

  /** A slice for each package, where ArchUnit's own patterns leave out the top one. */
  private static final class ByPackage implements SliceAssignment {
    @Override
    public SliceIdentifier getIdentifierOf(JavaClass type) {
      return SliceIdentifier.of(type.getPackageName());
    }

    @Override
    public String getDescription() {
      return "every package";
    }
  }
}
