package dev.lamina.benchmarks;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import dev.lamina.Activation;
import dev.lamina.LayerSpec;
import dev.lamina.NetworkSpec;
import dev.lamina.Parameters;
import dev.lamina.weights.onnx.OnnxWriter;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** ONNX Runtime reads what Lamina writes, whichever way round and for any number of rows. */
final class OnnxFileTest {

  private static final NetworkSpec NETWORK = NetworkSpec.chain(
      "Net",
      LayerSpec.of("0", NetworkSpec.INPUT, 5, 70, Activation.RELU),
      LayerSpec.of("1", "0", 70, 9, Activation.TANH).withoutBias(),
      LayerSpec.of("2", "1", 9, 8, Activation.SIGMOID),
      LayerSpec.of("3", "2", 8, 7, Activation.IDENTITY),
      LayerSpec.of("4", "3", 7, 3, Activation.SOFTMAX));

  @ParameterizedTest
  @CsvSource({"1,true", "1,false", "6,true", "6,false"})
  void onnxRuntimeComputesTheNetwork(int rows, boolean isOutByIn) throws OrtException {
    String missing = Probe.whyNot(EngineKind.ONNX_RUNTIME);
    assumeTrue(missing == null, missing);
    Parameters parameters = Parameters.random(NETWORK, 11);
    OnnxWriter writer = OnnxWriter.of(NETWORK, parameters);
    byte[] file = (isOutByIn ? writer.outByIn() : writer).bytes();
    float[] x = new float[rows * NETWORK.inputSize()];
    SplittableRandom random = new SplittableRandom(12);
    for (int i = 0; i < x.length; i++) {
      x[i] = (float) random.nextDouble(-1, 1);
    }
    Reference reference = new Reference(NETWORK, parameters);
    double[] expected = IntStream.range(0, rows)
        .mapToObj(row ->
            Arrays.copyOfRange(x, row * NETWORK.inputSize(), (row + 1) * NETWORK.inputSize()))
        .flatMapToDouble(row -> Arrays.stream(reference.compute(row).exact()))
        .toArray();
    OrtEnvironment environment = OrtEnvironment.getEnvironment();
    try (OrtSession session = environment.createSession(file);
        OnnxTensor input = OnnxTensor.createTensor(
            environment, FloatBuffer.wrap(x), new long[] {rows, NETWORK.inputSize()});
        OrtSession.Result result = session.run(Map.of("x", input))) {
      FloatBuffer y = ((OnnxTensor) result.get(0)).getFloatBuffer();
      assertArrayEquals(
          expected, IntStream.range(0, expected.length).mapToDouble(y::get).toArray(), 1e-5);
    }
  }
}
