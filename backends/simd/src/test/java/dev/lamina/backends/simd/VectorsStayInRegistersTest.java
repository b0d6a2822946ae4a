package dev.lamina.backends.simd;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import com.sun.management.ThreadMXBean;
import dev.lamina.ActivationSpec;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import jdk.incubator.vector.VectorSpecies;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A vector that leaves its method becomes an object, unless C2 happens to inline everything. */
class VectorsStayInRegistersTest {

  /** HotSpot's option FreqInlineSize: longer methods are never inlined. */
  private static final int FREQ_INLINE_SIZE = 325;

  /** At about 300 nodes each they leave half of NodeCountInliningCutoff to what is around them. */
  private static final int MOST_VECTOR_CALLS_INLINED = 25;

  @Test
  @Tag("width-independent")
  void noMethodTakesOrReturnsAVectorAndNoFieldHoldsOne() throws Exception {
    List<String> wrong = new ArrayList<>();
    int methods = 0;
    for (Class<?> type : classes()) {
      for (Method method : type.getDeclaredMethods()) {
        methods++;
        Stream<Class<?>> types =
            Stream.concat(Stream.of(method.getReturnType()), Stream.of(method.getParameterTypes()));
        if (types.anyMatch(VectorsStayInRegistersTest::isVector)) {
          wrong.add(method.toString());
        }
      }
      for (Field field : type.getDeclaredFields()) {
        if (isVector(field.getType())) {
          wrong.add(field.toString());
        }
      }
    }
    assertTrue(methods > 20, "only " + methods + " methods were found");
    assertEquals(List.of(), wrong);
  }

  /** A method that HotSpot could inline has few vector operations, so that C2 can afford it anywhere. */
  @Test
  @Tag("width-independent")
  void methodsOfManyVectorOperationsAreTooLongToBeInlined() throws Exception {
    List<String> wrong = new ArrayList<>();
    int methods = 0;
    for (Class<?> type : classes()) {
      for (MethodSize size : MethodSize.of(type)) {
        methods++;
        if (size.vectorCalls() > MOST_VECTOR_CALLS_INLINED
            && size.bytecodes() <= FREQ_INLINE_SIZE) {
          wrong.add(type.getSimpleName() + ": " + size);
        }
      }
    }
    assertTrue(methods > 20, "only " + methods + " methods were found");
    assertEquals(List.of(), wrong);
  }

  private static boolean isVector(Class<?> type) {
    return type.getPackageName().equals("jdk.incubator.vector") && type != VectorSpecies.class;
  }

  private static List<Class<?>> classes() throws Exception {
    Path home = Path.of(
        SimdBackend.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    List<Class<?>> classes = new ArrayList<>();
    try (Stream<Path> files = Files.walk(home)) {
      for (Path file : files.filter(f -> f.toString().endsWith(".class")).toList()) {
        String name = home.relativize(file).toString().replaceAll("\\.class$", "");
        if (!name.endsWith("-info")) {
          classes.add(Class.forName(name.replace(file.getFileSystem().getSeparator(), ".")));
        }
      }
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
    return classes;
  }

  static Stream<ActivationSpec> activations() {
    return TestedActivations.all();
  }

  /** Shapes for each way through each function, all of which have been compiled by the end. */
  @ParameterizedTest
  @MethodSource("activations")
  void activationsAllocateNothing(ActivationSpec activation) {
    assumeFalse(Emulation.isOn(), "emulated vectors are objects");
    ActivationFunction function = TestedActivations.function(activation);
    int[][] shapes = {{1, 1}, {1, 4}, {1, 10}, {3, 5}, {1, 33}, {64, 3}, {64, 10}, {7, 128}};
    float[] a = new float[64 * 200];
    float[] scratch = new float[ActivationFunction.SCRATCH_FLOATS];
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long end = System.nanoTime() + 5_000_000_000L;
    long bytes;
    do {
      long before = threads.getCurrentThreadAllocatedBytes();
      for (int i = 0; i < 300; i++) {
        for (int[] shape : shapes) {
          function.apply(a, 0, shape[1], shape[0], 0, shape[1], scratch);
          function.apply(a, 0, shape[1] + 6, shape[0], 0, shape[1], scratch);
        }
      }
      bytes = threads.getCurrentThreadAllocatedBytes() - before;
    } while (bytes > 0 && System.nanoTime() < end);
    assertEquals(0, bytes, activation + ": bytes in 4800 calls after 5 s");
  }
}
