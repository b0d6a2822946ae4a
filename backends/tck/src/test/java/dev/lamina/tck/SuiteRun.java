package dev.lamina.tck;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.platform.engine.FilterResult;
import org.junit.platform.engine.TestDescriptor;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.TestSource;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.engine.support.descriptor.MethodSource;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.PostDiscoveryFilter;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/** Runs tests of the suite inside a test, and collects how they end. */
final class SuiteRun implements TestExecutionListener {

  private final Set<String> passed = new TreeSet<>();
  private final Set<String> failed = new TreeSet<>();
  private final Set<String> aborted = new TreeSet<>();
  private final List<String> messages = new ArrayList<>();

  private SuiteRun() {}

  /** Runs some tests, named by their group and method, against a faulty backend. */
  static SuiteRun of(Fault fault, List<String> tests) {
    return run(FaultyBackendConformance.class, fault.name(), chosen(tests));
  }

  /** Runs some tests of a suite. */
  static SuiteRun of(Class<? extends BackendConformance> suite, List<String> tests) {
    return run(suite, "", chosen(tests));
  }

  /** Runs a whole suite. */
  static SuiteRun of(Class<? extends BackendConformance> suite) {
    return run(suite, "", descriptor -> FilterResult.included("all of them"));
  }

  private static PostDiscoveryFilter chosen(List<String> tests) {
    return descriptor -> FilterResult.includedIf(isChosen(descriptor, tests));
  }

  private static SuiteRun run(Class<?> suite, String fault, PostDiscoveryFilter chosen) {
    LauncherDiscoveryRequest request = LauncherDiscoveryRequestBuilder.request()
        .selectors(DiscoverySelectors.selectClass(suite))
        .filters(chosen)
        .configurationParameter(FaultyBackendConformance.FAULT, fault)
        .build();
    SuiteRun run = new SuiteRun();
    LauncherFactory.create().execute(request, run);
    return run;
  }

  private static boolean isChosen(TestDescriptor descriptor, List<String> tests) {
    return descriptor
        .getSource()
        .map(source -> !(source instanceof MethodSource) || tests.contains(name(source)))
        .orElse(true);
  }

  private static String name(TestSource source) {
    MethodSource method = (MethodSource) source;
    String group = method.getClassName();
    return group.substring(group.lastIndexOf('$') + 1) + "." + method.getMethodName();
  }

  @Override
  public void executionFinished(TestIdentifier test, TestExecutionResult result) {
    if (!test.isTest()) {
      // A container has no result of its own, unless it broke.
      result.getThrowable().ifPresent(e -> failed.add(test.getDisplayName() + ": " + e));
      return;
    }
    String name = name(test.getSource().orElseThrow());
    switch (result.getStatus()) {
      case SUCCESSFUL -> passed.add(name);
      case ABORTED -> aborted.add(name);
      case FAILED -> failed.add(name);
    }
    result.getThrowable().map(Throwable::getMessage).ifPresent(messages::add);
  }

  /** The tests that failed for at least one set of arguments. */
  Set<String> failed() {
    return failed;
  }

  /** The tests that ran and held for at least one set of arguments. */
  Set<String> passed() {
    return passed;
  }

  /** The tests that an assumption skipped. */
  Set<String> aborted() {
    return aborted;
  }

  /** What the failures and assumptions say. */
  List<String> messages() {
    return messages;
  }
}
