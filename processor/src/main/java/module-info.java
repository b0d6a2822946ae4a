/**
 * The annotation processor: reads {@code @Dense} declarations, checks that their shapes fit and
 * writes the networks. Needed while compiling, never at run time.
 */
module dev.lamina.processor {
  requires auto.common;
  requires static com.google.auto.service;
  requires com.google.common;
  requires com.palantir.javapoet;
  requires dev.lamina;
  requires dev.lamina.weights;
  requires java.compiler;
  requires static jdk.compiler;
  requires static org.jspecify;

  provides javax.annotation.processing.Processor with
      dev.lamina.processor.LaminaProcessor;
}
