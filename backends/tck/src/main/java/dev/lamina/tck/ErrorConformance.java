package dev.lamina.tck;

import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lamina.Activation;
import dev.lamina.LayerParameters;
import dev.lamina.Tensor;
import dev.lamina.spi.Backend;
import dev.lamina.spi.BackendProvider;
import dev.lamina.spi.DenseKernel;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Weights that cannot be read, and threads in a state that is none of the backend's business. */
abstract class ErrorConformance extends ConformanceGroup {

  ErrorConformance(BackendConformance suite) {
    super(suite);
  }

  @ParameterizedTest(name = "{0} fails behind {1} elements")
  @CsvSource({"weight, 0", "weight, 100", "weight, 560", "bias, 0", "bias, 16"})
  void whatATensorThrowsIsThrownAsItIs(String role, int readable) {
    TestLayer layer = TestLayer.random(33, 17, Activation.RELU, true, 81);
    UnreadableTensor unreadable = unreadable(layer, role, readable);
    Backend backend = backend();

    RuntimeException thrown =
        assertThrows(RuntimeException.class, () -> prepare(backend, layer, role, unreadable));

    assertSame(
        unreadable.failure(),
        thrown,
        () -> layer + ": what the tensor " + role + " threw must leave prepare as it is: the user"
            + " reads there which file is broken. Got " + thrown);
  }

  @Test
  void layersPreparedBeforeAndAfterOneThatFailedAreRight() {
    Backend backend = backend();
    TestLayer before = TestLayer.random(31, 17, Activation.TANH, true, 82);
    TestLayer failing = TestLayer.random(33, 17, Activation.RELU, true, 83);
    TestLayer after = TestLayer.random(64, 10, Activation.SOFTMAX, true, 84);
    DenseKernel kernel = before.prepare(backend);
    for (String role : failing.tensors().keySet()) {
      UnreadableTensor unreadable = unreadable(failing, role, 10);
      assertThrows(RuntimeException.class, () -> prepare(backend, failing, role, unreadable));
    }
    float[] x = before.randomX(5, 82);
    float[] xAfter = after.randomX(5, 84);

    float[] a = Matrices.apply(before, kernel, 5, x);
    float[] aAfter = Matrices.apply(after, after.prepare(backend), 5, xAfter);

    Check.matches(before + ", then one that failed", before.reference(5, x), a);
    Check.matches(after + ", after one that failed", after.reference(5, xAfter), aAfter);
  }

  private static UnreadableTensor unreadable(TestLayer layer, String role, int readable) {
    Tensor tensor = new LayerParameters(layer.tensors()).tensor(role).orElseThrow();
    return new UnreadableTensor(tensor, readable);
  }

  private static DenseKernel prepare(Backend backend, TestLayer layer, String role, Tensor tensor) {
    Map<String, Tensor> tensors = new HashMap<>(layer.tensors());
    tensors.put(role, tensor);
    return backend.prepare(layer.spec(), new LayerParameters(tensors));
  }

  /** Whoever interrupts a thread means its owner, not the arithmetic that it is at just now. */
  @Test
  void anInterruptedThreadComputesAsAnyOtherAndStaysInterrupted() {
    TestLayer layer = TestLayer.random(64, 33, Activation.SIGMOID, true, 85);
    Thread.currentThread().interrupt();
    boolean interrupted;
    float[] x = layer.randomX(9, 85);
    float[] a;
    try {
      a = Matrices.apply(layer, layer.prepare(backend()), 9, x);
    } finally {
      interrupted = Thread.interrupted();
    }

    Check.matches(layer + ", thread interrupted", layer.reference(9, x), a);
    assertTrue(interrupted, layer + ": the thread's interrupt is gone after prepare and apply");
  }

  /** Native threads, and pools of containers, have none. */
  @Test
  void aThreadWithoutAContextClassLoaderComputesAsAnyOther() {
    backend();
    TestLayer layer = TestLayer.random(17, 5, Activation.RELU, true, 86);
    float[] x = layer.randomX(2, 86);
    ClassLoader before = Thread.currentThread().getContextClassLoader();
    Thread.currentThread().setContextClassLoader(null);
    float[] a;
    boolean usable;
    try {
      BackendProvider provider = provider();
      usable = provider.availability().usable();
      a = Matrices.apply(layer, layer.prepare(provider.create()), 2, x);
    } finally {
      Thread.currentThread().setContextClassLoader(before);
    }

    assertTrue(usable, "availability() on a thread without a context class loader");
    Check.matches(layer + ", no context class loader", layer.reference(2, x), a);
  }
}
