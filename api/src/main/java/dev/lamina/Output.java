package dev.lamina;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Says which layers' results are the result of the network, for one with several heads. They lie side by
 * side in each row, in the order given:
 *
 * <pre>{@code
 * @Dense(in = 64, out = 32, activation = Activation.RELU, name = "trunk")
 * @Dense(from = "trunk", out = 9, activation = Activation.SOFTMAX, name = "policy")
 * @Dense(from = "trunk", out = 1, activation = Activation.TANH, name = "value")
 * @Output({"policy", "value"})
 * public interface Player {}
 * }</pre>
 *
 * <p>Without it the result of the last layer is that of the network.
 */
@Documented
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
public @interface Output {

  /**
   * The names of the layers.
   *
   * @return at least one name, none of them twice
   */
  String[] value();
}
