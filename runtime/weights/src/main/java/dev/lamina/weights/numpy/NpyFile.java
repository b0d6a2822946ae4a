package dev.lamina.weights.numpy;

import dev.lamina.LaminaException;
import dev.lamina.weights.file.ByteSource;
import dev.lamina.weights.file.FileRange;
import dev.lamina.weights.file.StoredTensor;
import dev.lamina.weights.file.WeightFile;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/** One array of NumPy. It has no name, so it gets the one that {@code numpy.savez} gives such arrays. */
public final class NpyFile implements WeightFile {

  private static final String NAME = "arr_0";

  private final ByteSource file;
  private final StoredTensor tensor;

  /**
   * Reads the header.
   *
   * @param file the bytes, which stay open until this is closed
   * @throws LaminaException if the file is no array of NumPy, truncated or inconsistent
   */
  public NpyFile(ByteSource file) {
    this.file = file;
    NpyHeader header =
        NpyHeader.read(new FileRange(file, 0).open(), file.size(), file.description());
    this.tensor = new StoredTensor(
        NAME,
        header.type(),
        header.dimensions(),
        header.order(),
        new FileRange(file, header.length()));
  }

  @Override
  public String description() {
    return file.description();
  }

  @Override
  public String format() {
    return "NumPy array (.npy)";
  }

  @Override
  public List<StoredTensor> tensors() {
    return List.of(tensor);
  }

  @Override
  public Map<String, String> metadata(Predicate<String> wanted) {
    return Map.of();
  }

  @Override
  public void checkUnchanged() {
    file.checkUnchanged();
  }

  @Override
  public void close() {
    file.close();
  }
}
