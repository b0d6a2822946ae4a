package acme;

import dev.lamina.Dense;

@Dense(in = 4, out = 4, name = "body")
@Dense(in = 4, out = 4, name = "body")
@Dense(in = 4, out = 4, name = "layer4")
@Dense(in = 4, out = 4)
@Dense(in = 4, out = 4, name = "x")
@Dense(in = 4, out = 4, name = "a b")
public interface Names {}
