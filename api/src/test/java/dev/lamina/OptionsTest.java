package dev.lamina;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Executor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

class OptionsTest {

  private static final Executor EXECUTOR = Runnable::run;

  @Test
  void nothingIsSharedUnlessAnExecutorIsGiven() {
    assertEquals(Optional.empty(), Options.defaults().executor());
    assertEquals(1, Options.defaults().parallelism());
  }

  @Test
  void anExecutorMayHelpOnAllProcessors() {
    Options options = Options.defaults().withExecutor(EXECUTOR);
    assertEquals(Optional.of(EXECUTOR), options.executor());
    assertEquals(Runtime.getRuntime().availableProcessors(), options.parallelism());
  }

  @Test
  void eachChangeKeepsTheOthers() {
    assertEquals(
        new Options(OptionalInt.of(3), 5, Optional.of(EXECUTOR), 7),
        Options.defaults().withTileRows(3).withWorkspaces(5).withExecutor(EXECUTOR, 7));
    assertEquals(
        new Options(OptionalInt.of(3), 5, Optional.of(EXECUTOR), 7),
        Options.defaults().withExecutor(EXECUTOR, 7).withWorkspaces(5).withTileRows(3));
  }

  @Test
  void optionsThatMeanNothingAreRefused() {
    assertRefused(
        "[LAM-SIZE] tileRows must be positive, got 0", () -> Options.defaults().withTileRows(0));
    assertRefused(
        "[LAM-SIZE] workspaces must be positive, got -1",
        () -> Options.defaults().withWorkspaces(-1));
    assertRefused(
        "[LAM-SIZE] parallelism must be positive, got 0",
        () -> Options.defaults().withExecutor(EXECUTOR, 0));
    assertRefused(
        "[LAM-SIZE] parallelism = 2 needs an executor: Lamina starts no threads of its own",
        () -> new Options(OptionalInt.empty(), 1, Optional.empty(), 2));
    assertEquals(
        "[LAM-NULL] executor of Options is null",
        assertThrows(NullPointerException.class, () -> Options.defaults().withExecutor(null))
            .getMessage());
  }

  private static void assertRefused(String message, Executable call) {
    assertEquals(message, assertThrows(IllegalArgumentException.class, call).getMessage());
  }
}
