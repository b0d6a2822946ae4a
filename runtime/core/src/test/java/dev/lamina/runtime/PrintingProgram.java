package dev.lamina.runtime;

import dev.lamina.Network;
import dev.lamina.runtime.models.Classifier;
import java.nio.file.Path;
import java.util.Arrays;

/** A program that loads a network and prints what it predicts, and whether there is Guice. */
public final class PrintingProgram {

  private PrintingProgram() {}

  /**
   * Runs.
   *
   * @param arguments the weight file
   */
  public static void main(String[] arguments) {
    System.out.println(isThere("com.google.inject.Injector") ? "with Guice" : "without Guice");
    System.out.println(
        isThere("com.google.common.collect.ImmutableList") ? "with Guava" : "without Guava");
    Network network = (Network) Lamina.load(Classifier.class, Path.of(arguments[0]));
    System.out.println(Arrays.toString(network.forward(new float[] {1, 2, 3, 4, 5, 6})));
  }

  private static boolean isThere(String type) {
    try {
      Class.forName(type);
      return true;
    } catch (ClassNotFoundException e) {
      return false;
    }
  }
}
