package dev.lamina.tck;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lamina.LayerSpec;
import dev.lamina.spi.Availability;
import dev.lamina.spi.Backend;
import dev.lamina.spi.BackendProvider;
import dev.lamina.spi.DenseKernel;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The suite notices mistakes: each fault fails the tests that are meant for it. */
final class FaultDetectionTest {

  @ParameterizedTest
  @MethodSource("dev.lamina.tck.Fault#all")
  void everyFaultIsCaughtByTheTestsThatAreMeantForIt(Fault fault) {
    SuiteRun run = SuiteRun.of(fault, fault.caughtBy());

    assertEquals(new TreeSet<>(fault.caughtBy()), run.failed());
  }

  @Test
  void failureTextNamesLayerRowsElementBothValuesBoundAndSeed() {
    SuiteRun run = SuiteRun.of(
        ArithmeticFault.TRANSPOSES_WEIGHTS, List.of("Arithmetic.everyShapeMatchesTheReference"));

    String text = run.messages().stream()
        .filter(message -> message.contains("(7 x 3)"))
        .findFirst()
        .orElseThrow();
    assertTrue(
        text.matches(
            "layer \\(N x 7\\) \\* \\(7 x 3\\) \\+ \\(1 x 3\\), identity, seed 7003, N = 8: "
                + "row 0, column \\d: expected -?[0-9.]+, got -?[0-9.]+, "
                + "error [0-9.e-]+ > bound [0-9.e-]+; \\d+ of 24 values are wrong"),
        text);
  }

  @Test
  void textOfDifferingBitsNamesBothCalls() {
    SuiteRun run = SuiteRun.of(
        RepeatabilityFault.SUMS_OTHERWISE_FROM_FOUR_ROWS_ON,
        List.of("Repeatability.rowsDoNotDependOnTheirNumber"));

    String text = run.messages().get(0);
    assertTrue(
        text.matches(
            "layer .*, seed 11, 4 rows a call, N = 41: row \\d+, column \\d+: .*, but expected .*,"
                + " the same bits as one row a call; \\d+ of \\d+ values are wrong"),
        text);
  }

  @Test
  void textOfMissingNanNamesTheElementAndBothValues() {
    SuiteRun run = SuiteRun.of(
        SpecialValueFault.DROPS_NAN_IN_RELU,
        List.of("SpecialValues.nanAndInfinityInXSpreadOverTheirRowOnly"));

    assertEquals(
        List.of("layer (N x 33) * (33 x 33) + (1 x 33), relu, seed 21, x[0, 0] = NaN, N = 5: "
            + "row 0, column 0: expected NaN, got 0.0; 33 of 165 values are wrong"),
        run.messages());
  }

  @Test
  void rowsOfABackendThatPromisesNoBitsMayDifferByRoundingOnly() {
    List<String> tests = RepeatabilityFault.SUMS_OTHERWISE_FROM_FOUR_ROWS_ON.caughtBy();

    SuiteRun rounding = SuiteRun.of(WithoutReproducibleRows.class, tests);
    SuiteRun wrong = SuiteRun.of(WrongFromFourRowsOn.class, tests);

    assertEquals(Set.of(), rounding.failed());
    assertEquals(new TreeSet<>(tests), new TreeSet<>(rounding.passed()));
    assertEquals(new TreeSet<>(tests), wrong.failed());
  }

  /** Adds in another order from four rows on, and says so. */
  static class WithoutReproducibleRows extends BackendConformance {

    @Override
    protected BackendProvider provider() {
      return new FaultyProvider() {
        @Override
        public Backend create() {
          return new PlainBackend() {
            @Override
            DenseKernel kernel(LayerSpec layer, float[] weight, float[] bias, float[] slopes) {
              return WithoutReproducibleRows.this.kernel(layer, weight, bias, slopes);
            }

            @Override
            public boolean rowsAreReproducible() {
              return false;
            }
          };
        }
      };
    }

    DenseKernel kernel(LayerSpec layer, float[] weight, float[] bias, float[] slopes) {
      return RepeatabilityFault.SUMS_OTHERWISE_FROM_FOUR_ROWS_ON.kernel(
          layer, weight, bias, slopes);
    }
  }

  /** Says so too, but leaves a term out. */
  static final class WrongFromFourRowsOn extends WithoutReproducibleRows {

    @Override
    DenseKernel kernel(LayerSpec layer, float[] weight, float[] bias, float[] slopes) {
      return new FaultyKernel(layer, weight, bias, slopes) {
        private int rows;

        @Override
        void apply(Call call) {
          rows = call.rows;
          call.proceed();
        }

        @Override
        double sum(float[] x, int start, int j) {
          double sum = forwards(x, start, j);
          return rows >= 4 ? sum - x[start] * columns[j * in] : sum;
        }
      };
    }
  }

  @Test
  void unusableBackendIsSkippedButNotWhatItsProviderSays() {
    SuiteRun run = SuiteRun.of(
        UnusableBackendConformance.class,
        List.of(
            "Provider.nameIsShortAndInLowerCase",
            "Provider.availabilityIsUsableOrSaysWhyNotAndWhatToDo",
            "Provider.backendBearsTheNameOfItsProvider",
            "SpecialValues.softmaxRowWithNanOrPlusInfinityIsNanThroughout",
            "Networks.chainsMatchTheReference",
            "Concurrency.threadsMayPrepareLayersAtOnce"));

    assertEquals(Set.of(), run.failed());
    assertEquals(
        Set.of(
            "Provider.nameIsShortAndInLowerCase",
            "Provider.availabilityIsUsableOrSaysWhyNotAndWhatToDo"),
        run.passed());
    assertEquals(
        Set.of(
            "Provider.backendBearsTheNameOfItsProvider",
            "SpecialValues.softmaxRowWithNanOrPlusInfinityIsNanThroughout",
            "Networks.chainsMatchTheReference",
            "Concurrency.threadsMayPrepareLayersAtOnce"),
        run.aborted());
    assertEquals(
        Set.of("Assumption failed: backend plain cannot be used here: no such library; install it"),
        Set.copyOf(run.messages()));
  }

  /** A backend that says that it cannot be used. */
  static final class UnusableBackendConformance extends BackendConformance {

    @Override
    protected BackendProvider provider() {
      return new FaultyProvider() {
        @Override
        public Availability availability() {
          return Availability.unusable("no such library", "install it");
        }
      };
    }
  }
}
