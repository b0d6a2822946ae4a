package dev.lamina.tck;

import dev.lamina.spi.BackendProvider;
import org.junit.jupiter.api.Nested;

/**
 * The conformance suite: a backend that passes it computes what the formulas say, wherever the
 * matrices lie in memory, whatever special values they hold and however many threads call it. One
 * small class runs all of it:
 *
 * <pre>{@code
 * final class FastBackendConformanceTest extends BackendConformance {
 *   @Override
 *   protected BackendProvider provider() {
 *     return new FastBackendProvider();
 *   }
 * }
 * }</pre>
 *
 * <p>It needs {@code lamina-backend-tck} and {@code junit-jupiter-engine} in test scope, and takes some
 * seconds.
 *
 * <p>The expected values come from a reference in double precision. How far a backend may be from them
 * follows from the number of terms of each sum, in whatever order it adds them: |fl(z) − z| ≤ γₙ (Σₖ
 * |xₖ wₖⱼ| + |bⱼ|) with n = in + 1 and γₙ = n·2⁻²⁴ / (1 − n·2⁻²⁴) (Nicholas Higham, <i>Accuracy and
 * Stability of Numerical Algorithms</i>, section 3.1). Sigmoid, tanh and softmax may add an error of
 * their own of 10⁻⁶ of the value, or of 10⁻⁷ if that is more. Where the contract asks for equal
 * results, they are compared bit by bit.
 *
 * <p>If the provider says that its backend cannot be used on this machine, only what it says about
 * itself is tested and the rest is skipped with its reason. All test data comes from fixed seeds; a
 * failure names the layer, the row and column, both values, the bound and the seed.
 */
public abstract class BackendConformance {

  /** For subclasses. */
  protected BackendConformance() {}

  /**
   * The provider of the backend to test, the same class that {@link java.util.ServiceLoader} finds.
   *
   * @return a provider; it may be a new one each time
   */
  protected abstract BackendProvider provider();

  /** What the provider says about itself. */
  @Nested
  class Provider extends ProviderConformance {
    Provider() {
      super(BackendConformance.this);
    }
  }

  /** Results against the reference: shapes, numbers of rows, activations. */
  @Nested
  class Arithmetic extends ArithmeticConformance {
    Arithmetic() {
      super(BackendConformance.this);
    }
  }

  /** Activations on their own, in place. */
  @Nested
  class Activations extends ActivationConformance {
    Activations() {
      super(BackendConformance.this);
    }
  }

  /** Layer normalisation, in place and to another matrix. */
  @Nested
  class Normalizations extends NormalizationConformance {
    Normalizations() {
      super(BackendConformance.this);
    }
  }

  /** NaN, infinities, zeros with a sign, subnormal and huge values. */
  @Nested
  class SpecialValues extends SpecialValueConformance {
    SpecialValues() {
      super(BackendConformance.this);
    }
  }

  /** What is read and written: offsets, leading dimensions, column ranges, workspaces, tensors. */
  @Nested
  class Memory extends MemoryConformance {
    Memory() {
      super(BackendConformance.this);
    }
  }

  /** What a result must not depend on, not by a bit. */
  @Nested
  class Repeatability extends RepeatabilityConformance {
    Repeatability() {
      super(BackendConformance.this);
    }
  }

  /** Chains of layers, run as generated networks run them. */
  @Nested
  class Networks extends NetworkConformance {
    Networks() {
      super(BackendConformance.this);
    }
  }

  /** Chains of layers that the backend puts together, if it does. */
  @Nested
  class Fusion extends FusionConformance {
    Fusion() {
      super(BackendConformance.this);
    }
  }

  /** Weights that cannot be read, and threads in unusual states. */
  @Nested
  class Errors extends ErrorConformance {
    Errors() {
      super(BackendConformance.this);
    }
  }

  /** Several threads at once. */
  @Nested
  class Concurrency extends ConcurrencyConformance {
    Concurrency() {
      super(BackendConformance.this);
    }
  }

  /** No allocation per call. */
  @Nested
  class Allocation extends AllocationConformance {
    Allocation() {
      super(BackendConformance.this);
    }
  }
}
