package dev.lamina.benchmarks;

import dev.lamina.LayerSpec;
import dev.lamina.Network;
import dev.lamina.NetworkSpec;
import dev.lamina.Options;
import dev.lamina.Parameters;
import dev.lamina.spi.Backend;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** The networks that are timed. */
@SuppressWarnings("ImmutableEnumChecker") // they are, but do not carry the annotation
enum Model {
  TINY(TinyNetwork.SPEC, TinyNetwork::new, 1, 8, 64, 512, 4096),
  SMALL(SmallNetwork.SPEC, SmallNetwork::new, 1, 8, 64, 512, 4096),
  MNIST(MnistNetwork.SPEC, MnistNetwork::new, 1, 8, 64, 512, 4096),
  RECSYS(RecsysNetwork.SPEC, RecsysNetwork::new, 1, 8, 64, 512),
  WIDE(WideNetwork.SPEC, WideNetwork::new, 1, 8, 64, 512);

  private final NetworkSpec spec;
  private final Constructor constructor;
  private final List<Integer> batches;

  Model(NetworkSpec spec, Constructor constructor, Integer... batches) {
    this.spec = spec;
    this.constructor = constructor;
    this.batches = List.of(batches);
  }

  /** The model of a name as a user types it, such as {@code recsys}. */
  static Model named(String name) {
    return Arrays.stream(values())
        .filter(model -> model.displayName().equals(name))
        .findFirst()
        .orElseThrow(() ->
            new IllegalArgumentException("there is no network " + name + "; there are " + names()));
  }

  private static String names() {
    return Arrays.stream(values()).map(Model::displayName).collect(Collectors.joining(", "));
  }

  String displayName() {
    return name().toLowerCase(Locale.ROOT);
  }

  NetworkSpec spec() {
    return spec;
  }

  /** The numbers of rows that a call is timed with unless the user says otherwise. */
  List<Integer> batches() {
    return batches;
  }

  Network build(Parameters parameters, Backend backend, Options options) {
    return constructor.build(parameters, backend, options);
  }

  /** Bytes of all W: what has to be read at least to compute one row. */
  long weightBytes() {
    return operationsPerRow() / 2 * Float.BYTES;
  }

  /** Multiplications and additions of X·W for one row; bias and activation are not counted. */
  long operationsPerRow() {
    return spec.layers().stream().mapToLong(Model::operations).sum();
  }

  private static long operations(LayerSpec layer) {
    return 2L * layer.in() * layer.out();
  }

  /** The constructor that every generated network has. */
  private interface Constructor {
    Network build(Parameters parameters, Backend backend, Options options);
  }
}
