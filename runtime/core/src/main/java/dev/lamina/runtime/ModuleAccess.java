package dev.lamina.runtime;

import dev.lamina.ErrorCode;
import dev.lamina.LaminaException;
import java.lang.invoke.MethodHandles;
import org.jspecify.annotations.Nullable;

/** Gets into the package of a generated class, which may lie in a module and need not be public. */
final class ModuleAccess {

  private ModuleAccess() {}

  /**
   * A lookup that sees as much of a class as Lamina may.
   *
   * @param generated the class to get into
   * @param type the annotated type that the user knows
   * @param lent a lookup of the user's, or null
   * @throws LaminaException if the lookup that was lent does not reach so far
   */
  static MethodHandles.Lookup into(
      Class<?> generated, Class<?> type, MethodHandles.@Nullable Lookup lent) {
    try {
      if (lent != null) {
        return MethodHandles.privateLookupIn(generated, lent);
      }
      Module own = ModuleAccess.class.getModule();
      Module theirs = generated.getModule();
      // Lamina is there before its users and cannot require their modules.
      own.addReads(theirs);
      return theirs.isOpen(generated.getPackageName(), own)
          ? MethodHandles.privateLookupIn(generated, MethodHandles.lookup())
          : MethodHandles.lookup();
    } catch (IllegalAccessException e) {
      throw denied(generated, type, lent, e);
    }
  }

  /** The error of a class that cannot be reached, with both ways to let Lamina in. */
  static LaminaException denied(
      Class<?> generated,
      Class<?> type,
      MethodHandles.@Nullable Lookup lent,
      IllegalAccessException cause) {
    Module theirs = generated.getModule();
    String text;
    if (!theirs.isNamed()) {
      text = String.format(
          "the lookup that was given (%s) does not reach %s%n"
              + "  fix: leave lookup(...) out, the class path needs none",
          lent, generated.getName());
    } else {
      Module own = ModuleAccess.class.getModule();
      text = String.format(
          "%s does not reach %s in module %s%n"
              + "  fix: in module-info.java of %s:  opens %s%s;%n"
              + "  or:  in code of %s:  Lamina.builder(%s.class).lookup(MethodHandles.lookup())",
          lent == null ? "Lamina" : "the lookup that was given (" + lent + ")",
          generated.getName(),
          theirs.getName(),
          theirs.getName(),
          generated.getPackageName(),
          own.isNamed() ? " to " + own.getName() : "",
          theirs.getName(),
          type.getSimpleName());
    }
    return new LaminaException(ErrorCode.ACCESS, text, cause);
  }
}
