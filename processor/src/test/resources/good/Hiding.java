package acme;

import dev.lamina.Dense;
import java.util.List;

@Dense(in = 2, out = 2)
public interface Hiding {
  enum Results {
    NO,
    YES
  }

  record Features(float a, float b) {}

  record Pass(Results arrays, double options) {}

  Results classify(Features execution);

  List<Pass> all(List<Features> slot);
}
