package dev.lamina.benchmarks;

import dev.lamina.Activation;
import dev.lamina.LayerSpec;
import dev.lamina.NetworkSpec;
import dev.lamina.Parameters;
import dev.lamina.Shape;
import dev.lamina.Tensor;
import dev.lamina.weights.OpenWeights;
import dev.lamina.weights.WeightsSource;
import dev.lamina.weights.numpy.NumpyWriter;
import dev.lamina.weights.onnx.OnnxWriter;
import dev.lamina.weights.safetensors.SafetensorsWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * How long it takes to read 100 MB of weights that the system has in its cache, against a plain copy of as
 * many bytes into a {@code float[]}. Every element is looked at; out × in is transposed too.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(1)
@SuppressWarnings("NullAway.Init") // JMH calls the set-up method first
public class WeightReadingBenchmark {

  private static final int ELEMENTS = 100 << 18;
  private static final int BUFFER = 1 << 18;

  /** The inputs of the layer; its units make 100 MB of it. */
  @Param({"64", "1024", "4096", "5120", "102400"})
  public int in;

  private NetworkSpec network;
  private Path outByIn;
  private Path inByOut;
  private Path archive;
  private Path model;

  /** For JMH. */
  public WeightReadingBenchmark() {}

  /** Writes the files. */
  @Setup(Level.Trial)
  public void prepare() throws IOException {
    LayerSpec layer = LayerSpec.of(
            "layer1", NetworkSpec.INPUT, in, ELEMENTS / in, Activation.IDENTITY)
        .withoutBias();
    network = NetworkSpec.chain("Net", layer);
    Tensor weight = Parameters.random(network, 1).tensor("layer1.weight");
    float[] elements = new float[ELEMENTS];
    weight.read(0, elements, 0, ELEMENTS);
    outByIn = Files.createTempFile("weights", ".safetensors");
    inByOut = Files.createTempFile("weights", ".safetensors");
    archive = Files.createTempFile("weights", ".npz");
    model = Files.createTempFile("weights", ".onnx");
    Tensor transposed = Tensor.of(Shape.of(layer.out(), in), elements);
    SafetensorsWriter.write(outByIn, Map.of("weight", transposed), Map.of());
    SafetensorsWriter.write(inByOut, Map.of("kernel", weight), Map.of());
    NumpyWriter.write(archive, Map.of("kernel", weight));
    Parameters parameters = Parameters.of(Map.of("layer1.weight", weight));
    try (OutputStream target = Files.newOutputStream(model)) {
      OnnxWriter.of(network, parameters).outByIn().write(target);
    }
  }

  /** Deletes the files. */
  @TearDown(Level.Trial)
  public void delete() throws IOException {
    Files.delete(outByIn);
    Files.delete(inByOut);
    Files.delete(archive);
    Files.delete(model);
  }

  /** The floor: nothing is looked at. */
  @Benchmark
  public float[] plainCopy() throws IOException {
    float[] elements = new float[ELEMENTS];
    ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER).order(ByteOrder.LITTLE_ENDIAN);
    try (FileChannel channel = FileChannel.open(inByOut)) {
      channel.position(channel.size() - (long) ELEMENTS * Float.BYTES);
      int done = 0;
      while (done < ELEMENTS) {
        while (buffer.hasRemaining() && channel.read(buffer) >= 0) {}
        int count = buffer.flip().remaining() / Float.BYTES;
        buffer.asFloatBuffer().get(elements, done, count);
        buffer.clear();
        done += count;
      }
    }
    return elements;
  }

  /** As Keras and scikit-learn store weights. */
  @Benchmark
  public Tensor inByOut() {
    return read(inByOut);
  }

  /** As PyTorch stores weights. */
  @Benchmark
  public Tensor outByIn() {
    return read(outByIn);
  }

  /** As PyTorch exports models. */
  @Benchmark
  public Tensor onnxOutByIn() {
    return read(model);
  }

  /** In × out, with a checksum. */
  @Benchmark
  public Tensor archive() {
    return read(archive);
  }

  private Tensor read(Path file) {
    try (OpenWeights weights = WeightsSource.file(file).open(network)) {
      return weights.parameters().tensor("layer1.weight");
    }
  }
}
