package dev.lamina;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Repeatable;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Declares one of several inputs of a network, some columns of X, which layers name in {@link
 * Dense#from()} and {@link Dense#add()}. The inputs of a type lie side by side in each row of X, in the order
 * of the annotations:
 *
 * <pre>{@code
 * @Input(name = "user", size = 16)
 * @Input(name = "item", size = 32)
 * @Dense(from = "user", out = 8, activation = Activation.RELU)
 * @Dense(from = {"layer1", "item"}, out = 1, activation = Activation.SIGMOID)
 * public interface Ranking {}
 * }</pre>
 *
 * <p>A network without it has one input, called {@code x}, as wide as {@link Dense#in()} of its first layer.
 */
@Documented
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Repeatable(Input.Row.class)
public @interface Input {

  /**
   * The name by which layers call the input.
   *
   * @return a name that no other input and no layer has
   */
  String name();

  /**
   * The number of columns.
   *
   * @return a positive number
   */
  int size();

  /**
   * Holds the inputs of a type that has more than one. The compiler writes it; there is no need to write
   * it by hand.
   */
  @Documented
  @Target(ElementType.TYPE)
  @Retention(RetentionPolicy.RUNTIME)
  @interface Row {

    /**
     * The inputs.
     *
     * @return the inputs from the first column of X to the last
     */
    Input[] value();
  }
}
