package dev.lamina.weights.onnx;

import dev.lamina.ErrorCode;
import dev.lamina.weights.file.ByteSource;
import dev.lamina.weights.file.FileRange;
import dev.lamina.weights.file.StorageOrder;
import dev.lamina.weights.file.StoredTensor;
import dev.lamina.weights.file.StoredType;
import java.nio.ByteOrder;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads the elements of tensors from the model's file and the files beside it. */
final class TensorStore implements AutoCloseable {

  private final ByteSource file;
  private final ExternalFiles externalFiles;
  private final Map<String, ByteSource> opened = new HashMap<>();

  TensorStore(ByteSource file, ExternalFiles externalFiles) {
    this.file = file;
    this.externalFiles = externalFiles;
  }

  /** What error texts call the model. */
  String description() {
    return file.description();
  }

  /**
   * A reader of all elements of a tensor, which are known to be there.
   *
   * @throws dev.lamina.LaminaException if they are not numbers, or beyond the end of a file
   */
  ElementReader reader(ModelTensor tensor) {
    if (!tensor.type().isReadable()) {
      throw Problem.unsupported(
              "tensor " + Problem.quoted(tensor.name()) + " has elements of type " + tensor.type(),
              "float, double, float16 or bfloat16",
              tensor.type().toString(),
              "export the model before it is quantised, with float weights")
          .in(description());
    }
    Elements elements = tensor.elements();
    if (elements instanceof Elements.Raw raw) {
      return new RawElements(file, tensor.type(), raw.range());
    } else if (elements instanceof Elements.Typed typed) {
      return new TypedElements(file, tensor.type(), typed);
    } else if (elements instanceof Elements.External external) {
      ByteRange range = new ByteRange(external.offset(), external.length());
      return new RawElements(data(tensor, external), tensor.type(), range);
    }
    return new InlineElements(((Elements.Inline) elements).values());
  }

  /**
   * A tensor as other file formats have them, if its elements are floating point numbers side by side in a
   * file.
   *
   * @param dimensions its extents, which may differ from those in the file
   * @throws dev.lamina.LaminaException if they are beyond the end of a file
   */
  Optional<StoredTensor> stored(ModelTensor tensor, List<Long> dimensions) {
    return tensor
        .type()
        .floatFormat()
        .flatMap(format -> range(tensor).map(range -> {
          StoredType type =
              StoredType.readable(tensor.type().toString(), format, ByteOrder.LITTLE_ENDIAN);
          return new StoredTensor(tensor.name(), type, dimensions, StorageOrder.ROW_MAJOR, range);
        }));
  }

  private Optional<FileRange> range(ModelTensor tensor) {
    if (tensor.elements() instanceof Elements.Raw raw) {
      return Optional.of(new FileRange(file, raw.range().position()));
    } else if (tensor.elements() instanceof Elements.External external) {
      return Optional.of(new FileRange(data(tensor, external), external.offset()));
    }
    return Optional.empty();
  }

  /** The file beside the model that has the elements of a tensor. */
  private ByteSource data(ModelTensor tensor, Elements.External external) {
    ByteSource data = opened.get(external.location());
    if (data == null) {
      data = externalFiles.open(description(), external.location());
      opened.put(external.location(), data);
    }
    if (external.length() > data.size() - external.offset()) {
      throw new Problem(
              ErrorCode.FILE,
              "tensor " + Problem.quoted(tensor.name())
                  + " ends beyond the end of the file with the external data",
              "at most " + data.size() + " bytes",
              external.length() + " bytes from byte " + external.offset() + " on",
              Problem.DAMAGED + ", together with its external data")
          .in(data.description());
    }
    return data;
  }

  /** All elements of a tensor that is a vector or smaller. */
  double[] read(ModelTensor tensor) {
    ElementReader reader = reader(tensor);
    double[] elements = new double[Math.toIntExact(tensor.count())];
    reader.read(elements, 0, elements.length);
    return elements;
  }

  void checkUnchanged() {
    file.checkUnchanged();
    opened.values().forEach(ByteSource::checkUnchanged);
  }

  @Override
  public void close() {
    file.close();
    opened.values().forEach(ByteSource::close);
  }
}
