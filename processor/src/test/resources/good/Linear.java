package acme;

import dev.lamina.Dense;

@Dense(in = 3, out = 1)
interface Linear {}
