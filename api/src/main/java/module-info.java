/**
 * What user code, generated code and backends compile against.
 *
 * <p>{@link dev.lamina} is for users, {@link dev.lamina.spi} for authors of backends and {@link
 * dev.lamina.execution} for generated code. The module depends on nothing but {@code java.base}.
 */
module dev.lamina {
  requires static org.jspecify;

  exports dev.lamina;
  exports dev.lamina.spi;
  exports dev.lamina.execution;
}
