package dev.lamina.tck;

import dev.lamina.spi.BackendProvider;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * The suite for a backend with a fault. Its name keeps the build from running it: {@link SuiteRun}
 * does, and passes the fault's name.
 */
@ExtendWith(FaultyBackendConformance.FaultResolver.class)
final class FaultyBackendConformance extends BackendConformance {

  static final String FAULT = "fault";

  private final Fault fault;

  FaultyBackendConformance(Fault fault) {
    this.fault = fault;
  }

  @Override
  protected BackendProvider provider() {
    return fault.provider();
  }

  static final class FaultResolver implements ParameterResolver {

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
      return parameter.getParameter().getType() == Fault.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
      String name = context.getConfigurationParameter(FAULT).orElseThrow();
      return Fault.all().filter(fault -> fault.name().equals(name)).findFirst().orElseThrow();
    }
  }
}
