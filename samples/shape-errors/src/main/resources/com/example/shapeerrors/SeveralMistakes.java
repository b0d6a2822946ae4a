import static dev.lamina.Activation.*;

import dev.lamina.Dense;

@Dense(in = 28 * 28, out = 0, activation = RELU)
@Dense(in = 128, out = 64, activation = RELU, name = "hidden")
@Dense(in = 46, out = 64, activation = RELU, name = "hidden")
@Dense(in = 64, out = 10, activation = SOFTMAX)
public interface SeveralMistakes {}
