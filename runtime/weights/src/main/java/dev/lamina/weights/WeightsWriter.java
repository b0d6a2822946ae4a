package dev.lamina.weights;

import dev.lamina.ElementType;
import dev.lamina.ErrorCode;
import dev.lamina.LaminaException;
import dev.lamina.NetworkSpec;
import dev.lamina.Parameters;
import dev.lamina.Shape;
import dev.lamina.Tensor;
import dev.lamina.weights.safetensors.SafetensorsWriter;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Writes the weights of a network as safetensors, in PyTorch's convention: {@code <layer>.weight} is out
 * × in, {@code <layer>.bias} has out elements, all are F32. Any reader of safetensors can read the file,
 * and {@link WeightsSource#file} matches it with the network by the names of the layers.
 *
 * <p>The examples and the names of columns are written as {@link WeightsFile} describes.
 */
public final class WeightsWriter {

  private WeightsWriter() {}

  /**
   * Writes a file. It is written beside its place and moved there when it is complete.
   *
   * @param file where to; a file that is there is replaced
   * @param network the shapes, and the names of columns
   * @param parameters tensors of the names and shapes of {@link NetworkSpec#tensorShapes()}
   * @param examples what a network that is loaded from the file has to reproduce, if anything
   * @throws LaminaException with {@link ErrorCode#FILE} if the file cannot be written, with {@link
   *     ErrorCode#EXAMPLES} if the examples have another width than the network
   */
  public static void write(
      Path file, NetworkSpec network, Parameters parameters, Optional<Examples> examples) {
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    network.tensorShapes().forEach((name, shape) -> {
      Tensor tensor = parameters.tensor(name);
      tensors.put(name, shape.rank() == 2 ? new Transpose(tensor) : tensor);
    });
    Map<String, String> metadata = new LinkedHashMap<>();
    ColumnNames.text(network.inputs())
        .ifPresent(names -> metadata.put(StoredExamples.FEATURES, names));
    ColumnNames.text(network.outputs())
        .ifPresent(names -> metadata.put(StoredExamples.CLASSES, names));
    examples.ifPresent(golden -> {
      golden.checkFit(network);
      tensors.put(
          StoredExamples.X, Tensor.of(Shape.of(golden.rows(), network.inputSize()), golden.x()));
      tensors.put(
          StoredExamples.Y, Tensor.of(Shape.of(golden.rows(), network.outputSize()), golden.y()));
      metadata.put(StoredExamples.TOLERANCE, String.valueOf(golden.tolerance()));
      golden.tool().ifPresent(tool -> metadata.put(StoredExamples.TOOL, tool));
    });
    SafetensorsWriter.write(file, tensors, metadata);
  }

  /** A matrix the other way round, without a copy of its own. */
  private record Transpose(Tensor matrix) implements Tensor {

    @Override
    public Shape shape() {
      return Shape.of(
          matrix.shape().dimensions().get(1), matrix.shape().dimensions().get(0));
    }

    @Override
    public ElementType elementType() {
      return matrix.elementType();
    }

    @Override
    public void read(int from, float[] target, int offset, int count) {
      int rows = matrix.shape().dimensions().get(0);
      int columns = matrix.shape().dimensions().get(1);
      for (int i = 0; i < count; i++) {
        int index = from + i;
        matrix.read(index % rows * columns + index / rows, target, offset + i, 1);
      }
    }
  }
}
