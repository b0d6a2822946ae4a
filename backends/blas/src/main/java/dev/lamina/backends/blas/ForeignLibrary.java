package dev.lamina.backends.blas;

import dev.lamina.Tensor;

/** A library that is called through the foreign-function API, on Java's arrays where they are. */
final class ForeignLibrary implements Library {

  private final Object sgemm;
  private final Object sgemv;
  private final String description;

  /**
   * Takes a library.
   *
   * @param symbols what it exports
   * @param place where it is, for people
   * @param allowUnknownVendor whether it may be one that cannot be told to stay on one thread
   * @throws LibraryException if it cannot be used
   */
  ForeignLibrary(ForeignFunctions.Symbols symbols, String place, boolean allowUnknownVendor)
      throws LibraryException {
    sgemm = function(symbols, "cblas_sgemm", place);
    sgemv = function(symbols, "cblas_sgemv", place);
    Vendor vendor = Vendor.of(symbols);
    if (vendor == Vendor.UNKNOWN && !allowUnknownVendor) {
      throw new LibraryException(
          place + " is neither OpenBLAS, MKL nor BLIS, and whether it starts threads is not known",
          "name one of these, or start Java with -D" + BlasEnvironment.ALLOW_UNKNOWN_VENDOR
              + "=true to use it as it is");
    }
    vendor.stayOnOneThread(symbols);
    description = vendor.describe(symbols) + " from " + place + ", foreign functions";
  }

  private static Object function(ForeignFunctions.Symbols symbols, String name, String place)
      throws LibraryException {
    return symbols
        .find(name)
        .orElseThrow(() -> new LibraryException(
            place + " has no function " + name,
            "name a library with the interface of CBLAS and 32-bit integers"));
  }

  @Override
  public String description() {
    return description;
  }

  @Override
  public AffineMap prepare(Tensor weight, float[] bias, Layout layout) {
    Object memory = ForeignFunctions.allocate(layout.size());
    layout.read(
        weight, (index, values, count) -> ForeignFunctions.copy(values, count, memory, index));
    return new ForeignMap(sgemm, sgemv, memory, new Bias(bias), layout);
  }
}
