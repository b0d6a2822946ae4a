package acme;

import dev.lamina.Dense;

@Dense(in = 0, out = 16)
@Dense(in = 15, out = -1)
@Dense(in = 7, out = 4)
@Dense(out = 0)
@Dense(in = 3, out = 2)
@Dense(in = 3, out = 2)
public interface SeveralMistakes {}
