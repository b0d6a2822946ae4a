package dev.lamina;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Turns the only output of a network into a boolean: true where it is at least the threshold.
 *
 * <pre>{@code
 * @Threshold(0.5)
 * boolean isFraud(Payment payment);
 * }</pre>
 */
@Documented
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.METHOD)
public @interface Threshold {

  /**
   * The smallest output that means true.
   *
   * @return a number; not NaN
   */
  double value();
}
