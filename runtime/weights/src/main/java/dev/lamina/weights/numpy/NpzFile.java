package dev.lamina.weights.numpy;

import dev.lamina.LaminaException;
import dev.lamina.weights.file.ByteSource;
import dev.lamina.weights.file.FileProblem;
import dev.lamina.weights.file.ForeignFormat;
import dev.lamina.weights.file.StoredBytes;
import dev.lamina.weights.file.StoredTensor;
import dev.lamina.weights.file.WeightFile;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/**
 * An archive of NumPy arrays, as {@code numpy.savez} and {@code numpy.savez_compressed} write it. Each
 * array is called as its entry, without {@code .npy}.
 */
public final class NpzFile implements WeightFile {

  private static final String SUFFIX = ".npy";

  private final ByteSource file;
  private final List<StoredTensor> tensors;

  /**
   * Reads the directory of the archive and the header of each array.
   *
   * @param file the bytes, which stay open until this is closed
   * @throws LaminaException if the file is no archive of arrays, truncated or inconsistent
   */
  public NpzFile(ByteSource file) {
    this.file = file;
    List<ArchiveEntry> entries = new ZipDirectory(file).entries();
    if (!entries.stream().allMatch(entry -> entry.name().endsWith(SUFFIX))) {
      ForeignFormat format =
          ForeignFormat.ofArchive(entries.stream().map(ArchiveEntry::name).toList());
      throw new FileProblem(
              "the file is no weight file that can be read, it looks like " + format.name(),
              "a safetensors, .npy or .npz file",
              format.name(),
              format.fix())
          .in(file.description());
    }
    this.tensors = entries.stream().map(NpzFile::tensor).toList();
  }

  private static StoredTensor tensor(ArchiveEntry entry) {
    NpyHeader header;
    try (StoredBytes.Reader reader = entry.open()) {
      header = NpyHeader.read(reader, entry.size(), entry.description());
    }
    return new StoredTensor(
        entry.name().substring(0, entry.name().length() - SUFFIX.length()),
        header.type(),
        header.dimensions(),
        header.order(),
        new Elements(entry, header.length()));
  }

  /** The bytes of an array behind its header, which the checksum covers too. */
  private record Elements(ArchiveEntry entry, int headerLength) implements StoredBytes {

    @Override
    public Reader open() {
      Reader reader = entry.open();
      try {
        reader.read(ByteBuffer.allocate(headerLength));
        return reader;
      } catch (RuntimeException | Error e) {
        reader.close();
        throw e;
      }
    }
  }

  @Override
  public String description() {
    return file.description();
  }

  @Override
  public String format() {
    return "NumPy archive (.npz)";
  }

  @Override
  public List<StoredTensor> tensors() {
    return tensors;
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
