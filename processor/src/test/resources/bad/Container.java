package acme;

import dev.lamina.Dense;

public class Container {
  @Dense.Stack({
    @Dense(in = 4, out = 3),
    @Dense(in = 2, out = 1)
  })
  interface Nested {}

  @Dense.Stack(value = @Dense(in = -4, out = 3))
  interface Single {}
}
