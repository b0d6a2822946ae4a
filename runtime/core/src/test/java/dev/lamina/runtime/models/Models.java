package dev.lamina.runtime.models;

import dev.lamina.Activation;
import dev.lamina.Dense;
import dev.lamina.Network;
import java.util.ArrayList;
import java.util.List;

/** Annotated types of every form. */
public final class Models {

  private Models() {}

  /** The type that cannot be named from outside. */
  public static Class<?> hidden() {
    return Hidden.class;
  }

  /** A nested type. */
  @Dense(in = 3, out = 2)
  public interface Nested {}

  /** Something for a type to be nested in twice. */
  public static final class Group {

    private Group() {}

    /** A type that is nested twice and cannot be named from outside. */
    @Dense(in = 3, out = 2)
    interface Inner {}

    /** The type that cannot be named from outside. */
    public static Class<?> inner() {
      return Inner.class;
    }
  }

  /** A class with state of its own that a network is to be. */
  @Dense(in = 3, out = 2, activation = Activation.SIGMOID)
  public abstract static class Counting implements Network {

    private final List<String> calls = new ArrayList<>();

    /** Has to run before the network is used. */
    protected Counting() {
      calls.add("constructed");
    }

    /** Answers and remembers. */
    public float first(float... x) {
      calls.add("first");
      return forward(x)[0];
    }

    /** What happened so far. */
    public List<String> calls() {
      return List.copyOf(calls);
    }
  }

  /** A class whose constructor fails. */
  @Dense(in = 3, out = 2)
  public abstract static class Refusing {

    /** Fails. */
    protected Refusing() {
      throw new IllegalStateException("the user's own trouble");
    }
  }

  /** A class whose constructor fails for want of another class. */
  @Dense(in = 3, out = 2)
  public abstract static class Unlinked {

    /** Fails. */
    protected Unlinked() {
      throw new NoClassDefFoundError("the user's own library");
    }
  }

  /** A class whose static initialiser fails. */
  @Dense(in = 3, out = 2)
  public abstract static class BadlyInitialised {

    /** Fails. */
    public static final int LENGTH = Integer.parseInt("the user's own typo");
  }
}
