package acme;

import dev.lamina.Dense;

@Dense(out = 16)
@Dense(out = 8)
public interface NoInput {}
