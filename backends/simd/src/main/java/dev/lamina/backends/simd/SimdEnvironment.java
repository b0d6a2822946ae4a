package dev.lamina.backends.simd;

import com.sun.management.HotSpotDiagnosticMXBean;
import java.lang.management.ManagementFactory;
import java.lang.module.ModuleFinder;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What decides whether the backend can be used.
 *
 * @param vmName the property {@code java.vm.name}
 * @param vmInfo the property {@code java.vm.info}, which says how code is executed
 * @param architecture the property {@code os.arch}
 * @param javaVersion the feature version of Java
 * @param options the values of HotSpot's options; one that is missing is unknown
 * @param vectorModule whether jdk.incubator.vector can be used
 * @param allowUntestedJava whether the user takes the risk of a Java version that was not tested
 * @param requestedBits the vector width that the user asks for
 */
record SimdEnvironment(
    String vmName,
    String vmInfo,
    String architecture,
    int javaVersion,
    Map<String, String> options,
    VectorModule vectorModule,
    boolean allowUntestedJava,
    Optional<String> requestedBits) {

  /** Set to true, it permits versions of Java that did not exist when the backend was tested. */
  static final String ALLOW_UNTESTED_JAVA = "lamina.simd.allowUntestedJava";

  private static final List<String> OPTIONS = List.of(
      "CompilationMode",
      "EnableVectorSupport",
      "TieredCompilation",
      "TieredStopAtLevel",
      "UseAVX",
      "UseCompiler",
      "UseFMA",
      "UseJVMCICompiler");

  /** Where jdk.incubator.vector is. */
  enum VectorModule {
    /** Resolved, and this backend's module reads it. */
    RESOLVED,
    /** Part of this Java, but not asked for on its command line. */
    NOT_RESOLVED,
    /** Not part of this run-time image. */
    MISSING
  }

  SimdEnvironment {
    options = Map.copyOf(options);
  }

  /** The environment of this program. */
  static SimdEnvironment current() {
    return new SimdEnvironment(
        System.getProperty("java.vm.name", ""),
        System.getProperty("java.vm.info", ""),
        System.getProperty("os.arch", ""),
        Runtime.version().feature(),
        hotSpotOptions(),
        findVectorModule(),
        Boolean.getBoolean(ALLOW_UNTESTED_JAVA),
        Optional.ofNullable(System.getProperty(VectorBits.PROPERTY)));
  }

  private static Map<String, String> hotSpotOptions() {
    Map<String, String> values = new HashMap<>();
    try {
      HotSpotDiagnosticMXBean hotSpot =
          ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class);
      if (hotSpot != null) {
        OPTIONS.forEach(option -> read(hotSpot, option, values));
      }
    } catch (LinkageError | RuntimeException e) {
      // No jdk.management in this run-time image: the properties have to do.
      return Map.of();
    }
    return values;
  }

  private static void read(
      HotSpotDiagnosticMXBean hotSpot, String option, Map<String, String> values) {
    try {
      values.put(option, hotSpot.getVMOption(option).getValue());
    } catch (IllegalArgumentException e) {
      // This HotSpot has no such option, or hides it.
    }
  }

  private static VectorModule findVectorModule() {
    String name = "jdk.incubator.vector";
    Module own = SimdEnvironment.class.getModule();
    ModuleLayer layer = own.getLayer() == null ? ModuleLayer.boot() : own.getLayer();
    Optional<Module> found = layer.findModule(name);
    if (found.isPresent()) {
      // "requires static" has seen to it, unless the module came to the graph in an unusual way.
      own.addReads(found.get());
      return VectorModule.RESOLVED;
    }
    return ModuleFinder.ofSystem().find(name).isPresent()
        ? VectorModule.NOT_RESOLVED
        : VectorModule.MISSING;
  }

  /** Whether an option is known to have a value. */
  boolean has(String option, String value) {
    return value.equals(options.get(option));
  }
}
