package dev.lamina.benchmarks;

import dev.lamina.Options;
import dev.lamina.Parameters;

/** The engines that are compared. One that cannot be made here is left out: {@link Probe}. */
@SuppressWarnings("ImmutableEnumChecker") // the factories hold nothing
enum EngineKind implements Turn {
  LAMINA_SIMD(
      "lamina-simd",
      Role.LAMINA,
      (model, parameters) -> new LaminaEngine(model, parameters, "simd", Options.defaults())),
  /** The same with one thread more. */
  LAMINA_SIMD_2(
      "lamina-simd-2",
      Role.TWO_THREADS,
      (model, parameters) -> new LaminaEngine(model, parameters, "simd", TwoThreads.options())),
  LAMINA_JAVA(
      "lamina-java",
      Role.LAMINA,
      (model, parameters) -> new LaminaEngine(model, parameters, "java", Options.defaults())),
  LAMINA_BLAS(
      "lamina-blas",
      Role.LAMINA,
      (model, parameters) -> new LaminaEngine(model, parameters, "blas", Options.defaults())),
  ONNX_RUNTIME(
      "onnxruntime",
      Role.PEER,
      (model, parameters) -> new OnnxRuntimeEngine(model.spec(), parameters)),
  ONEDNN("onednn", Role.PEER, (model, parameters) -> new OneDnnEngine(model.spec(), parameters)),
  OPENBLAS(
      "openblas", Role.PEER, (model, parameters) -> new OpenBlasEngine(model.spec(), parameters)),
  EJML("ejml", Role.FLOOR, (model, parameters) -> new EjmlEngine(model.spec(), parameters)),
  NAIVE("naive", Role.FLOOR, (model, parameters) -> new NaiveEngine(model.spec(), parameters));

  /** Until C2 has compiled a loop of the Vector API its calls take a hundred times as long. */
  private static final int LAMINA_WARMUPS = 16;

  private static final int JAVA_WARMUPS = 4;
  private static final int NATIVE_WARMUPS = 2;

  private final String displayName;
  private final Role role;
  private final Factory factory;

  EngineKind(String displayName, Role role, Factory factory) {
    this.displayName = displayName;
    this.role = role;
    this.factory = factory;
  }

  @Override
  public String displayName() {
    return displayName;
  }

  @Override
  public int warmups() {
    return switch (role) {
      case LAMINA, TWO_THREADS -> LAMINA_WARMUPS;
      case PEER -> NATIVE_WARMUPS;
      case FLOOR -> JAVA_WARMUPS;
    };
  }

  Role role() {
    return role;
  }

  Engine create(Model model, Parameters parameters) {
    return factory.create(model, parameters);
  }

  /** What an engine is in the comparison. */
  enum Role {
    /** Lamina on one thread. */
    LAMINA,
    /** Lamina on two threads; only where the user asks for it. */
    TWO_THREADS,
    /** A native library, on one thread, that Lamina has to stand up to. */
    PEER,
    /** What a Java program has without any of them. Left out where it takes too long. */
    FLOOR
  }

  /** Makes an engine. */
  private interface Factory {
    Engine create(Model model, Parameters parameters);
  }
}
