package dev.lamina.weights;

import dev.lamina.LaminaException;
import dev.lamina.NetworkSpec;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** Opens every file of a folder and prints what came of it. Run by {@link SmallMemoryTest}. */
final class SmallMemory {

  private SmallMemory() {}

  public static void main(String[] arguments) throws Exception {
    try (Stream<Path> files = Files.list(Path.of(arguments[0]))) {
      for (Path file : files.sorted().toList()) {
        System.out.println(file.getFileName() + ": " + outcome(file));
      }
    }
  }

  private static String outcome(Path file) {
    NetworkSpec network = Weights.network(2, 1);
    try (OpenWeights weights = WeightsSource.file(file).open(network)) {
      network.tensorShapes().keySet().forEach(weights.parameters()::tensor);
      return "read";
    } catch (LaminaException e) {
      return e.code() + " " + e.getMessage().length();
    } catch (RuntimeException | Error e) {
      return e.toString();
    }
  }
}
