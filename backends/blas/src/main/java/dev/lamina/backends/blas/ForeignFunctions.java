package dev.lamina.backends.blas;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The foreign-function API of Java 22 and later. This code is compiled for Java 17, which does not have
 * it: all of it is found by name, and the functions are called with arrays and indices, of which
 * combinators make the segments that the API asks for. HotSpot folds handles that are constants, so a
 * call costs a few nanoseconds and allocates nothing.
 */
final class ForeignFunctions {

  private static final MethodHandles.Lookup LOOKUP = MethodHandles.lookup();

  private static final Class<?> SEGMENT = type("MemorySegment");
  private static final Class<?> ARENA = type("Arena");
  private static final Class<?> LINKER = type("Linker");
  private static final Class<?> OPTION = type("Linker$Option");
  private static final Class<?> LAYOUT = type("MemoryLayout");
  private static final Class<?> DESCRIPTOR = type("FunctionDescriptor");
  private static final Class<?> SYMBOLS = type("SymbolLookup");

  /** Row after row, in CBLAS's words. */
  private static final int ROW_MAJOR = 101;

  /** A cache line, and a vector of the widest machines. */
  private static final long ALIGNMENT = 64;

  /**
   * C += A·B: function, transposition of B, rows and columns of C, columns of A, A's address and leading
   * dimension, B's address and leading dimension, C's address and leading dimension.
   */
  static final MethodHandle SGEMM = sgemm(long.class);

  /** The same with an array and an index in place of the addresses of A and C. */
  static final MethodHandle SGEMM_ON_ARRAYS = sgemmOnArrays();

  /**
   * y += A·x: function, transposition of A, rows and columns of A, A's address and leading dimension, the
   * addresses of x and y.
   */
  static final MethodHandle SGEMV = sgemv();

  private ForeignFunctions() {}

  private static Class<?> type(String name) {
    try {
      return Class.forName("java.lang.foreign." + name);
    } catch (ClassNotFoundException e) {
      throw new LinkageError("the foreign-function API is part of Java 22 and later", e);
    }
  }

  private static MethodHandle sgemm(Class<?> matrix) {
    // function, order, transA, transB, m, n, k, alpha, a, lda, b, ldb, beta, c, ldc
    MethodHandle call = downcall(
        null,
        int.class,
        int.class,
        int.class,
        int.class,
        int.class,
        int.class,
        float.class,
        matrix,
        int.class,
        long.class,
        int.class,
        float.class,
        matrix,
        int.class);
    // From behind, so that places in front stay as they are.
    call = MethodHandles.insertArguments(call, 12, 1f);
    call = MethodHandles.insertArguments(call, 7, 1f);
    call = MethodHandles.insertArguments(call, 1, ROW_MAJOR, Layout.NO_TRANSPOSITION);
    return call.asType(call.type().changeParameterType(0, Object.class));
  }

  /** Takes arrays with indices in place of addresses. */
  private static MethodHandle sgemmOnArrays() {
    MethodHandle call = MethodHandles.collectArguments(sgemm(SEGMENT), 9, arraySlice());
    return MethodHandles.collectArguments(call, 5, arraySlice());
  }

  private static MethodHandle sgemv() {
    MethodHandle call = downcall(
        null,
        int.class,
        int.class,
        int.class,
        int.class,
        float.class,
        long.class,
        int.class,
        long.class,
        int.class,
        float.class,
        long.class,
        int.class);
    call = MethodHandles.insertArguments(call, 12, 1);
    call = MethodHandles.insertArguments(call, 9, 1, 1f);
    call = MethodHandles.insertArguments(call, 5, 1f);
    call = MethodHandles.insertArguments(call, 1, ROW_MAJOR);
    return call.asType(call.type().changeParameterType(0, Object.class));
  }

  /** (array, index) → the rest of it. */
  private static MethodHandle arraySlice() {
    MethodHandle ofArray = find(
        () -> LOOKUP.findStatic(SEGMENT, "ofArray", MethodType.methodType(SEGMENT, float[].class)));
    MethodHandle bytes = find(() -> LOOKUP.findStatic(
        ForeignFunctions.class, "bytes", MethodType.methodType(long.class, int.class)));
    MethodHandle slice = find(
        () -> LOOKUP.findVirtual(SEGMENT, "asSlice", MethodType.methodType(SEGMENT, long.class)));
    return MethodHandles.filterArguments(slice, 0, ofArray, bytes);
  }

  @SuppressWarnings("UnusedMethod") // found by its name
  private static long bytes(int index) {
    return (long) index * Float.BYTES;
  }

  /** A handle that takes the address of a function first. */
  static MethodHandle downcall(@Nullable Class<?> result, Class<?>... parameters) {
    return find(() -> {
      Object layouts = java.lang.reflect.Array.newInstance(LAYOUT, parameters.length);
      for (int i = 0; i < parameters.length; i++) {
        java.lang.reflect.Array.set(layouts, i, layout(parameters[i]));
      }
      Class<?> layoutArray = layouts.getClass();
      Object descriptor = result == null
          ? LOOKUP
              .findStatic(DESCRIPTOR, "ofVoid", MethodType.methodType(DESCRIPTOR, layoutArray))
              .asFixedArity()
              .invoke(layouts)
          : LOOKUP
              .findStatic(DESCRIPTOR, "of", MethodType.methodType(DESCRIPTOR, LAYOUT, layoutArray))
              .asFixedArity()
              .invoke(layout(result), layouts);
      // Critical: the arrays stay where they are and are neither copied nor pinned.
      Object options = java.lang.reflect.Array.newInstance(OPTION, 1);
      java.lang.reflect.Array.set(
          options,
          0,
          LOOKUP
              .findStatic(OPTION, "critical", MethodType.methodType(OPTION, boolean.class))
              .invoke(true));
      Object linker = LOOKUP
          .findStatic(LINKER, "nativeLinker", MethodType.methodType(LINKER))
          .invoke();
      return (MethodHandle) LOOKUP
          .findVirtual(
              LINKER,
              "downcallHandle",
              MethodType.methodType(MethodHandle.class, DESCRIPTOR, options.getClass()))
          .asFixedArity()
          .invoke(linker, descriptor, options);
    });
  }

  private static Object layout(Class<?> type) throws ReflectiveOperationException {
    String name =
        type == SEGMENT ? "ADDRESS" : "JAVA_" + type.getName().toUpperCase(java.util.Locale.ROOT);
    return type("ValueLayout").getField(name).get(null);
  }

  /** New memory for so many floats, which is freed when the segment cannot be reached any more. */
  static Object allocate(long floats) {
    return find(() -> LOOKUP
        .findVirtual(ARENA, "allocate", MethodType.methodType(SEGMENT, long.class, long.class))
        .invoke(
            LOOKUP.findStatic(ARENA, "ofAuto", MethodType.methodType(ARENA)).invoke(),
            floats * Float.BYTES,
            ALIGNMENT));
  }

  /** A segment as floats that Java reads and writes. */
  static FloatBuffer buffer(Object segment) {
    return find(() -> ((ByteBuffer) LOOKUP
            .findVirtual(SEGMENT, "asByteBuffer", MethodType.methodType(ByteBuffer.class))
            .invoke(segment))
        .order(ByteOrder.nativeOrder())
        .asFloatBuffer());
  }

  /** The address of a segment: a function takes that like a pointer on every 64-bit system. */
  static long address(Object segment) {
    return find(() -> (long) LOOKUP
        .findVirtual(SEGMENT, "address", MethodType.methodType(long.class))
        .invoke(segment));
  }

  /** Copies the first values of an array into a segment. */
  static void copy(float[] values, int count, Object segment, long index) {
    find(() -> {
      LOOKUP
          .findStatic(
              SEGMENT,
              "copy",
              MethodType.methodType(
                  void.class,
                  Object.class,
                  int.class,
                  SEGMENT,
                  type("ValueLayout"),
                  long.class,
                  int.class))
          .invoke(values, 0, segment, layout(float.class), index * Float.BYTES, count);
      return true;
    });
  }

  /** Opens a library. */
  static Symbols open(Path file) {
    return open(Path.class, file);
  }

  /** Opens a library that the system's loader finds. */
  static Symbols open(String name) {
    return open(String.class, name);
  }

  private static Symbols open(Class<?> type, Object library) {
    return find(() -> {
      Object arena =
          LOOKUP.findStatic(ARENA, "global", MethodType.methodType(ARENA)).invoke();
      return new Symbols(LOOKUP
          .findStatic(SYMBOLS, "libraryLookup", MethodType.methodType(SYMBOLS, type, ARENA))
          .invoke(library, arena));
    });
  }

  /** Runs what reflection makes look as if it threw everything. */
  private static <T> T find(Action<T> action) {
    try {
      return action.run();
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new LinkageError("the foreign-function API is not as expected: " + e, e);
    }
  }

  private interface Action<T> {
    T run() throws Throwable;
  }

  /** What a library exports. */
  static final class Symbols {

    private final Object lookup;

    private Symbols(Object lookup) {
      this.lookup = lookup;
    }

    /** The address of a function. */
    Optional<Object> find(String name) {
      return ForeignFunctions.find(() -> ((Optional<?>) LOOKUP
              .findVirtual(SYMBOLS, "find", MethodType.methodType(Optional.class, String.class))
              .invoke(lookup, name))
          .map(segment -> (Object) segment));
    }

    /** Calls a function of one number. */
    void call(String name, Class<?> parameter, int argument) {
      Object function = find(name).orElseThrow();
      ForeignFunctions.find(() -> {
        downcall(null, parameter).invoke(function, argument);
        return true;
      });
    }

    /** Calls a function that returns a text. */
    Optional<String> text(String name) {
      return find(name)
          .map(function -> ForeignFunctions.find(() -> {
            Object address = downcall(SEGMENT).invoke(function);
            Object text = LOOKUP
                .findVirtual(SEGMENT, "reinterpret", MethodType.methodType(SEGMENT, long.class))
                .invoke(address, 1L << 12);
            return (String) LOOKUP
                .findVirtual(SEGMENT, "getString", MethodType.methodType(String.class, long.class))
                .invoke(text, 0L);
          }));
    }
  }
}
