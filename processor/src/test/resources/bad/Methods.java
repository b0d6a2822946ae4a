package acme;

import dev.lamina.Dense;

public class Methods {
  @Dense(in = 1, out = 1)
  interface Unknown {
    int classify(float[] x, java.util.List<String> names);
  }

  @Dense(in = 1, out = 1)
  interface OtherResult {
    int summary();
  }

  @Dense(in = 1, out = 1)
  static class WithBody {
    public float[] forward(float[] x) {
      return x;
    }
  }

  interface Base<T> {
    T convert(T value);
  }

  @Dense(in = 1, out = 1)
  interface Inheriting extends Base<String> {}
}
