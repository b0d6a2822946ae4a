package dev.lamina.backends.blas;

import java.util.List;
import java.util.function.Predicate;

/** Who made a library: how to make it stay on its caller's thread, and what it says about itself. */
enum Vendor {
  OPENBLAS("openblas_set_num_threads", int.class, "openblas_get_config"),
  MKL("MKL_Set_Num_Threads", int.class, "MKL_Set_Num_Threads"),
  BLIS("bli_thread_set_num_threads", long.class, "bli_info_get_version_str"),
  UNKNOWN("", int.class, "");

  private static final List<String> CALLED = List.of("cblas_sgemm", "cblas_sgemv");

  private final String threads;
  private final Class<?> numberType;
  private final String mark;

  Vendor(String threads, Class<?> numberType, String mark) {
    this.threads = threads;
    this.numberType = numberType;
    this.mark = mark;
  }

  /**
   * Finds out whose a library is, by a function that nobody else has.
   *
   * @param place where the library is, for people
   * @param exports whether it has a function of a name
   * @param allowUnknown whether it may be anybody's
   * @throws LibraryException if it lacks what the backend calls, or must not be used
   */
  static Vendor of(String place, Predicate<String> exports, boolean allowUnknown)
      throws LibraryException {
    for (String function : CALLED) {
      if (!exports.test(function)) {
        throw new LibraryException(
            place + " has no function " + function,
            "name a library with the interface of CBLAS and 32-bit integers");
      }
    }
    for (Vendor vendor : List.of(OPENBLAS, MKL, BLIS)) {
      if (exports.test(vendor.mark) && exports.test(vendor.threads)) {
        return vendor;
      }
    }
    if (allowUnknown) {
      return UNKNOWN;
    }
    throw new LibraryException(
        place + " is neither OpenBLAS, MKL nor BLIS, and nothing is known of its threads",
        "name one of these, or start Java with -D" + BlasEnvironment.ALLOW_UNKNOWN_VENDOR
            + "=true to use it as it is");
  }

  void stayOnOneThread(ForeignFunctions.Symbols symbols) {
    if (this != UNKNOWN) {
      symbols.call(threads, numberType, 1);
    }
  }

  String describe(ForeignFunctions.Symbols symbols) {
    return switch (this) {
      case OPENBLAS ->
        openBlas(
            symbols.text("openblas_get_config").orElse(""),
            symbols.text("openblas_get_corename").orElse(""));
      case MKL -> "MKL";
      case BLIS -> "BLIS " + symbols.text("bli_info_get_version_str").orElse("");
      case UNKNOWN -> "an unknown CBLAS";
    };
  }

  /** Shortens "OpenBLAS 0.3.31 DYNAMIC_ARCH NO_AFFINITY Zen MAX_THREADS=64". */
  static String openBlas(String config, String kernels) {
    String[] words = config.strip().split(" +", 3);
    String version = words.length < 2 ? config : words[0] + " " + words[1];
    return kernels.isEmpty() ? version : version + " with kernels for " + kernels;
  }
}
