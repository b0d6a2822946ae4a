package dev.lamina;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Says how the result of the network that a {@link Dense} type stands for is scaled back, y·scale + mean,
 * to the unit that the target of a regression had before it was standardised for training:
 *
 * <pre>{@code
 * @OutputScale(mean = 180_000, scale = 52_000)
 * @Dense(in = 12, out = 32, activation = Activation.RELU)
 * @Dense(out = 1)
 * public interface Price {}
 * }</pre>
 *
 * <p>Without constants, the numbers are the tensors {@code output.mean} (or {@code output.min}) and {@code
 * output.scale} of the weight file, each with a number for every column of the result. Where the annotation has constants
 * they are what counts, and a file that also has such tensors is refused.
 *
 * <p>Where the last layer has no activation the scaling is made part of its W and b when the network is
 * built; otherwise it is a multiplication and an addition for each value of the result.
 */
@Documented
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
public @interface OutputScale {

  /**
   * The formula that is undone.
   *
   * @return {@link Scaling#STANDARD} if left out, which gives y·scale + mean; with {@link
   *     Scaling#MIN_MAX} it is (y − min) / scale
   */
  Scaling kind() default Scaling.STANDARD;

  /**
   * What is added after {@link Scaling#STANDARD}: scikit-learn's {@code mean_} of the target. An error
   * for {@link Scaling#MIN_MAX}.
   *
   * @return one finite number for all columns, or one for each; if it and the scale are left out, the
   *     file has them
   */
  double[] mean() default {};

  /**
   * What is subtracted after {@link Scaling#MIN_MAX}: scikit-learn's {@code min_} of the target. An
   * error for {@link Scaling#STANDARD}.
   *
   * @return one finite number for all columns, or one for each; if it and the scale are left out, the
   *     file has them
   */
  double[] min() default {};

  /**
   * What is multiplied with, or divided by after {@link Scaling#MIN_MAX}: scikit-learn's {@code scale_}
   * of the target.
   *
   * @return one finite number other than 0 for all columns, or one for each
   */
  double[] scale() default {};
}
