package dev.lamina.runtime;

import dev.lamina.ErrorCode;
import dev.lamina.LaminaException;
import dev.lamina.Network;
import dev.lamina.NetworkSpec;
import dev.lamina.Options;
import dev.lamina.Parameters;
import dev.lamina.spi.Backend;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The class that was generated for an annotated type, after it was checked: its shapes and its
 * constructor.
 *
 * @param <T> the annotated type
 */
final class GeneratedNetwork<T> {

  private static final MethodType CONSTRUCTOR =
      MethodType.methodType(void.class, Parameters.class, Backend.class, Options.class);

  private final Class<T> type;
  private final Class<?> generated;
  private final NetworkSpec spec;
  private final MethodHandle constructor;

  private GeneratedNetwork(
      Class<T> type, Class<?> generated, NetworkSpec spec, MethodHandle constructor) {
    this.type = type;
    this.generated = generated;
    this.spec = spec;
    this.constructor = constructor;
  }

  /**
   * Finds the class.
   *
   * @param type the annotated type
   * @param lookup the access that the caller lends, or null to use what the module gives to Lamina
   * @throws LaminaException if the type is not annotated, or its network was not generated, is not what
   *     is generated for it now, or cannot be reached
   */
  static <T> GeneratedNetwork<T> of(Class<T> type, MethodHandles.@Nullable Lookup lookup) {
    Class<?> generated = find(type);
    MethodHandles.Lookup access = ModuleAccess.into(generated, type, lookup);
    try {
      MethodHandle constructor = access.findConstructor(generated, CONSTRUCTOR);
      NetworkSpec spec = read(access.findStaticGetter(generated, "SPEC", NetworkSpec.class));
      DeclaredNetwork.check(type, generated, spec);
      return new GeneratedNetwork<>(type, generated, spec, constructor);
    } catch (NoSuchFieldException e) {
      throw NotGenerated.other(type, generated, "it has no constant NetworkSpec SPEC");
    } catch (NoSuchMethodException e) {
      throw NotGenerated.other(
          type, generated, "it has no constructor (Parameters, Backend, Options)");
    } catch (IllegalAccessException e) {
      throw ModuleAccess.denied(generated, type, lookup, e);
    } catch (LinkageError e) {
      // The user's own class is initialised first: its failure is the user's to explain.
      if (e instanceof ExceptionInInitializerError && !cameThrough(generated, e.getCause())) {
        throw e;
      }
      throw NotGenerated.outdated(generated, e);
    }
  }

  /**
   * Finds the class without running any code of it.
   *
   * @throws LaminaException if the type is not annotated, or its network was not generated or is
   *     something else
   */
  static Class<?> find(Class<?> type) {
    AnnotationCheck.check(type);
    Class<?> generated = GeneratedClass.of(type);
    if (!Network.class.isAssignableFrom(generated) || !type.isAssignableFrom(generated)) {
      throw NotGenerated.other(
          type, generated, "it is not both a Network and a " + type.getSimpleName());
    }
    return generated;
  }

  private static NetworkSpec read(MethodHandle constant) {
    try {
      return (NetworkSpec) constant.invoke();
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new AssertionError("reading a constant throws no checked exception", e);
    }
  }

  NetworkSpec spec() {
    return spec;
  }

  /**
   * Builds the network. What the constructor of the user's class throws is thrown as it is.
   *
   * @throws LaminaException if the parameters do not fit, or the class does not fit this version of
   *     Lamina
   */
  T create(Parameters parameters, Backend backend, Options options) {
    try {
      return type.cast(constructor.invoke(parameters, backend, options));
    } catch (LinkageError e) {
      if (isThrownBy(generated, e)) {
        throw NotGenerated.outdated(generated, e);
      }
      throw e;
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new LaminaException(
          ErrorCode.TYPE,
          String.format(
              "the constructor of %s failed: %s", generated.getName(), Failures.describe(e)),
          e);
    }
  }

  /** Whether it is the generated code itself, not what it calls, that could not be linked. */
  private static boolean isThrownBy(Class<?> generated, LinkageError failure) {
    StackTraceElement[] trace = failure.getStackTrace();
    return trace.length > 0 && trace[0].getClassName().equals(generated.getName());
  }

  /** Whether the constants of the generated class failed, not those of a class that it extends. */
  private static boolean cameThrough(Class<?> generated, @Nullable Throwable failure) {
    return failure != null
        && Stream.of(failure.getStackTrace())
            .anyMatch(frame -> frame.getClassName().equals(generated.getName()));
  }
}
