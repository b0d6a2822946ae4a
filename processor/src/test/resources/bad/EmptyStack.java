package acme;

import dev.lamina.Dense;

@Dense.Stack({})
public interface EmptyStack {}
