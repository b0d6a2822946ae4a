package dev.lamina.weights;

import dev.lamina.NetworkSpec;
import java.nio.file.Path;

/** A weight file in a file system. */
record FileSource(Path path) implements WeightsSource {

  @Override
  public String description() {
    return path.toAbsolutePath().toString();
  }

  @Override
  public OpenWeights open(NetworkSpec network) {
    return StoredWeights.open(FileBytes.open(path), network);
  }
}
