package acme;

import dev.lamina.Dense;

@Dense(in = 65536, out = 65536)
@Dense(out = 65536)
public interface TooLarge {}
