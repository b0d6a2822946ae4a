package dev.lamina.backends.simd;

import dev.lamina.spi.BackendProvider;
import dev.lamina.tck.BackendConformance;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;

@ExtendWith(SimdBackendConformanceTest.AllocationWhereVectorsAreReal.class)
class SimdBackendConformanceTest extends BackendConformance {

  @Override
  protected BackendProvider provider() {
    return new SimdBackendProvider();
  }

  /** Emulated vectors are objects, so that calls allocate. */
  static final class AllocationWhereVectorsAreReal implements ExecutionCondition {

    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
      boolean allocation =
          context.getTestClass().map(Class::getSimpleName).orElse("").equals("Allocation");
      return allocation && Emulation.isOn()
          ? ConditionEvaluationResult.disabled("emulated vectors are objects")
          : ConditionEvaluationResult.enabled("");
    }
  }
}
