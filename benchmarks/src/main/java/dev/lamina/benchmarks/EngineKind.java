package dev.lamina.benchmarks;

import dev.lamina.Parameters;
import dev.lamina.runtime.Backends;
import java.util.function.BiFunction;

/** The engines that are compared. */
@SuppressWarnings("ImmutableEnumChecker") // the functions hold nothing
enum EngineKind {
  NAIVE("naive", (model, parameters) -> new NaiveEngine(model.spec(), parameters)),
  LAMINA_JAVA(
      "lamina-java",
      (model, parameters) -> model.build(parameters, Backends.named("java"))::forward);

  /** What the others are measured by. */
  static final EngineKind BASELINE = NAIVE;

  private final String displayName;
  private final BiFunction<Model, Parameters, Engine> factory;

  EngineKind(String displayName, BiFunction<Model, Parameters, Engine> factory) {
    this.displayName = displayName;
    this.factory = factory;
  }

  String displayName() {
    return displayName;
  }

  Engine create(Model model, Parameters parameters) {
    return factory.apply(model, parameters);
  }
}
