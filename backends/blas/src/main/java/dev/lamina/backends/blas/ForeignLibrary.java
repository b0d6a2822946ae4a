package dev.lamina.backends.blas;

import dev.lamina.Tensor;

/** A library that is called through the foreign-function API, on Java's arrays where they are. */
final class ForeignLibrary implements Library {

  private final Object sgemm;
  private final Object sgemv;
  private final String description;
  private final ScratchPool<ForeignScratch> scratch = new ScratchPool<>(ForeignScratch::new);

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
    Vendor vendor = Vendor.of(place, name -> symbols.find(name).isPresent(), allowUnknownVendor);
    sgemm = symbols.find("cblas_sgemm").orElseThrow();
    sgemv = symbols.find("cblas_sgemv").orElseThrow();
    vendor.stayOnOneThread(symbols);
    description = vendor.describe(symbols) + " from " + place + ", foreign functions";
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
    return new ForeignMap(sgemm, sgemv, memory, new Bias(bias), layout, scratch);
  }
}
