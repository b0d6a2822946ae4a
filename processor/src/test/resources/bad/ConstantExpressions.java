package acme;

import dev.lamina.Dense;

@Dense(in = 28 * 28, out = Sizes.HIDDEN)
@Dense(in = Sizes.HIDDEN + 1, out = 10)
@Dense(in = Sizes.HIDDEN, out = 10)
public interface ConstantExpressions {}

class Sizes {
  static final int HIDDEN = 64;
}
