package dev.lamina.runtime;

import dev.lamina.spi.Availability;
import dev.lamina.spi.BackendProvider;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.ServiceLoader;
import java.util.Set;

/**
 * Finds the providers of backends. Each one is asked on its own: whatever a broken one throws is
 * recorded as the reason why it cannot be used, and the next one has its turn.
 */
final class BackendDiscovery {

  private static final String NOT_LOADABLE =
      "add the jar that has the class, or take the name out of META-INF/services/"
          + BackendProvider.class.getName();

  private final Set<Class<?>> types = new HashSet<>();
  private final Set<String> problems = new HashSet<>();
  private final List<BackendCandidate> candidates = new ArrayList<>();

  private BackendDiscovery() {}

  /** What the class loaders find, best first, each provider once. */
  static List<BackendCandidate> candidates(List<ClassLoader> loaders) {
    BackendDiscovery discovery = new BackendDiscovery();
    loaders.forEach(discovery::search);
    return discovery.candidates.stream().sorted(BackendCandidate.ORDER).toList();
  }

  private void search(ClassLoader loader) {
    Iterator<ServiceLoader.Provider<BackendProvider>> providers =
        ServiceLoader.load(BackendProvider.class, loader).stream().iterator();
    String lastProblem = "";
    while (true) {
      try {
        if (!providers.hasNext()) {
          return;
        }
        ServiceLoader.Provider<BackendProvider> provider = providers.next();
        if (types.add(provider.type())) {
          candidates.add(ask(provider));
        }
      } catch (VirtualMachineError e) {
        throw e;
      } catch (Throwable e) {
        String problem = Failures.describe(e);
        // A loader that cannot even list its service files fails in the same way for ever.
        if (problem.equals(lastProblem)) {
          return;
        }
        lastProblem = problem;
        if (problems.add(problem)) {
          candidates.add(broken(
              BackendCandidate.UNKNOWN,
              problem,
              SecondCopy.remedy(loader).orElse(Failures.remedy(e, NOT_LOADABLE)),
              "found by " + loader));
        }
      }
    }
  }

  private static BackendCandidate ask(ServiceLoader.Provider<BackendProvider> found) {
    String origin = Origin.of(found.type());
    String name = BackendCandidate.UNKNOWN;
    try {
      BackendProvider provider = found.get();
      ContractVersion version = ContractVersion.of(provider);
      if (!version.isOurs()) {
        return broken(nameIfItHasOne(provider), version.reason(), version.remedy(), origin);
      }
      name = Objects.requireNonNull(provider.name(), "name() returned null");
      int priority = provider.priority();
      Availability availability =
          Objects.requireNonNull(provider.availability(), "availability() returned null");
      Objects.requireNonNull(availability.reason(), "availability() has no reason");
      Objects.requireNonNull(availability.remedy(), "availability() has no remedy");
      return new BackendCandidate(
          name, OptionalInt.of(priority), availability, origin, Optional.of(provider));
    } catch (VirtualMachineError e) {
      throw e;
    } catch (Throwable e) {
      return broken(name, Failures.describe(e), Failures.remedy(e), origin);
    }
  }

  /** A name helps to find the culprit, but a provider of another contract may well have none. */
  private static String nameIfItHasOne(BackendProvider provider) {
    try {
      return Objects.requireNonNullElse(provider.name(), BackendCandidate.UNKNOWN);
    } catch (VirtualMachineError e) {
      throw e;
    } catch (Throwable e) {
      return BackendCandidate.UNKNOWN;
    }
  }

  private static BackendCandidate broken(String name, String reason, String remedy, String origin) {
    return new BackendCandidate(
        name, OptionalInt.empty(), Availability.unusable(reason, remedy), origin, Optional.empty());
  }
}
