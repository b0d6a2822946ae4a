package dev.lamina.backends.plain.functions;

import com.sun.management.HotSpotDiagnosticMXBean;
import java.lang.management.ManagementFactory;

/**
 * a·b + c in the fastest way that this machine has. Where {@link Math#fma(float, float, float)} is
 * not an instruction it is computed with {@link java.math.BigDecimal}, a thousand times slower.
 */
public final class MultiplyAdd {

  /** Whether the product is added without being rounded first. */
  public static final boolean FUSED = isFast();

  private MultiplyAdd() {}

  /**
   * Computes a·b + c.
   *
   * @param a a factor
   * @param b a factor
   * @param c the summand
   * @return the sum, rounded once or twice
   */
  public static float multiplyAdd(float a, float b, float c) {
    return FUSED ? Math.fma(a, b, c) : a * b + c;
  }

  private static boolean isFast() {
    try {
      HotSpotDiagnosticMXBean hotSpot =
          ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class);
      return hotSpot != null
          && Boolean.parseBoolean(hotSpot.getVMOption("UseFMA").getValue());
    } catch (LinkageError | RuntimeException e) {
      // No jdk.management in this run-time image, or no such option. On AArch64 every processor has
      // the instruction and HotSpot uses it.
      return System.getProperty("os.arch", "").equals("aarch64")
          && System.getProperty("java.vm.name", "").matches(".*(HotSpot|OpenJDK).*");
    }
  }
}
