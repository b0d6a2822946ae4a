package dev.lamina;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * The length of an array among the features of a method in the user's own words, so that its columns
 * can be counted at compile time:
 *
 * <pre>{@code
 * record Drawing(@Size(64) float[] pixels, boolean inverted) {} // 65 columns
 * }</pre>
 *
 * <p>A call that brings an array of another length is refused.
 */
@Documented
@Retention(RetentionPolicy.CLASS)
@Target({ElementType.RECORD_COMPONENT, ElementType.PARAMETER})
public @interface Size {

  /**
   * The length.
   *
   * @return a positive number of columns
   */
  int value();
}
