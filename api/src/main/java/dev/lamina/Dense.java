package dev.lamina;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Repeatable;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Declares one dense layer, A = g(X·W + b), of the network that the annotated type stands for. The
 * annotations of a type are its layers from input to output:
 *
 * <pre>{@code
 * @Dense(in = 784, out = 128, activation = Activation.RELU)
 * @Dense(in = 128, out = 10, activation = Activation.SOFTMAX)
 * public interface DigitReader {}
 * }</pre>
 *
 * <p>The annotation processor checks at compile time that each layer takes what the one before it
 * produces, and writes {@code DigitReaderNetwork}, which implements the annotated interface (or
 * extends the annotated class) and {@link Network}.
 *
 * <p>The retention is RUNTIME so that a type without {@code @Dense} and a type whose network was not
 * generated can be told apart when it is loaded.
 */
@Documented
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Repeatable(Dense.Stack.class)
public @interface Dense {

  /** The value of {@link #in()} that stands for "as wide as the output of the layer before". */
  int INFERRED = 0;

  /**
   * The number of inputs ℓᵢ₋₁: the width of each example for the first layer, the {@link #out()} of
   * the layer before for every other. It may be left out after the first layer.
   *
   * @return a positive number of columns
   */
  int in() default INFERRED;

  /**
   * The number of units ℓᵢ, and so the width of what the layer produces.
   *
   * @return a positive number of columns; in × out must fit a Java array
   */
  int out();

  /**
   * The function g that is applied to Z = X·W + b.
   *
   * @return the activation, {@link Activation#IDENTITY} if left out
   */
  Activation activation() default Activation.IDENTITY;

  /**
   * The parameter alpha of {@link Activation#LEAKY_RELU} (the slope below 0, 0.01 if left out), {@link
   * Activation#ELU} and {@link Activation#CELU} (1 if left out). An error for every other activation.
   *
   * @return a finite number; for ELU at least 0, for CELU positive
   */
  double alpha() default Double.NaN;

  /**
   * The parameter beta of {@link Activation#SOFTPLUS}. An error for every other activation.
   *
   * @return a positive number, 1 if left out
   */
  double beta() default Double.NaN;

  /**
   * Where {@link Activation#SOFTPLUS} becomes z itself: where beta·z is greater than this. An error
   * for every other activation.
   *
   * @return a number, 0 or more; 20 if left out
   */
  double threshold() default Double.NaN;

  /**
   * The lower end of {@link Activation#HARD_TANH}. An error for every other activation.
   *
   * @return a finite number, −1 if left out
   */
  double min() default Double.NaN;

  /**
   * The upper end of {@link Activation#HARD_TANH}. An error for every other activation.
   *
   * @return a finite number greater than {@link #min()}, 1 if left out
   */
  double max() default Double.NaN;

  /**
   * What {@link Activation#SOFTMAX} and {@link Activation#LOG_SOFTMAX} divide z by: above 1
   * probabilities come closer to each other, below 1 the largest stands out. An error for every other
   * activation.
   *
   * @return a positive number, 1 if left out
   */
  double temperature() default Double.NaN;

  /**
   * Whether {@link Activation#PRELU} learns a slope for each unit, a tensor (out), and not one for the
   * whole layer, a tensor (1). An error for every other activation.
   *
   * @return false if left out
   */
  boolean slopePerUnit() default false;

  /**
   * How the layer is normalised.
   *
   * @return {@link Normalization#NONE} if left out
   */
  Normalization normalization() default Normalization.NONE;

  /**
   * Whether g(Z) is normalised and not Z. An error without {@link #normalization()}.
   *
   * @return false if left out
   */
  boolean normalizeAfterActivation() default false;

  /**
   * How what the layer reads is normalised, all of its {@link #in()} columns: A = g(norm(X)·W + b). This
   * is what the blocks of pre-norm networks do, x + f(layer_norm(x)), and what a normalisation in front of
   * the first layer is.
   *
   * @return {@link Normalization#NONE} if left out
   */
  Normalization inputNormalization() default Normalization.NONE;

  /**
   * What {@link #normalization()} and {@link #inputNormalization()} add to a variance so that it is not 0:
   * one value for both. An error without either.
   *
   * @return a positive number; 1e-5 if left out, as in PyTorch (Keras has 1e-3)
   */
  double epsilon() default Double.NaN;

  /**
   * Which part of the layer's values is left out in training, at random. It says so to whoever reads
   * the source and nothing else: a trained network computes with all of them, so this is free.
   *
   * @return 0 or more and less than 1; 0 if left out
   */
  double dropout() default 0;

  /**
   * Whether the layer adds a bias b (1 × out).
   *
   * @return true if left out
   */
  boolean bias() default true;

  /**
   * The name by which error texts and weight files call the layer.
   *
   * @return a name that is unique in the network; {@code layer1}, {@code layer2}, … if left out
   */
  String name() default "";

  /**
   * What the layer reads: the names of earlier layers, and of inputs of the network ({@link Input}, or
   * {@code x} where none is declared). Several are put side by side, so that their widths add up to {@link
   * #in()}.
   *
   * @return one name or more; if left out the layer before, for the first layer all inputs
   */
  String[] from() default {};

  /**
   * The earlier layer, or input of the network, whose result R (N × out) is added: A = g(X·W + b + R), a
   * residual connection. It is as wide as this layer.
   *
   * @return a name; nothing is added if left out
   */
  String add() default "";

  /**
   * Whether {@link #add()} is added to the result of the activation, A = g(X·W + b) + R, and not to its
   * argument. An error without {@code add}.
   *
   * @return false if left out
   */
  boolean addAfterActivation() default false;

  /**
   * Holds the layers of a type that has more than one. The compiler writes it; there is no need to
   * write it by hand.
   */
  @Documented
  @Target(ElementType.TYPE)
  @Retention(RetentionPolicy.RUNTIME)
  @interface Stack {

    /**
     * The layers.
     *
     * @return the layers from input to output
     */
    Dense[] value();
  }
}
