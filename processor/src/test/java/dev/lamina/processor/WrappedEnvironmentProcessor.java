package dev.lamina.processor;

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Set;
import javax.annotation.processing.AbstractProcessor;
import javax.annotation.processing.Filer;
import javax.annotation.processing.ProcessingEnvironment;
import javax.annotation.processing.RoundEnvironment;
import javax.lang.model.SourceVersion;
import javax.lang.model.element.TypeElement;
import org.jspecify.annotations.Nullable;

/** Hands LaminaProcessor an environment behind a proxy, as IntelliJ IDEA's builds do. */
final class WrappedEnvironmentProcessor extends AbstractProcessor {

  private final LaminaProcessor processor = new LaminaProcessor();
  private final boolean diskIsFull;

  WrappedEnvironmentProcessor(boolean diskIsFull) {
    this.diskIsFull = diskIsFull;
  }

  @Override
  public Set<String> getSupportedAnnotationTypes() {
    return processor.getSupportedAnnotationTypes();
  }

  @Override
  public SourceVersion getSupportedSourceVersion() {
    return processor.getSupportedSourceVersion();
  }

  @Override
  public synchronized void init(ProcessingEnvironment environment) {
    super.init(environment);
    processor.init(proxy(
        ProcessingEnvironment.class,
        (method, arguments) -> diskIsFull && method.getName().equals("getFiler")
            ? proxy(Filer.class, (ignored, none) -> fail())
            : method.invoke(environment, arguments)));
  }

  private static Object fail() throws IOException {
    throw new IOException("no space left on device");
  }

  private interface Call {
    @Nullable
    Object answer(Method method, Object[] arguments) throws Exception;
  }

  private static <T> T proxy(Class<T> type, Call call) {
    return type.cast(Proxy.newProxyInstance(
        type.getClassLoader(), new Class<?>[] {type}, (proxy, method, arguments) -> {
          try {
            return call.answer(method, arguments);
          } catch (InvocationTargetException e) {
            throw e.getCause();
          }
        }));
  }

  @Override
  public boolean process(Set<? extends TypeElement> annotations, RoundEnvironment round) {
    processor.process(annotations, round);
    return false;
  }
}
