package dev.lamina.backends.blas;

/** Who made a library: how to make it stay on its caller's thread, and what it says about itself. */
enum Vendor {
  OPENBLAS("openblas_set_num_threads", int.class, "openblas_get_config"),
  MKL("MKL_Set_Num_Threads", int.class, "MKL_Set_Num_Threads"),
  BLIS("bli_thread_set_num_threads", long.class, "bli_info_get_version_str"),
  UNKNOWN("", int.class, "");

  private final String threads;
  private final Class<?> numberType;
  private final String mark;

  Vendor(String threads, Class<?> numberType, String mark) {
    this.threads = threads;
    this.numberType = numberType;
    this.mark = mark;
  }

  /** Known by a function that nobody else has. */
  static Vendor of(ForeignFunctions.Symbols symbols) {
    for (Vendor vendor : values()) {
      if (vendor != UNKNOWN
          && symbols.find(vendor.mark).isPresent()
          && symbols.find(vendor.threads).isPresent()) {
        return vendor;
      }
    }
    return UNKNOWN;
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
