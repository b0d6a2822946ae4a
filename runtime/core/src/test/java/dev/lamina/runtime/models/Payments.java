package dev.lamina.runtime.models;

import dev.lamina.Activation;
import dev.lamina.Dense;
import dev.lamina.Size;
import dev.lamina.Threshold;
import java.util.List;

/** A network in the words of its program, with features of every kind. */
public final class Payments {

  private Payments() {}

  /** Features that become three columns. */
  public enum Channel {
    WEB,
    SHOP,
    PHONE
  }

  /** The classes. */
  public enum Verdict {
    HONEST,
    FRAUD
  }

  /** Features that become three columns. */
  @SuppressWarnings("ArrayRecordComponent") // what users write, compared by nobody
  public record Account(int age, @Size(2) double[] balances) {}

  /** Eight columns. */
  public record Payment(double amount, boolean weekend, Channel channel, Account account) {}

  /** A class and its probability. */
  public record Judgement(Verdict verdict, double probability) {}

  /** Two classes. */
  @Dense(in = 8, out = 5, activation = Activation.TANH)
  @Dense(out = 2, activation = Activation.SOFTMAX)
  public interface Judge {

    /** One verdict. */
    Verdict judge(Payment payment);

    /** One verdict and its probability. */
    Judgement weigh(Payment payment);

    /** Many verdicts, into an array. */
    void judge(List<Payment> payments, Verdict[] verdicts);

    /** Many probabilities, into an array. */
    void probabilities(Payment[] payments, float[] probabilities);

    /** Many verdicts. */
    List<Verdict> judge(List<Payment> payments);
  }

  /** One output. */
  @Dense(in = 3, out = 4, activation = Activation.RELU)
  @Dense(out = 1, activation = Activation.SIGMOID)
  public interface Scorer {

    /** The output. */
    float score(float amount, boolean weekend, long age);

    /** The output of each row. */
    double[] scores(float[] rows);

    /** Whether the output is at least a threshold. */
    @Threshold(0.5)
    boolean isFraud(float[] row);
  }
}
