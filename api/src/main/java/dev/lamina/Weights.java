package dev.lamina;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Says which resource holds the weights of the network that a {@link Dense} type stands for:
 *
 * <pre>{@code
 * @Weights("digits.safetensors")
 * @Dense(in = 64, out = 32, activation = Activation.RELU)
 * @Dense(in = 32, out = 10, activation = Activation.SOFTMAX)
 * public interface DigitClassifier {}
 * }</pre>
 *
 * <p>A network that is loaded without saying where its weights come from takes them from there. With the
 * compiler's option {@code -Alamina.weights} the annotation processor also compares the file with the
 * layers: names, shapes and element types, never the values. A file that does not fit is then a compile
 * error on this annotation. It looks in the output folder of the compiler, where Maven puts resources
 * before it compiles, in the source path, and in the folders that the option names, {@code
 * -Alamina.weights=src/main/resources} for example; several are separated as paths are.
 *
 * <p>The option is off by default because Gradle compiles a project incrementally only if no processor
 * reads resources.
 */
@Documented
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
public @interface Weights {

  /**
   * The name of the resource, as {@link Class#getResource} takes it: beside the annotated type, or from
   * the root if it begins with {@code /}.
   *
   * @return the name, such as {@code digits.safetensors}
   */
  String value();
}
