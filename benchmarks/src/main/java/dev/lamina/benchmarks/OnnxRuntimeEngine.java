package dev.lamina.benchmarks;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import dev.lamina.NetworkSpec;
import dev.lamina.Parameters;
import dev.lamina.weights.onnx.OnnxWriter;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * ONNX Runtime on one thread, with all optimisations, a session for each batch size, and x and y in
 * memory that it uses where it is. Its matrix product has two forms, with W packed beforehand and not;
 * the faster is taken.
 */
final class OnnxRuntimeEngine implements Engine {

  private static final String DISABLE_PACKING = "session.disable_prepacking";

  private final NetworkSpec network;
  private final Parameters parameters;
  private final OrtEnvironment environment = OrtEnvironment.getEnvironment();
  private final List<AutoCloseable> resources = new ArrayList<>();

  OnnxRuntimeEngine(NetworkSpec network, Parameters parameters) {
    this.network = network;
    this.parameters = parameters;
  }

  /** The version of the library. */
  static String version() {
    return OrtEnvironment.getEnvironment().getVersion();
  }

  @Override
  public Inference bind(float[] x, int rows) {
    // With a fixed N, so that it can plan its memory.
    byte[] model = OnnxWriter.of(network, parameters).rows(rows).bytes();
    try {
      return Fastest.of(List.of(
          bind(model, x, rows, Map.of()), bind(model, x, rows, Map.of(DISABLE_PACKING, "1"))));
    } catch (OrtException e) {
      throw new IllegalStateException(e);
    }
  }

  private Inference bind(byte[] model, float[] x, int rows, Map<String, String> configuration)
      throws OrtException {
    OrtSession session;
    try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
      options.setIntraOpNumThreads(1);
      options.setInterOpNumThreads(1);
      options.setExecutionMode(OrtSession.SessionOptions.ExecutionMode.SEQUENTIAL);
      options.setOptimizationLevel(OrtSession.SessionOptions.OptLevel.ALL_OPT);
      for (Map.Entry<String, String> entry : configuration.entrySet()) {
        options.addConfigEntry(entry.getKey(), entry.getValue());
      }
      session = environment.createSession(model, options);
    }
    resources.add(session);
    FloatBuffer y = OffHeap.floats(rows * network.outputSize());
    OnnxTensor input = tensor(OffHeap.copy(x), rows, network.inputSize());
    OnnxTensor output = tensor(y, rows, network.outputSize());
    return new Bound(
        session,
        Map.of(session.getInputNames().iterator().next(), input),
        Map.of(session.getOutputNames().iterator().next(), output),
        y);
  }

  /** A tensor whose memory is that of the buffer. */
  private OnnxTensor tensor(FloatBuffer values, int rows, int columns) throws OrtException {
    OnnxTensor tensor = OnnxTensor.createTensor(environment, values, new long[] {rows, columns});
    resources.add(tensor);
    return tensor;
  }

  @Override
  public void close() {
    for (AutoCloseable resource : resources) {
      try {
        resource.close();
      } catch (Exception e) {
        throw new IllegalStateException(e);
      }
    }
    resources.clear();
  }

  private record Bound(
      OrtSession session,
      Map<String, OnnxTensor> inputs,
      Map<String, OnnxTensor> outputs,
      FloatBuffer result)
      implements Inference {

    @Override
    public void run() {
      try {
        // The result holds nothing of its own: the output is ours.
        session.run(inputs, outputs).close();
      } catch (OrtException e) {
        throw new IllegalStateException(e);
      }
    }

    @Override
    public void read(float[] y) {
      result.get(0, y);
    }
  }
}
