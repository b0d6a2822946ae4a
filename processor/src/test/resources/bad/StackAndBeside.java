package acme;

import dev.lamina.Dense;

@Dense(in = 4, out = 3)
@Dense.Stack({@Dense(in = 3, out = 2)})
public interface StackAndBeside {}
