package dev.lamina.backends.blas;

import dev.lamina.Tensor;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.javacpp.PointerPointer;
import org.bytedeco.openblas.global.openblas_nolapack;

/** The OpenBLAS that comes along, called through JavaCPP. */
final class JavaCppLibrary implements Library {

  /** A cache line, and a vector of the widest machines. */
  private static final int ALIGNMENT_FLOATS = 16;

  /** As OpenBLAS calls them. */
  private static final List<String> PROCESSORS = List.of(
      "Prescott",
      "Core2",
      "Nehalem",
      "Sandybridge",
      "Haswell",
      "SkylakeX",
      "Cooperlake",
      "SapphireRapids",
      "Barcelona",
      "Bulldozer",
      "Piledriver",
      "Steamroller",
      "Excavator",
      "Zen",
      "ARMV8",
      "ARMV8SVE",
      "CORTEXA53",
      "CORTEXA57",
      "CORTEXA72",
      "NEOVERSEN1",
      "NEOVERSEN2",
      "NEOVERSEV1",
      "VORTEX");

  private final String description;
  private final ScratchPool<JavaCppScratch> scratch = new ScratchPool<>(JavaCppScratch::new);

  JavaCppLibrary(Path file) {
    openblas_nolapack.blas_set_num_threads(1);
    description = Vendor.openBlas(openblas_nolapack.OPENBLAS_VERSION, kernels()) + " from " + file
        + ", JavaCPP";
  }

  /**
   * The processor that the kernels were written for, or nothing if that is not found out. The function
   * that says it is not among those that JavaCPP calls without LAPACK; it compares addresses, too.
   */
  private static String kernels() {
    Pointer current = Loader.addressof("gotoblas");
    if (current == null) {
      return "";
    }
    long table = new PointerPointer<>(current).get().address();
    return PROCESSORS.stream()
        .filter(name -> {
          Pointer candidate = Loader.addressof("gotoblas_" + name.toUpperCase(Locale.ROOT));
          return candidate != null && candidate.address() == table;
        })
        .findFirst()
        .orElse("");
  }

  @Override
  public String description() {
    return description;
  }

  @Override
  public AffineMap prepare(Tensor weight, float[] bias, Layout layout) {
    FloatPointer memory = allocate(layout.size());
    FloatPointer writer = new FloatPointer(memory);
    layout.read(
        weight,
        (index, values, count) -> writer.position(memory.position() + index).put(values, 0, count));
    return new JavaCppMap(memory, new Bias(bias), layout, scratch);
  }

  /** New memory, which JavaCPP frees when the pointer cannot be reached any more. */
  static FloatPointer allocate(long floats) {
    FloatPointer memory = new FloatPointer(floats + ALIGNMENT_FLOATS);
    long beyond = memory.address() / Float.BYTES % ALIGNMENT_FLOATS;
    return memory.position((ALIGNMENT_FLOATS - beyond) % ALIGNMENT_FLOATS);
  }
}
