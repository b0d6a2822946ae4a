package acme;

import dev.lamina.Dense;
import java.io.Serializable;

@Deprecated
@Dense(in = 2, out = 2)
public class Old implements Serializable {
  private static final long serialVersionUID = 1L;
}
