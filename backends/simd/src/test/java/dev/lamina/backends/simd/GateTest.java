package dev.lamina.backends.simd;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import dev.lamina.backends.simd.SimdEnvironment.VectorModule;
import dev.lamina.spi.Availability;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntSupplier;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every reason to refuse, what it advises, and the order in which they are looked for. */
@Tag("width-independent")
class GateTest {

  /** An environment in which the backend can be used, to be changed in one respect. */
  private String vmName = "OpenJDK 64-Bit Server VM";

  private String vmInfo = "mixed mode, sharing";
  private String architecture = "amd64";
  private int javaVersion = 21;
  private Map<String, String> options = new HashMap<>(Map.of(
      "CompilationMode", "default",
      "TieredCompilation", "true",
      "TieredStopAtLevel", "4",
      "UseAVX", "2",
      "UseCompiler", "true",
      "UseFMA", "true"));
  private VectorModule vectorModule = VectorModule.RESOLVED;
  private boolean allowUntestedJava;
  private String requestedBits;
  private IntSupplier preferredBits = () -> 256;

  private Availability decide() {
    return Gate.decide(
        new SimdEnvironment(
            vmName,
            vmInfo,
            architecture,
            javaVersion,
            options,
            vectorModule,
            allowUntestedJava,
            Optional.ofNullable(requestedBits)),
        preferredBits);
  }

  private void assertUsable(String reason) {
    assertEquals(new Availability(true, reason, ""), decide());
  }

  private void assertRefused(String reason, String remedy) {
    assertEquals(new Availability(false, reason, remedy), decide());
  }

  /** As {@link #assertRefused}, by facts that are known before the Vector API is touched. */
  private void assertRefusedEarly(String reason, String remedy) {
    preferredBits = () -> fail("the Vector API was touched");
    assertRefused(reason, remedy);
  }

  @Test
  void anOrdinaryEnvironmentIsUsable() {
    assertUsable("256-bit vectors, fused multiply-add");
  }

  @ParameterizedTest
  @ValueSource(ints = {17, 21, 25})
  void testedVersionsOfJavaAreUsable(int version) {
    javaVersion = version;
    assertUsable("256-bit vectors, fused multiply-add");
  }

  @Test
  void otherVirtualMachinesAreRefused() {
    vmName = "Eclipse OpenJ9 VM";
    assertRefusedEarly(
        "only HotSpot turns the Vector API into vector instructions, and this is Eclipse OpenJ9 VM",
        "run on HotSpot, which any OpenJDK build such as Eclipse Temurin has");
  }

  @Test
  void virtualMachinesWithoutC2AreRefused() {
    vmName = "OpenJDK Client VM";
    assertRefusedEarly(
        "only a server VM has the C2 compiler, and this is OpenJDK Client VM",
        "use a JDK with a server VM");
  }

  @Test
  void compilersInPlaceOfC2AreRefused() {
    options.put("UseJVMCICompiler", "true");
    assertRefusedEarly(
        "a JVMCI compiler such as Graal takes the place of C2, and the backend was not tested with"
            + " it",
        "start Java with -XX:-UseJVMCICompiler");
  }

  @Test
  void jvmciBesideC2IsUsable() {
    options.put("UseJVMCICompiler", "false");
    assertUsable("256-bit vectors, fused multiply-add");
  }

  @Test
  void interpretersAreRefused() {
    String reason = "code is interpreted, and only C2 compiles to vector instructions";
    String remedy = "start Java without -Xint and -XX:-UseCompiler";
    options.put("UseCompiler", "false");
    assertRefusedEarly(reason, remedy);
    options.clear();
    vmInfo = "interpreted mode, sharing";
    assertRefusedEarly(reason, remedy);
  }

  @Test
  void withoutC2ItIsRefused() {
    String reason = "the C2 compiler is switched off, and only C2 compiles to vector instructions";
    String remedy = "start Java without -XX:TieredStopAtLevel and -XX:CompilationMode=quick-only";
    options.put("TieredStopAtLevel", "3");
    assertRefusedEarly(reason, remedy);
    options.put("TieredStopAtLevel", "4");
    options.put("CompilationMode", "quick-only");
    assertRefusedEarly(reason, remedy);
    options.clear();
    vmInfo = "mixed mode, emulated-client, sharing";
    assertRefusedEarly(reason, remedy);
  }

  @Test
  void c2AloneIsUsable() {
    options.put("TieredCompilation", "false");
    options.put("TieredStopAtLevel", "1"); // means nothing then
    assertUsable("256-bit vectors, fused multiply-add");
  }

  @Test
  void untestedVersionsOfJavaAreRefusedUnlessAllowed() {
    javaVersion = 26;
    allowUntestedJava = true;
    assertUsable("256-bit vectors, fused multiply-add");
    allowUntestedJava = false;
    assertRefusedEarly(
        "tested with Java 17 to 25, and this is Java 26",
        "use a newer Lamina, or start Java with -Dlamina.simd.allowUntestedJava=true to try");
  }

  @Test
  void aVectorApiThatChangedIsRefused() {
    javaVersion = 30;
    allowUntestedJava = true;
    preferredBits = () -> {
      throw new NoClassDefFoundError("jdk/incubator/vector/FloatVector");
    };
    assertRefused(
        "the Vector API of this Java cannot be used: java.lang.NoClassDefFoundError:"
            + " jdk/incubator/vector/FloatVector",
        "use Java 17 to 25");
  }

  @Test
  void withoutTheVectorModuleItIsRefused() {
    vectorModule = VectorModule.NOT_RESOLVED;
    assertRefusedEarly(
        "the module jdk.incubator.vector is not in use",
        "start Java with --add-modules jdk.incubator.vector");
    vectorModule = VectorModule.MISSING;
    assertRefusedEarly(
        "this Java run-time image does not contain the module jdk.incubator.vector",
        "use a full JDK, or add the module to those that jlink is given");
  }

  @Test
  void withoutHotSpotsVectorSupportItIsRefused() {
    options.put("EnableVectorSupport", "false");
    assertRefusedEarly(
        "HotSpot's support of the Vector API is switched off",
        "start Java without -XX:-EnableVectorSupport");
  }

  @ParameterizedTest
  @ValueSource(strings = {"64", "1024", "", " 256", "wide", "max"})
  void otherWidthsThanThoseOfVectorsAreRefused(String bits) {
    requestedBits = bits;
    assertRefusedEarly(
        "a vector has 128, 256 or 512 bits, and lamina.simd.bits is " + bits,
        "start Java without -Dlamina.simd.bits, or with one of these values");
  }

  @ParameterizedTest
  @CsvSource({"128, 512", "256, 512", "512, 512", "128, 256", "256, 256", "128, 128"})
  void widthsUpToTheProcessorsCanBeAskedFor(String bits, int preferred) {
    requestedBits = bits;
    preferredBits = () -> preferred;
    assertUsable(bits + "-bit vectors, fused multiply-add");
  }

  @Test
  void widerVectorsThanTheProcessorHasAreSaidToBeSlow() {
    requestedBits = "512";
    assertUsable("512-bit vectors, fused multiply-add; emulated, since the processor has 256 bits:"
        + " very slow");
  }

  @Test
  void avxWithoutAvx2IsRefused() {
    options.put("UseAVX", "1");
    assertRefusedEarly(
        "without AVX2 the Vector API has 128-bit vectors, and the java backend has 256-bit ones",
        "use the java backend, or start Java without -XX:UseAVX=1 on a processor with AVX2");
  }

  @Test
  void withoutFusedMultiplyAddItIsRefused() {
    options.put("UseFMA", "false");
    assertRefusedEarly(
        "fused multiply-add is not available, and emulated it would be very slow",
        "use the java backend, or start Java without -XX:-UseFMA and -XX:UseAVX=0 on a processor"
            + " that has it");
  }

  @Test
  void narrowVectorsAreRefused() {
    preferredBits = () -> 64;
    assertRefused(
        "vectors have 64 bits here, fewer than 128",
        "use the java backend, or start Java without -XX:MaxVectorSize");
  }

  @ParameterizedTest
  @CsvSource({"aarch64, 128", "amd64, 256", "amd64, 512"})
  void fusedMultiplyAddIsKnownFromTheProcessorWhereOptionsAreNot(String name, int bits) {
    options.clear();
    architecture = name;
    preferredBits = () -> bits;
    assertUsable(bits + "-bit vectors, fused multiply-add");
  }

  @Test
  void fusedMultiplyAddThatCannotBeFoundOutIsRefused() {
    options.clear();
    preferredBits = () -> 128;
    assertRefused(
        "whether there is fused multiply-add cannot be found out",
        "add the module jdk.management to the Java run-time image");
  }

  /** Takes the causes away one by one: the next one is the reason then. */
  @Test
  void theFirstOfSeveralReasonsIsGiven() {
    vmName = "Substrate VM";
    vmInfo = "interpreted mode";
    javaVersion = 26;
    vectorModule = VectorModule.NOT_RESOLVED;
    requestedBits = "64";
    options = new HashMap<>(Map.of("UseJVMCICompiler", "true", "UseAVX", "1", "UseFMA", "false"));
    preferredBits = () -> 64;
    assertReasonBeginsWith("only HotSpot");
    vmName = "OpenJDK 64-Bit Server VM";
    assertReasonBeginsWith("a JVMCI compiler");
    options.remove("UseJVMCICompiler");
    assertReasonBeginsWith("code is interpreted");
    vmInfo = "mixed mode, emulated-client";
    assertReasonBeginsWith("the C2 compiler is switched off");
    vmInfo = "mixed mode";
    assertReasonBeginsWith("tested with Java 17 to 25");
    javaVersion = 25;
    assertReasonBeginsWith("the module jdk.incubator.vector");
    vectorModule = VectorModule.RESOLVED;
    assertReasonBeginsWith("a vector has 128, 256 or 512 bits");
    requestedBits = null;
    assertReasonBeginsWith("without AVX2");
    options.put("UseAVX", "0");
    assertReasonBeginsWith("fused multiply-add is not available");
    options.remove("UseFMA");
    assertReasonBeginsWith("vectors have 64 bits");
    preferredBits = () -> 128;
    assertReasonBeginsWith("whether there is fused multiply-add");
    options.put("UseFMA", "true");
    assertUsable("128-bit vectors, fused multiply-add");
  }

  private void assertReasonBeginsWith(String beginning) {
    Availability availability = decide();
    assertTrue(availability.reason().startsWith(beginning), availability::toString);
    assertTrue(!availability.usable() && !availability.remedy().isBlank(), availability::toString);
    assertEquals(1, availability.reason().lines().count(), availability::toString);
    assertEquals(1, availability.remedy().lines().count(), availability::toString);
  }
}
