package acme;

import dev.lamina.Dense;

@Dense(in = 1, out = 2)
@Dense(in = 2, out = 3)
@Dense(in = 3, out = 4)
@Dense(in = 4, out = 5, name = "body")
@Dense(in = 6, out = 7, name = "head")
public interface LongChain {}
