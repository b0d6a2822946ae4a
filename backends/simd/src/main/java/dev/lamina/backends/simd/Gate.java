package dev.lamina.backends.simd;

import dev.lamina.backends.simd.SimdEnvironment.VectorModule;
import dev.lamina.spi.Availability;
import java.util.Optional;
import java.util.function.IntSupplier;

/**
 * Decides whether the backend can be used, and says why not and what to do. Where the Vector API is
 * not compiled to vector instructions it is slower than plain Java by orders of magnitude, so
 * everything that keeps C2 from doing so is a reason to refuse. No class of the Vector API is touched
 * before all checks that do without it have passed, as in the class VectorizationProvider of Apache
 * Lucene.
 */
final class Gate {

  /** The versions of Java that the backend is tested on. */
  private static final int OLDEST_JAVA = 17;

  private static final int NEWEST_JAVA = 25;

  private static final int NARROWEST_BITS = 128;

  private Gate() {}

  /**
   * Whether the backend can be used.
   *
   * @param environment all that can be known without the Vector API
   * @param preferredBits asks the Vector API for its preferred width; called only if it may be touched
   */
  static Availability decide(SimdEnvironment environment, IntSupplier preferredBits) {
    return refusalOfVirtualMachine(environment)
        .or(() -> refusalOfJavaVersion(environment))
        .or(() -> refusalOfVectorModule(environment))
        .or(() -> refusalOfRequestedBits(environment))
        .or(() -> refusalOfInstructionSet(environment))
        .orElseGet(() -> decideByWidth(environment, preferredBits));
  }

  private static Optional<Availability> refusalOfVirtualMachine(SimdEnvironment environment) {
    String name = environment.vmName();
    if (!name.contains("OpenJDK") && !name.contains("HotSpot")) {
      return refuse(
          "only HotSpot turns the Vector API into vector instructions, and this is " + name,
          "run on HotSpot, which any OpenJDK build such as Eclipse Temurin has");
    }
    if (environment.has("UseJVMCICompiler", "true")) {
      return refuse(
          "a JVMCI compiler such as Graal takes the place of C2, and the backend was not tested with"
              + " it",
          "start Java with -XX:-UseJVMCICompiler");
    }
    String info = environment.vmInfo();
    if (info.contains("interpreted") || environment.has("UseCompiler", "false")) {
      return refuse(
          "code is interpreted, and only C2 compiles to vector instructions",
          "start Java without -Xint and -XX:-UseCompiler");
    }
    boolean stopsEarly = environment.has("TieredCompilation", "true")
        && environment.options().containsKey("TieredStopAtLevel")
        && !environment.has("TieredStopAtLevel", "4");
    if (info.contains("emulated-client")
        || stopsEarly
        || environment.has("CompilationMode", "quick-only")) {
      return refuse(
          "the C2 compiler is switched off, and only C2 compiles to vector instructions",
          "start Java without -XX:TieredStopAtLevel and -XX:CompilationMode=quick-only");
    }
    if (!name.contains("Server VM")) {
      return refuse(
          "only a server VM has the C2 compiler, and this is " + name,
          "use a JDK with a server VM");
    }
    return Optional.empty();
  }

  private static Optional<Availability> refusalOfJavaVersion(SimdEnvironment environment) {
    int version = environment.javaVersion();
    // An incubating API may change with every version: what compiles today may compute otherwise.
    if (version > NEWEST_JAVA && !environment.allowUntestedJava()) {
      return refuse(
          "tested with Java " + OLDEST_JAVA + " to " + NEWEST_JAVA + ", and this is Java "
              + version,
          "use a newer Lamina, or start Java with -D"
              + SimdEnvironment.ALLOW_UNTESTED_JAVA
              + "=true to try");
    }
    return Optional.empty();
  }

  private static Optional<Availability> refusalOfVectorModule(SimdEnvironment environment) {
    if (environment.vectorModule() == VectorModule.NOT_RESOLVED) {
      return refuse(
          "the module jdk.incubator.vector is not in use",
          "start Java with --add-modules jdk.incubator.vector");
    }
    if (environment.vectorModule() == VectorModule.MISSING) {
      return refuse(
          "this Java run-time image does not contain the module jdk.incubator.vector",
          "use a full JDK, or add the module to those that jlink is given");
    }
    if (environment.has("EnableVectorSupport", "false")) {
      return refuse(
          "HotSpot's support of the Vector API is switched off",
          "start Java without -XX:-EnableVectorSupport");
    }
    return Optional.empty();
  }

  private static Optional<Availability> refusalOfRequestedBits(SimdEnvironment environment) {
    return environment
        .requestedBits()
        .filter(bits -> !VectorBits.isPermitted(bits))
        .flatMap(bits -> refuse(
            "a vector has 128, 256 or 512 bits, and " + VectorBits.PROPERTY + " is " + bits,
            "start Java without -D" + VectorBits.PROPERTY + ", or with one of these values"));
  }

  private static Optional<Availability> refusalOfInstructionSet(SimdEnvironment environment) {
    // With AVX and without AVX2 the Vector API has 128 bits, since 256-bit vectors would lack their
    // integer instructions; in plain loops over floats C2 uses 256, which makes up for more than
    // this backend gains by other means.
    if (environment.has("UseAVX", "1")) {
      return refuse(
          "without AVX2 the Vector API has 128-bit vectors, and the java backend has 256-bit ones",
          "use the java backend, or start Java without -XX:UseAVX=1 on a processor with AVX2");
    }
    if (environment.has("UseFMA", "false")) {
      return refuse(
          "fused multiply-add is not available, and emulated it would be very slow",
          "use the java backend, or start Java without -XX:-UseFMA and -XX:UseAVX=0 on a processor"
              + " that has it");
    }
    return Optional.empty();
  }

  private static Availability decideByWidth(
      SimdEnvironment environment, IntSupplier preferredBits) {
    int preferred;
    try {
      preferred = preferredBits.getAsInt();
    } catch (LinkageError e) {
      // Only with a version of Java that was not tested.
      return Availability.unusable(
          "the Vector API of this Java cannot be used: " + e,
          "use Java " + OLDEST_JAVA + " to " + NEWEST_JAVA);
    }
    if (preferred < NARROWEST_BITS) {
      return Availability.unusable(
          "vectors have " + preferred + " bits here, fewer than " + NARROWEST_BITS,
          "use the java backend, or start Java without -XX:MaxVectorSize");
    }
    // Where HotSpot's options are unknown: all processors of AArch64 have fused multiply-add, and
    // practically all x86 processors with 256-bit integer vectors, AVX2, have it too.
    boolean fused = environment.has("UseFMA", "true")
        || environment.architecture().equals("aarch64")
        || preferred > NARROWEST_BITS;
    if (!fused) {
      return Availability.unusable(
          "whether there is fused multiply-add cannot be found out",
          "add the module jdk.management to the Java run-time image");
    }
    return Availability.usable(description(environment, preferred));
  }

  private static String description(SimdEnvironment environment, int preferred) {
    int bits = environment.requestedBits().map(Integer::valueOf).orElse(preferred);
    String text = bits + "-bit vectors, fused multiply-add";
    return bits > preferred
        ? text + "; emulated, since the processor has " + preferred + " bits: very slow"
        : text;
  }

  private static Optional<Availability> refuse(String reason, String remedy) {
    return Optional.of(Availability.unusable(reason, remedy));
  }
}
