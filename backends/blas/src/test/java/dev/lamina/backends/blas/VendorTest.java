package dev.lamina.backends.blas;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.lamina.spi.Availability;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Libraries are told apart by what they export. */
@Tag("access-independent")
class VendorTest {

  private static final Set<String> CBLAS = Set.of("cblas_sgemm", "cblas_sgemv", "cblas_dgemm");

  private static Set<String> cblasAnd(String... functions) {
    Set<String> exported = new HashSet<>(CBLAS);
    exported.addAll(List.of(functions));
    return exported;
  }

  private static Availability refusal(Set<String> exported) {
    return assertThrows(
            LibraryException.class, () -> Vendor.of("/opt/libx.so", exported::contains, false))
        .availability();
  }

  @ParameterizedTest
  @CsvSource({
    "OPENBLAS, openblas_get_config, openblas_set_num_threads",
    "MKL, MKL_Set_Num_Threads, mkl_get_version",
    "BLIS, bli_info_get_version_str, bli_thread_set_num_threads"
  })
  void vendorsAreKnownByFunctionsOfTheirOwn(Vendor vendor, String mark, String threads)
      throws Exception {
    Set<String> exported = cblasAnd(mark, threads);

    assertEquals(vendor, Vendor.of("/opt/libx.so", exported::contains, false));
  }

  @Test
  void unknownVendorsAreRefusedUnlessAllowed() throws Exception {
    assertEquals(
        Availability.unusable(
            "/opt/libx.so is neither OpenBLAS, MKL nor BLIS, and nothing is known of its threads",
            "name one of these, or start Java with -Dlamina.blas.allowUnknownVendor=true to use it"
                + " as it is"),
        refusal(CBLAS));
    assertEquals(Vendor.UNKNOWN, Vendor.of("/opt/libx.so", CBLAS::contains, true));
  }

  @ParameterizedTest
  @ValueSource(strings = {"cblas_sgemm", "cblas_sgemv"})
  void librariesWithoutTheFunctionsOfCblasAreRefused(String missing) {
    Set<String> exported = cblasAnd("openblas_get_config", "openblas_set_num_threads");
    exported.remove(missing);

    assertEquals(
        Availability.unusable(
            "/opt/libx.so has no function " + missing,
            "name a library with the interface of CBLAS and 32-bit integers"),
        refusal(exported));
  }

  @ParameterizedTest
  @CsvSource({
    "OpenBLAS 0.3.31 DYNAMIC_ARCH NO_AFFINITY Zen MAX_THREADS=64, Zen, OpenBLAS 0.3.31 with kernels for Zen",
    "' OpenBLAS 0.3.31 ', '', OpenBLAS 0.3.31",
    "OpenBLAS, Zen, OpenBLAS with kernels for Zen"
  })
  void openBlasIsDescribedInFewWords(String config, String kernels, String description) {
    assertEquals(description, Vendor.openBlas(config, kernels));
  }
}
