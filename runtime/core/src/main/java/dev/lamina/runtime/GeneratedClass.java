package dev.lamina.runtime;

import dev.lamina.LaminaException;

/** Finds the generated class of an annotated type by its name. */
final class GeneratedClass {

  private GeneratedClass() {}

  /**
   * The class that was generated for an annotated type, not initialised yet.
   *
   * @throws LaminaException if there is no such class
   */
  static Class<?> of(Class<?> type) {
    String name = name(type);
    try {
      return Class.forName(name, false, type.getClassLoader());
    } catch (ClassNotFoundException e) {
      throw NotGenerated.missing(type, name, e);
    } catch (LinkageError e) {
      throw NotGenerated.unloadable(type, name, e);
    }
  }

  /** {@code p.XNetwork}, for a nested type {@code p.Outer_XNetwork}. */
  private static String name(Class<?> type) {
    StringBuilder name = new StringBuilder(type.getSimpleName()).append("Network");
    for (Class<?> outer = type.getEnclosingClass();
        outer != null;
        outer = outer.getEnclosingClass()) {
      name.insert(0, outer.getSimpleName() + "_");
    }
    String home = type.getPackageName();
    return home.isEmpty() ? name.toString() : home + "." + name;
  }
}
