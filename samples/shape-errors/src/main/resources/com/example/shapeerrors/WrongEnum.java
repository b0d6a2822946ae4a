import static dev.lamina.Activation.*;

import dev.lamina.Dense;

@Dense(in = 4, out = 16, activation = TANH)
@Dense(out = 4, activation = SOFTMAX)
public interface WrongEnum {

  enum Species {
    ADELIE,
    CHINSTRAP,
    GENTOO
  }

  Species classify(float[] measured);
}
