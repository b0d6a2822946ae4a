package dev.lamina.tck;

import dev.lamina.Activation;
import dev.lamina.ActivationParameter;
import dev.lamina.ActivationSpec;
import dev.lamina.LayerSpec;
import dev.lamina.spi.DenseKernel;
import java.util.Arrays;
import java.util.List;

/** Functions that are mixed up, lose a parameter or are computed carelessly. */
enum ActivationFault implements Fault {
  MIXES_UP_GELU_AND_ITS_APPROXIMATION(whole()) {
    @Override
    ActivationSpec changed(ActivationSpec spec) {
      return spec.kind() == Activation.GELU ? ActivationSpec.of(Activation.GELU_TANH) : spec;
    }
  },

  MIXES_UP_THE_APPROXIMATION_AND_GELU(whole()) {
    @Override
    ActivationSpec changed(ActivationSpec spec) {
      return spec.kind() == Activation.GELU_TANH ? ActivationSpec.of(Activation.GELU) : spec;
    }
  },

  TAKES_ELU_FOR_CELU(whole()) {
    @Override
    ActivationSpec changed(ActivationSpec spec) {
      return spec.kind() == Activation.CELU
          ? new ActivationSpec(Activation.ELU, spec.parameters(), false)
          : spec;
    }
  },

  IGNORES_ALPHA(whole()) {
    @Override
    ActivationSpec changed(ActivationSpec spec) {
      return spec.kind() == Activation.LEAKY_RELU ? ActivationSpec.of(spec.kind()) : spec;
    }
  },

  IGNORES_BETA(whole()) {
    @Override
    ActivationSpec changed(ActivationSpec spec) {
      return spec.kind() == Activation.SOFTPLUS ? spec.with(ActivationParameter.BETA, 1) : spec;
    }
  },

  IGNORES_THE_THRESHOLD(whole()) {
    @Override
    ActivationSpec changed(ActivationSpec spec) {
      return spec.kind() == Activation.SOFTPLUS
          ? spec.with(ActivationParameter.THRESHOLD, 1e9)
          : spec;
    }
  },

  COMPARES_Z_AND_NOT_BETA_TIMES_Z_WITH_THE_THRESHOLD(whole()) {
    @Override
    ActivationSpec changed(ActivationSpec spec) {
      return spec.kind() == Activation.SOFTPLUS
          ? spec.with(
              ActivationParameter.THRESHOLD,
              spec.value(ActivationParameter.THRESHOLD) * spec.value(ActivationParameter.BETA))
          : spec;
    }
  },

  IGNORES_THE_TEMPERATURE_OF_SOFTMAX(whole()) {
    @Override
    ActivationSpec changed(ActivationSpec spec) {
      return spec.kind() == Activation.SOFTMAX ? ActivationSpec.of(spec.kind()) : spec;
    }
  },

  FORGETS_THE_LEARNED_SLOPE("Arithmetic.everyNumberOfRowsMatchesTheReference", whole()) {
    @Override
    public DenseKernel kernel(LayerSpec layer, float[] weight, float[] bias, float[] slopes) {
      Arrays.fill(slopes, 0.25f);
      return new PlainKernel(layer, weight, bias, slopes);
    }
  },

  TAKES_ONE_SLOPE_FOR_ALL_UNITS(whole()) {
    @Override
    public DenseKernel kernel(LayerSpec layer, float[] weight, float[] bias, float[] slopes) {
      return new PlainKernel(
          layer, weight, bias, slopes.length == 0 ? slopes : new float[] {slopes[0]});
    }
  },

  COUNTS_SLOPES_FROM_THE_FIRST_COLUMN_OF_A_RANGE("Memory.columnRangesGiveTheSameBitsAsTheWhole") {
    @Override
    public DenseKernel kernel(LayerSpec layer, float[] weight, float[] bias, float[] slopes) {
      return new PlainKernel(layer, weight, bias, slopes) {
        private int first;

        @Override
        void activate(float[] z, int from, int to) {
          first = from;
          super.activate(z, from, to);
        }

        @Override
        float other(float z, int unit) {
          return super.other(z, unit - first);
        }
      };
    }
  },

  CANCELS_IN_TANHSHRINK(whole()) {
    @Override
    float other(Activation kind, float z, float right) {
      return kind == Activation.TANHSHRINK ? z - (float) Math.tanh(z) * (1 + 3e-7f) : right;
    }
  },

  CANCELS_IN_ELU(whole()) {
    @Override
    float other(Activation kind, float z, float right) {
      return kind == Activation.ELU && z < 0 ? (float) Math.exp(z) - 1 : right;
    }
  },

  CANCELS_IN_GELU(whole()) {
    @Override
    float other(Activation kind, float z, float right) {
      // right is z (1 + erf(z / sqrt(2))) / 2
      return kind == Activation.GELU && z != 0
          ? 0.5f * z * (1 + (1 - 3e-7f) * (2 * right / z - 1))
          : right;
    }
  },

  LOSES_SMALL_EXPONENTIALS_IN_LOG_SIGMOID(whole()) {
    @Override
    float other(Activation kind, float z, float right) {
      return kind == Activation.LOG_SIGMOID ? -(float) Math.log(1 + (float) Math.exp(-z)) : right;
    }
  },

  OVERFLOWS_IN_HARD_SWISH("SpecialValues.largeArgumentsSaturateWithoutOverflow") {
    @Override
    float other(Activation kind, float z, float right) {
      return kind == Activation.HARD_SWISH ? z * Math.min(Math.max(z + 3, 0), 6) * 4 / 24 : right;
    }
  },

  OVERFLOWS_IN_MISH("SpecialValues.largeArgumentsSaturateWithoutOverflow") {
    @Override
    float other(Activation kind, float z, float right) {
      float power = (float) Math.exp(z);
      float w = power * (power + 2);
      return kind == Activation.MISH ? z * (w / (w + 2)) : right;
    }
  },

  OVERFLOWS_EARLY_IN_EXP(whole()) {
    @Override
    float other(Activation kind, float z, float right) {
      return kind == Activation.EXP && z > 88.4f ? Float.POSITIVE_INFINITY : right;
    }
  },

  TAKES_THE_LIMIT_FOR_THE_VALUE_AT_INFINITY("SpecialValues.infiniteArgumentsGiveTheLimits") {
    @Override
    float other(Activation kind, float z, float right) {
      return kind == Activation.SILU && z == Float.NEGATIVE_INFINITY ? 0 : right;
    }
  },

  DROPS_NAN_IN_HARD_TANH("SpecialValues.nanAndInfinityInTheBiasSpreadOverTheirColumnOnly") {
    @Override
    float other(Activation kind, float z, float right) {
      return kind == Activation.HARD_TANH && !(z > -1) ? -1 : right;
    }
  };

  @SuppressWarnings("ImmutableEnumChecker") // the list is made by List.of
  private final List<String> caughtBy;

  ActivationFault(String... caughtBy) {
    this.caughtBy = List.of(caughtBy);
  }

  private static String whole() {
    return "Arithmetic.activationsMatchTheReferenceOverTheirWholeRange";
  }

  @Override
  public List<String> caughtBy() {
    return caughtBy;
  }

  /** The function that is computed instead. */
  ActivationSpec changed(ActivationSpec spec) {
    return spec;
  }

  /** What is computed instead of the right value of one of the functions of single values. */
  float other(Activation kind, float z, float right) {
    return right;
  }

  @Override
  public DenseKernel kernel(LayerSpec layer, float[] weight, float[] bias, float[] slopes) {
    LayerSpec changed = layer.withActivation(changed(layer.activation()));
    return new PlainKernel(changed, weight, bias, slopes) {
      @Override
      float other(float z, int unit) {
        return ActivationFault.this.other(activation, z, super.other(z, unit));
      }
    };
  }
}
