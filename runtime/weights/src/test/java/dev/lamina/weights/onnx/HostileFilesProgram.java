package dev.lamina.weights.onnx;

import dev.lamina.LaminaException;
import dev.lamina.weights.file.ByteSource;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;

/** Opens the files that it is given and says for each what came of it. */
final class HostileFilesProgram {

  private HostileFilesProgram() {}

  public static void main(String[] files) throws IOException {
    for (String file : files) {
      System.out.println(outcome(Path.of(file)));
    }
  }

  private static String outcome(Path path) throws IOException {
    try (FileChannel channel = FileChannel.open(path);
        OnnxFile file = OnnxFile.open(
            new ChannelBytes(path.getFileName().toString(), channel), ExternalFiles.none())) {
      for (OnnxLayer layer : file.model().layers()) {
        layer.spec().tensorShapes().keySet().forEach(layer::tensor);
      }
      return path.getFileName() + ": read";
    } catch (LaminaException e) {
      return e.getMessage().lines().findFirst().orElseThrow();
    }
  }

  private record ChannelBytes(String description, FileChannel channel) implements ByteSource {

    @Override
    public long size() {
      try {
        return channel.size();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    @Override
    public void read(long position, ByteBuffer target) {
      try {
        long next = position;
        while (target.hasRemaining()) {
          next += channel.read(target, next);
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    @Override
    public void checkUnchanged() {}

    @Override
    public void close() {}
  }
}
