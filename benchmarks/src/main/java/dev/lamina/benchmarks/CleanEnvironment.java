package dev.lamina.benchmarks;

import java.util.List;
import java.util.Map;

/**
 * The environment in which everybody runs at their best, on one thread. JMH's JVMs inherit that of
 * their parent, and Java cannot change its own, so {@link Main} starts itself once more where the
 * environment is another.
 */
final class CleanEnvironment {

  /** They make the native libraries use kernels for other processors than the one that they find. */
  private static final List<String> HINDRANCES =
      List.of("OPENBLAS_CORETYPE", "OPENBLAS_L2_SIZE", "ONEDNN_MAX_CPU_ISA", "DNNL_MAX_CPU_ISA");

  /** oneDNN has no other way to say it. */
  private static final Map<String, String> SETTINGS = Map.of("OMP_NUM_THREADS", "1");

  private CleanEnvironment() {}

  /** Whether nothing has to be changed. */
  static boolean is(Map<String, String> environment) {
    return HINDRANCES.stream().noneMatch(environment::containsKey)
        && environment.entrySet().containsAll(SETTINGS.entrySet());
  }

  /** Makes it so. */
  static void make(Map<String, String> environment) {
    environment.keySet().removeAll(HINDRANCES);
    environment.putAll(SETTINGS);
  }
}
