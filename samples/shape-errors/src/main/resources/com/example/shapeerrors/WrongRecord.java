import static dev.lamina.Activation.*;

import dev.lamina.Dense;

@Dense(in = 6, out = 16, activation = TANH)
@Dense(out = 3, activation = SOFTMAX)
public interface WrongRecord {

  record Penguin(float billLength, float billDepth, float flipperLength, float bodyMass) {}

  float[] probabilities(Penguin penguin);
}
