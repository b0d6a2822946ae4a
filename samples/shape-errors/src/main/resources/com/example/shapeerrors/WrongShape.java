import static dev.lamina.Activation.*;

import dev.lamina.Dense;

@Dense(in = 784, out = 128, activation = RELU)
@Dense(in = 100, out = 10, activation = SOFTMAX)
public interface WrongShape {}
