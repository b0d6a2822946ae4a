package dev.lamina.runtime;

import dev.lamina.LaminaException;
import dev.lamina.spi.Backend;
import java.util.List;

/**
 * The choice of the backend. The first of these that says something decides:
 *
 * <ol>
 *   <li>code that asks for a backend by name: {@link NetworkBuilder#backend(String)}, {@link
 *       #named(String)};
 *   <li>the system property {@code lamina.backend};
 *   <li>the environment variable {@code LAMINA_BACKEND};
 *   <li>the priorities of the backends: the highest that can be used here. Equal ones are decided by
 *       the order of their names.
 * </ol>
 *
 * <p>A backend that is asked for and cannot be used is an error, which lists all backends and what is
 * wrong with each. Without a request, those that cannot be used are passed over.
 *
 * <p>{@code java -cp … dev.lamina.runtime.Backends}, with the class path of a program, prints {@link
 * #explain()} for that program.
 *
 * <p>Backends are found by {@link java.util.ServiceLoader} through the thread's context class loader and
 * Lamina's own, by a {@link NetworkBuilder} also through that of the annotated type. They are looked for
 * each time, nothing is remembered.
 */
public final class Backends {

  private Backends() {}

  /**
   * A backend by its name.
   *
   * @param name the name, as {@link #explain()} lists it
   * @return a new backend, which any number of networks may share
   * @throws NullPointerException if the name is null
   * @throws LaminaException with {@link dev.lamina.ErrorCode#BACKEND} if there is none of that name or
   *     it cannot be used
   */
  public static Backend named(String name) {
    Arguments.notNull(name, "name", "Backends.named");
    return BackendSearch.here().inCode(name).run().choice().backend();
  }

  /**
   * The backend that a network gets if its code does not ask for one.
   *
   * @return a new backend, which any number of networks may share
   * @throws LaminaException with {@link dev.lamina.ErrorCode#BACKEND} if the one that a property or the
   *     environment asks for cannot be used, or none can
   */
  public static Backend best() {
    return BackendSearch.here().run().choice().backend();
  }

  /**
   * The backends that can be used here, whatever a property or the environment ask for.
   *
   * @return their names, the highest priority first
   */
  public static List<String> usable() {
    return BackendSearch.here().candidates().stream()
        .filter(BackendCandidate::usable)
        .map(BackendCandidate::name)
        .toList();
  }

  /**
   * Says which backend a network gets if its code does not ask for one, and why: what was asked for and
   * by whom, every backend with its priority, whether it can be used, why not and what to do about it,
   * and where it was loaded from. It looks for backends as loading a network does, and never throws
   * because of what it finds.
   *
   * @return lines of text, each but the last ended by a line separator
   */
  public static String explain() {
    return BackendSearch.here().run().explain();
  }

  /**
   * Prints {@link #explain()}. The program ends with exit code 1 if there is no backend for a network
   * that does not ask for one.
   *
   * @param arguments none
   */
  public static void main(String[] arguments) {
    BackendSelection selection = BackendSearch.here().run();
    System.out.println(selection.explain());
    if (!selection.succeeded()) {
      System.exit(1);
    }
  }
}
