package dev.lamina.execution;

import dev.lamina.ErrorCode;
import dev.lamina.LaminaException;
import dev.lamina.LayerSpec;
import dev.lamina.NetworkSpec;
import dev.lamina.Normalization;
import dev.lamina.NormalizationSpec;
import dev.lamina.Parameters;
import dev.lamina.Scaling;
import dev.lamina.ScalingSpec;
import dev.lamina.Tensor;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Reads what surrounds the layers of a network: normalisations and scalings, each a step for columns. */
final class SurroundingTensors {

  private final NetworkSpec network;
  private final Parameters parameters;

  SurroundingTensors(NetworkSpec network, Parameters parameters) {
    this.network = network;
    this.parameters = parameters;
  }

  /** What a normalisation by batch does to the columns of its layer; empty if there is none. */
  Optional<ColumnAffine> normalization(LayerSpec layer) {
    return byBatch(layer.normalization())
        .map(norm -> affine(
            layer,
            norm.epsilon(),
            read(layer, LayerSpec.NORM_WEIGHT),
            read(layer, LayerSpec.NORM_BIAS),
            read(layer, LayerSpec.NORM_MEAN),
            LayerSpec.NORM_VARIANCE));
  }

  /** What a normalisation by batch does to the columns that a layer reads; empty if there is none. */
  Optional<ColumnAffine> inputNormalization(LayerSpec layer) {
    return byBatch(layer.inputNormalization())
        .map(norm -> affine(
            layer,
            norm.epsilon(),
            read(layer, LayerSpec.INPUT_NORM_WEIGHT),
            read(layer, LayerSpec.INPUT_NORM_BIAS),
            read(layer, LayerSpec.INPUT_NORM_MEAN),
            LayerSpec.INPUT_NORM_VARIANCE));
  }

  private static Optional<NormalizationSpec> byBatch(Optional<NormalizationSpec> normalization) {
    return normalization.filter(norm -> norm.kind() == Normalization.BATCH);
  }

  /** Makes the weight and the bias of a normalisation a factor and a shift; the arrays are overwritten. */
  private ColumnAffine affine(
      LayerSpec layer,
      double epsilon,
      double[] factor,
      double[] shift,
      double[] mean,
      String varianceRole) {
    double[] variance = read(layer, varianceRole);
    for (int j = 0; j < factor.length; j++) {
      if (variance[j] + epsilon <= 0) {
        throw new LaminaException(
            ErrorCode.WEIGHTS,
            String.format(
                Locale.ROOT,
                "%s.%s of network %s has %s at [%d], and a variance is at least 0%n  fix: save the"
                    + " weights again, the variance and not its logarithm or inverse",
                layer.name(),
                varianceRole,
                network.name(),
                variance[j],
                j));
      }
      factor[j] /= Math.sqrt(variance[j] + epsilon);
      shift[j] -= mean[j] * factor[j];
    }
    return new ColumnAffine(factor, shift);
  }

  private double[] read(LayerSpec layer, String role) {
    return doubles(parameters.tensor(layer.name() + "." + role));
  }

  /** All elements of a vector. */
  static double[] doubles(Tensor tensor) {
    float[] elements = new float[Math.toIntExact(tensor.shape().elementCount())];
    tensor.read(0, elements, 0, elements.length);
    double[] values = new double[elements.length];
    Arrays.setAll(values, i -> elements[i]);
    return values;
  }

  /** What a scaling does: to X what it says, to the result the reverse. */
  Optional<ColumnAffine> scaling(Optional<ScalingSpec> declaredScaling, String end, int columns) {
    if (declaredScaling.isEmpty()) {
      return Optional.empty();
    }
    ScalingSpec spec = declaredScaling.get();
    List<double[]> numbers = numbers(spec, end, columns);
    double[] shift = numbers.get(0);
    double[] scale = numbers.get(1);
    double[] factors = new double[columns];
    double[] shifts = new double[columns];
    boolean isReverse = end.equals(NetworkSpec.OUTPUT_SCALING);
    for (int i = 0; i < columns; i++) {
      // With a mean, scaled values are (v - mean) / scale; with a min, v * scale + min.
      if ((spec.kind() == Scaling.STANDARD) == isReverse) {
        factors[i] = scale[i];
        shifts[i] = shift[i];
      } else {
        factors[i] = 1 / scale[i];
        shifts[i] = -shift[i] / scale[i];
      }
    }
    return Optional.of(new ColumnAffine(factors, shifts));
  }

  private List<double[]> numbers(ScalingSpec spec, String end, int columns) {
    if (!spec.isStored()) {
      return List.of(spread(spec.shift(), columns), spread(spec.scale(), columns));
    }
    String shiftName = spec.tensorNames(end).get(0);
    String scaleName = spec.tensorNames(end).get(1);
    double[] shift = doubles(parameters.tensor(shiftName));
    double[] scale = doubles(parameters.tensor(scaleName));
    for (int i = 0; i < columns; i++) {
      check(shiftName, i, shift[i], ScalingSpec.acceptsShift(shift[i]), "a finite number");
      check(
          scaleName,
          i,
          scale[i],
          ScalingSpec.acceptsScale(scale[i]),
          "a finite number other than 0, for a column that is always the same 1");
    }
    return List.of(shift, scale);
  }

  private void check(String tensor, int index, double value, boolean isRight, String expected) {
    if (!isRight) {
      throw new LaminaException(
          ErrorCode.SCALING,
          "network " + network.name() + ": "
              + String.format(
                  Locale.ROOT, "%s has %s at [%d], expected %s", tensor, value, index, expected));
    }
  }

  private static double[] spread(List<Double> values, int columns) {
    double[] spread = new double[columns];
    Arrays.setAll(spread, i -> values.get(values.size() == 1 ? 0 : i));
    return spread;
  }
}
