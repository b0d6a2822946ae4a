package dev.lamina.backends.blas;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.lamina.spi.Availability;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is refused before any library is loaded. */
@Tag("access-independent")
class GateTest {

  private static Optional<Availability> refusal(int javaVersion, String access, String library) {
    return Gate.refusal(new BlasEnvironment(
        javaVersion, Optional.ofNullable(access), Optional.ofNullable(library), false));
  }

  private static void assertRefused(Optional<Availability> refusal, String reason, String remedy) {
    assertEquals(Optional.of(Availability.unusable(reason, remedy)), refusal);
  }

  @ParameterizedTest
  @ValueSource(ints = {17, 21, 22, 25})
  void anOrdinaryEnvironmentIsNotRefused(int version) {
    assertEquals(Optional.empty(), refusal(version, null, null));
    assertEquals(Optional.empty(), refusal(version, "javacpp", null));
  }

  @Test
  void foreignFunctionsAndNamedLibrariesGoWithJava22() {
    assertEquals(Optional.empty(), refusal(22, "foreign", null));
    assertEquals(Optional.empty(), refusal(22, null, "blis"));
    assertEquals(Optional.empty(), refusal(22, "foreign", "blis"));
  }

  @Test
  void olderJavasHaveNoForeignFunctions() {
    assertRefused(
        refusal(21, "foreign", null),
        "the foreign-function API is part of Java 22 and later, and this is Java 21",
        "start Java without -Dlamina.blas.access, or use Java 22 or later");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "jna", "Foreign", " javacpp"})
  void otherWaysToCallALibraryAreRefused(String access) {
    assertRefused(
        refusal(25, access, null),
        "a library is called through foreign or through javacpp, and lamina.blas.access is "
            + access,
        "start Java without -Dlamina.blas.access, or with one of these values");
  }

  @Test
  void olderJavasCallNoOtherLibrary() {
    assertRefused(
        refusal(17, null, "/opt/libblis.so"),
        "a library can be named on Java 22 and later, lamina.blas.library is /opt/libblis.so, and"
            + " this is Java 17",
        "use Java 22 or later, or start Java without -Dlamina.blas.library to use the OpenBLAS that"
            + " comes with the backend");
  }

  @Test
  void javaCppCallsNoOtherLibrary() {
    assertRefused(
        refusal(25, "javacpp", "blis"),
        "JavaCPP calls no other library than its own, and lamina.blas.library is blis",
        "start Java without -Dlamina.blas.access");
  }

  @Test
  void theWayOfCallingIsChosenByTheVersionOfJava() {
    assertEquals(false, environment(21).usesForeignFunctions());
    assertEquals(true, environment(22).usesForeignFunctions());
  }

  private static BlasEnvironment environment(int javaVersion) {
    return new BlasEnvironment(javaVersion, Optional.empty(), Optional.empty(), false);
  }
}
