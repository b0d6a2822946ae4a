package dev.lamina.runtime;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import dev.lamina.ColumnSpec;
import dev.lamina.Network;
import dev.lamina.Options;
import dev.lamina.runtime.models.Payments.Account;
import dev.lamina.runtime.models.Payments.Channel;
import dev.lamina.runtime.models.Payments.Judge;
import dev.lamina.runtime.models.Payments.Judgement;
import dev.lamina.runtime.models.Payments.Payment;
import dev.lamina.runtime.models.Payments.Scorer;
import dev.lamina.runtime.models.Payments.Verdict;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedList;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** Methods in the user's own words compute what forward computes from the same columns. */
class UserMethodsTest {

  private static final List<Channel> CHANNELS = List.of(Channel.WEB, Channel.SHOP, Channel.PHONE);
  private static final int PAYMENTS = 23;
  private static final int CALLS = 10_000;
  private static final int SMALLEST_OBJECT = 16;

  private CapturedLog log;
  private Judge judge;
  private List<Payment> payments;

  @BeforeEach
  void load() {
    log = new CapturedLog();
    judge = load(Judge.class);
    payments = new ArrayList<>();
    Random random = new Random(1);
    for (int i = 0; i < PAYMENTS; i++) {
      Account account =
          new Account(random.nextInt(5), new double[] {random.nextDouble(), random.nextDouble()});
      Channel channel = CHANNELS.get(i % CHANNELS.size());
      payments.add(new Payment(random.nextDouble(), i % 2 == 0, channel, account));
    }
  }

  @AfterEach
  void release() {
    log.close();
  }

  private static <T> T load(Class<T> type) {
    return Lamina.builder(type)
        .backend("java")
        .weights(TrackedWeights.random(5))
        // Several tiles in a call, the last one smaller.
        .options(Options.defaults().withTileRows(4))
        .build();
  }

  private static float[] columns(Payment payment) {
    float[] x = new float[8];
    x[0] = (float) payment.amount();
    x[1] = payment.weekend() ? 1 : 0;
    x[2 + CHANNELS.indexOf(payment.channel())] = 1;
    x[5] = payment.account().age();
    x[6] = (float) payment.account().balances()[0];
    x[7] = (float) payment.account().balances()[1];
    return x;
  }

  private static Verdict mostProbable(float[] y) {
    return y[1] > y[0] ? Verdict.FRAUD : Verdict.HONEST;
  }

  @Test
  void anExampleGivesWhatItsColumnsGive() {
    for (Payment payment : payments) {
      float[] y = ((Network) judge).forward(columns(payment));
      assertEquals(mostProbable(y), judge.judge(payment));
      assertEquals(new Judgement(mostProbable(y), Math.max(y[0], y[1])), judge.weigh(payment));
    }
  }

  @Test
  @SuppressWarnings("JdkObsolete") // a list without random access
  void aMinibatchGivesWhatItsExamplesGive() {
    List<Verdict> expected = payments.stream().map(judge::judge).toList();
    assertEquals(expected, judge.judge(payments));
    assertEquals(expected, judge.judge(new LinkedList<>(payments)));

    Verdict[] verdicts = new Verdict[PAYMENTS + 2];
    judge.judge(payments, verdicts);
    assertEquals(expected, Arrays.asList(verdicts).subList(0, PAYMENTS));
    assertArrayEquals(new Verdict[2], Arrays.copyOfRange(verdicts, PAYMENTS, PAYMENTS + 2));

    float[] probabilities = new float[2 * PAYMENTS];
    judge.probabilities(payments.toArray(Payment[]::new), probabilities);
    for (int i = 0; i < PAYMENTS; i++) {
      assertArrayEquals(
          ((Network) judge).forward(columns(payments.get(i))),
          Arrays.copyOfRange(probabilities, 2 * i, 2 * i + 2));
    }
  }

  @Test
  void anEmptyMinibatchGivesNothing() {
    assertEquals(List.of(), judge.judge(List.of()));
    assertArrayEquals(new double[0], load(Scorer.class).scores(new float[0]));
  }

  @Test
  void aSingleOutputIsANumberOrAnAnswer() {
    Scorer scorer = load(Scorer.class);
    float[] row = {0.25f, 1, 3};
    float score = ((Network) scorer).forward(row)[0];
    assertEquals(score, scorer.score(0.25f, true, 3));
    assertEquals(score >= 0.5f, scorer.isFraud(row));
    assertArrayEquals(
        new double[] {score, score}, scorer.scores(new float[] {0.25f, 1, 3, 0.25f, 1, 3}));
  }

  @Test
  void theNamesOfTheColumnsAreInTheSpecAndTheSummary() {
    Network network = (Network) judge;
    assertEquals(
        "amount, weekend, channel=WEB, channel=SHOP, channel=PHONE, account.age,"
            + " account.balances[2]",
        network.spec().inputs().get(0).columns().stream()
            .map(ColumnSpec::toString)
            .collect(Collectors.joining(", ")));
    assertTrue(network.summary().contains("\noutputs: HONEST, FRAUD\n"), network::summary);
  }

  @Test
  void whatDoesNotFitIsRefusedInTheUsersWords() {
    Account account = new Account(1, new double[] {1, 2});
    assertRefused(
        NullPointerException.class,
        "[LAM-NULL] payment is null",
        () -> judge.judge((Payment) null));
    assertRefused(
        NullPointerException.class,
        "[LAM-NULL] channel is null",
        () -> judge.judge(new Payment(1, true, null, account)));
    assertRefused(
        NullPointerException.class,
        "[LAM-NULL] account is null",
        () -> judge.judge(new Payment(1, true, Channel.WEB, null)));
    assertRefused(
        IllegalArgumentException.class,
        "[LAM-LENGTH] feature account.balances has 1 values, but is declared with @Size(2)",
        () -> judge.judge(new Payment(1, true, Channel.WEB, new Account(1, new double[1]))));
    assertRefused(
        IllegalArgumentException.class,
        "[LAM-LENGTH] the array for 23 results must have at least 23 elements, got 22",
        () -> judge.judge(payments, new Verdict[22]));
    assertRefused(
        IllegalArgumentException.class,
        "[LAM-LENGTH] x of Scorer holds rows of 3 values, and 4 is no multiple of that",
        () -> load(Scorer.class).scores(new float[4]));
    assertRefused(
        ArithmeticException.class,
        "[LAM-NAN] output 0 of the network is NaN, so no class can be chosen: look for NaN in the"
            + " input or the weights",
        () -> judge.judge(new Payment(Double.NaN, true, Channel.WEB, account)));
    assertRefused(
        ArithmeticException.class,
        "[LAM-NAN] the output of the network is NaN, neither above nor below 0.5: look for NaN in"
            + " the input or the weights",
        () -> load(Scorer.class).isFraud(new float[] {Float.NaN, 0, 0}));
  }

  private static void assertRefused(
      Class<? extends RuntimeException> type, String message, Executable call) {
    assertEquals(message, assertThrows(type, call).getMessage());
  }

  @Test
  void aCallAllocatesNothingThatItsSignatureDoesNotAskFor() {
    Payment payment = payments.get(0);
    Verdict[] verdicts = new Verdict[PAYMENTS];
    Payment[] array = payments.toArray(Payment[]::new);
    float[] probabilities = new float[2 * PAYMENTS];
    assertAllocatesNothing(() -> judge.judge(payment));
    assertAllocatesNothing(() -> judge.judge(payments, verdicts));
    assertAllocatesNothing(() -> judge.probabilities(array, probabilities));
  }

  private static void assertAllocatesNothing(Runnable call) {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long least = Long.MAX_VALUE;
    for (int attempt = 0; attempt < 4; attempt++) {
      long before = threads.getCurrentThreadAllocatedBytes();
      for (int i = 0; i < CALLS; i++) {
        call.run();
      }
      least = Math.min(least, threads.getCurrentThreadAllocatedBytes() - before);
    }
    long bytes = least;
    assertTrue(bytes < CALLS * SMALLEST_OBJECT / 10, () -> bytes + " bytes in " + CALLS + " calls");
  }
}
