package dev.lamina.tck;

import dev.lamina.LayerParameters;
import dev.lamina.LayerSpec;
import dev.lamina.Tensor;
import dev.lamina.spi.ActivationKernel;
import dev.lamina.spi.Backend;
import dev.lamina.spi.BackendProvider;
import dev.lamina.spi.DenseKernel;
import dev.lamina.spi.NormalizationKernel;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** A mistake that a backend can make. Each overrides the place where the mistake is made. */
interface Fault {

  /** Says what is wrong. */
  String name();

  /** The tests that must fail because of it: group and method of each. */
  List<String> caughtBy();

  /** A provider of the faulty backend. */
  default BackendProvider provider() {
    return new FaultyProvider() {
      @Override
      public Backend create() {
        return new PlainBackend() {
          @Override
          public DenseKernel prepare(LayerSpec layer, LayerParameters parameters) {
            return Fault.this.prepare(layer, parameters);
          }

          @Override
          public ActivationKernel prepareActivation(LayerSpec layer, LayerParameters parameters) {
            return activation(layer, super.prepareActivation(layer, parameters));
          }

          @Override
          public NormalizationKernel prepareNormalization(
              double epsilon, Tensor weight, Tensor bias) {
            return normalization(
                epsilon, weight, bias, super.prepareNormalization(epsilon, weight, bias));
          }
        };
      }
    };
  }

  /** Prepares a faulty kernel. */
  default DenseKernel prepare(LayerSpec layer, LayerParameters parameters) {
    return kernel(
        layer,
        PlainBackend.weight(layer, parameters),
        PlainBackend.bias(layer, parameters),
        PlainBackend.slopes(parameters));
  }

  /** Makes a faulty activation kernel from one that is right. */
  default ActivationKernel activation(LayerSpec layer, ActivationKernel right) {
    return right;
  }

  /** Makes a faulty normalisation kernel from one that is right. */
  default NormalizationKernel normalization(
      double epsilon, Tensor weight, Tensor bias, NormalizationKernel right) {
    return right;
  }

  /** Makes a faulty kernel from W (in × out), b and learned slopes, arrays that it may keep. */
  default DenseKernel kernel(LayerSpec layer, float[] weight, float[] bias, float[] slopes) {
    return new PlainKernel(layer, weight, bias, slopes);
  }

  /** All mistakes. */
  static Stream<Fault> all() {
    return Stream.<Fault[]>of(
            ProviderFault.values(),
            ArithmeticFault.values(),
            ActivationFault.values(),
            InPlaceFault.values(),
            NormalizationFault.values(),
            SpecialValueFault.values(),
            MemoryFault.values(),
            RepeatabilityFault.values(),
            FusionFault.values(),
            ErrorFault.values(),
            ConcurrencyFault.values(),
            AllocationFault.values())
        .flatMap(Arrays::stream);
  }
}
