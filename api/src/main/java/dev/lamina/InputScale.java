package dev.lamina;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Says how the columns of X are scaled before the first layer of the network that a {@link Dense} type
 * stands for, as they were for its training, so that callers give the values as they are:
 *
 * <pre>{@code
 * @InputScale(mean = {43.9, 17.2}, scale = {5.5, 2.0})
 * @Dense(in = 2, out = 8, activation = Activation.RELU)
 * @Dense(out = 1)
 * public interface Price {}
 * }</pre>
 *
 * <p>Without constants, the numbers are tensors of the weight file, each with a number for every column:
 * {@code input.mean} or {@code input.min}, and {@code input.scale}; scikit-learn's {@code mean_}, {@code
 * min_} and {@code scale_} are known too. Where the annotation has constants they are what counts, and
 * a file that also has such tensors is refused.
 *
 * <p>The scaling is made part of W and b when the network is built, so it costs nothing in a call. A
 * sum x·w − mean·w of which most is taken away again has fewer digits left than (x − mean)·w: about as
 * many fewer as |mean| / scale has.
 */
@Documented
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
public @interface InputScale {

  /**
   * The formula.
   *
   * @return {@link Scaling#STANDARD} if left out
   */
  Scaling kind() default Scaling.STANDARD;

  /**
   * What {@link Scaling#STANDARD} subtracts: scikit-learn's {@code mean_}. An error for {@link
   * Scaling#MIN_MAX}.
   *
   * @return one finite number for all columns, or one for each; if it and the scale are left out, the
   *     file has them
   */
  double[] mean() default {};

  /**
   * What {@link Scaling#MIN_MAX} adds: scikit-learn's {@code min_}. An error for {@link
   * Scaling#STANDARD}.
   *
   * @return one finite number for all columns, or one for each; if it and the scale are left out, the
   *     file has them
   */
  double[] min() default {};

  /**
   * What {@link Scaling#STANDARD} divides by and {@link Scaling#MIN_MAX} multiplies with: scikit-learn's
   * {@code scale_}.
   *
   * @return one finite number other than 0 for all columns, or one for each
   */
  double[] scale() default {};
}
