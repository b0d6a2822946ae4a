package dev.lamina.runtime;

import dev.lamina.spi.Availability;
import dev.lamina.spi.Backend;
import dev.lamina.spi.BackendProvider;

/** Providers of every kind, sound and broken. */
public final class Providers {

  private Providers() {}

  /** What a sound provider does. */
  private abstract static class Sound implements BackendProvider {

    private final String name;
    private final int priority;

    Sound(String name, int priority) {
      this.name = name;
      this.priority = priority;
    }

    @Override
    public int contractVersion() {
      return CONTRACT_VERSION;
    }

    @Override
    public String name() {
      return name;
    }

    @Override
    public int priority() {
      return priority;
    }

    @Override
    public Availability availability() {
      return Availability.usable("made for tests");
    }

    @Override
    public Backend create() {
      return new TestBackend(name);
    }
  }

  /** Sound, priority 10. */
  public static final class Alpha extends Sound {
    /** For the service loader. */
    public Alpha() {
      super("alpha", 10);
    }
  }

  /** Sound, priority 10 as alpha has. */
  public static final class Beta extends Sound {
    /** For the service loader. */
    public Beta() {
      super("beta", 10);
    }
  }

  /** Sound, priority 20. */
  public static final class Gamma extends Sound {
    /** For the service loader. */
    public Gamma() {
      super("gamma", 20);
    }
  }

  /** Sound, with a rank below every other, and nothing to say of itself. */
  public static final class Last extends Sound {
    /** For the service loader. */
    public Last() {
      super("last", Integer.MIN_VALUE);
    }

    @Override
    public Availability availability() {
      return Availability.usable("");
    }
  }

  /** Cannot be used on this machine, priority 100. */
  public static final class Unusable extends Sound {
    /** For the service loader. */
    public Unusable() {
      super("unusable", 100);
    }

    @Override
    public Availability availability() {
      return Availability.unusable("the turbine is missing", "start Java with --turbine");
    }
  }

  /** Fails in its constructor. */
  public static final class BrokenConstructor extends Sound {
    /** For the service loader. */
    public BrokenConstructor() {
      super("brokenConstructor", 100);
      throw new IllegalStateException("constructor trouble");
    }
  }

  /** Fails when it is asked for its name. */
  public static final class BrokenName extends Sound {
    /** For the service loader. */
    public BrokenName() {
      super("brokenName", 100);
    }

    @Override
    public String name() {
      throw new IllegalStateException("name trouble");
    }
  }

  /** Has no name. */
  public static final class NoName extends Sound {
    /** For the service loader. */
    public NoName() {
      super(null, 100);
    }
  }

  /** Fails when it is asked for its priority. */
  public static final class BrokenPriority extends Sound {
    /** For the service loader. */
    public BrokenPriority() {
      super("brokenPriority", 100);
    }

    @Override
    public int priority() {
      throw new AssertionError("priority trouble");
    }
  }

  /** Touches a class that is not there when it is asked whether it can be used. */
  public static final class Unlinked extends Sound {
    /** For the service loader. */
    public Unlinked() {
      super("unlinked", 100);
    }

    @Override
    public Availability availability() {
      throw new NoClassDefFoundError("jdk/incubator/vector/FloatVector");
    }
  }

  /** Says nothing about whether it can be used. */
  public static final class NoAvailability extends Sound {
    /** For the service loader. */
    public NoAvailability() {
      super("noAvailability", 100);
    }

    @Override
    public Availability availability() {
      return null;
    }
  }

  /** Gives no reason. */
  public static final class NoReason extends Sound {
    /** For the service loader. */
    public NoReason() {
      super("noReason", 100);
    }

    @Override
    public Availability availability() {
      return new Availability(false, null, null);
    }
  }

  /** Says that it can be used, and then fails. */
  public static final class BrokenCreate extends Sound {
    /** For the service loader. */
    public BrokenCreate() {
      super("brokenCreate", 100);
    }

    @Override
    public Backend create() {
      throw new UnsatisfiedLinkError("libturbine.so");
    }
  }

  /** Says that it can be used, and then makes nothing. */
  public static final class NullCreate extends Sound {
    /** For the service loader. */
    public NullCreate() {
      super("nullCreate", 100);
    }

    @Override
    public Backend create() {
      return null;
    }
  }

  /** Is named in a service file but is no provider. */
  public static final class Stranger {}
}
