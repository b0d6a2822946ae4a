package acme;

import dev.lamina.Dense;

public class Types {
  @Dense(in = 1, out = 1)
  static final class Final {}

  @Dense(in = 1, out = 1)
  private interface Private {}

  private static class Hidden {
    @Dense(in = 1, out = 1)
    interface InHidden {}
  }

  @Dense(in = 1, out = 1)
  sealed interface Sealed permits Sealed.Only {
    record Only() implements Sealed {}
  }

  @Dense(in = 1, out = 1)
  interface Generic<T> {}

  @Dense(in = 1, out = 1)
  class InnerClass {}

  @Dense(in = 1, out = 1)
  enum Enumeration {}

  @Dense(in = 1, out = 1)
  record Values(int a) {}

  @Dense(in = 1, out = 1)
  @interface Annotation {}

  @Dense(in = 1, out = 1)
  static class NoDefaultConstructor {
    NoDefaultConstructor(int size) {}
  }

  @Dense(in = 1, out = 1)
  static class PrivateConstructor {
    private PrivateConstructor() {}
  }

  @Dense(in = 1, out = 1)
  static class ThrowingConstructor {
    ThrowingConstructor() throws java.io.IOException {}
  }
}
