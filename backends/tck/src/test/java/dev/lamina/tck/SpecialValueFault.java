package dev.lamina.tck;

import dev.lamina.LayerSpec;
import dev.lamina.spi.DenseKernel;
import java.util.Arrays;
import java.util.List;

/** Wrong results for NaN, infinities, zeros and subnormal values. */
enum SpecialValueFault implements Fault {
  DROPS_NAN_IN_RELU("SpecialValues.nanAndInfinityInXSpreadOverTheirRowOnly") {
    @Override
    public DenseKernel kernel(LayerSpec layer, float[] weight, float[] bias, float[] slopes) {
      return new PlainKernel(layer, weight, bias, slopes) {
        @Override
        float relu(float z) {
          return z > 0 ? z : 0;
        }
      };
    }
  },

  DROPS_NAN_THAT_THE_SUM_PRODUCED("SpecialValues.oppositeInfinitiesAddUpToNan") {
    @Override
    public DenseKernel kernel(LayerSpec layer, float[] weight, float[] bias, float[] slopes) {
      return new PlainKernel(layer, weight, bias, slopes) {
        @Override
        double sum(float[] x, int start, int j) {
          // On x86 Infinity - Infinity is a NaN with the sign bit: an integer maximum drops it.
          double sum = super.sum(x, start, j);
          return Double.isNaN(sum) && !Float.isNaN(x[start]) ? -1 : sum;
        }
      };
    }
  },

  KEEPS_NEGATIVE_ZERO_IN_RELU("SpecialValues.reluTurnsNegativeZeroIntoZero") {
    @Override
    public DenseKernel kernel(LayerSpec layer, float[] weight, float[] bias, float[] slopes) {
      return new PlainKernel(layer, weight, bias, slopes) {
        @Override
        float relu(float z) {
          return z < 0 ? 0 : z;
        }

        @Override
        double sum(float[] x, int start, int j) {
          double sum = super.sum(x, start, j);
          return sum == 0 ? bias[j] : sum;
        }
      };
    }
  },

  DROPS_NAN_IN_SIGMOID("SpecialValues.nanAndInfinityInTheBiasSpreadOverTheirColumnOnly") {
    @Override
    public DenseKernel kernel(LayerSpec layer, float[] weight, float[] bias, float[] slopes) {
      return new PlainKernel(layer, weight, bias, slopes) {
        @Override
        float sigmoid(float z) {
          return z > -88 ? super.sigmoid(z) : 0;
        }
      };
    }
  },

  OVERFLOWS_IN_SIGMOID(
      "SpecialValues.largeArgumentsSaturateWithoutOverflow",
      "Arithmetic.activationsMatchTheReferenceOverTheirWholeRange") {
    @Override
    public DenseKernel kernel(LayerSpec layer, float[] weight, float[] bias, float[] slopes) {
      return new PlainKernel(layer, weight, bias, slopes) {
        @Override
        float sigmoid(float z) {
          float exp = (float) Math.exp(z);
          return exp / (1 + exp);
        }
      };
    }
  },

  OVERFLOWS_IN_TANH("SpecialValues.largeArgumentsSaturateWithoutOverflow") {
    @Override
    public DenseKernel kernel(LayerSpec layer, float[] weight, float[] bias, float[] slopes) {
      return new PlainKernel(layer, weight, bias, slopes) {
        @Override
        float tanh(float z) {
          float exp = (float) Math.exp(2.0 * z);
          return (exp - 1) / (exp + 1);
        }
      };
    }
  },

  OVERFLOWS_IN_SOFTMAX_WITHOUT_SUBTRACTING_THE_MAXIMUM(
      "SpecialValues.largeArgumentsSaturateWithoutOverflow") {
    @Override
    public DenseKernel kernel(LayerSpec layer, float[] weight, float[] bias, float[] slopes) {
      return new PlainKernel(layer, weight, bias, slopes) {
        @Override
        void softmax(float[] z, int from, int to) {
          float sum = 0;
          for (int j = from; j < to; j++) {
            z[j] = (float) Math.exp(z[j]);
            sum += z[j];
          }
          for (int j = from; j < to; j++) {
            z[j] /= sum;
          }
        }
      };
    }
  },

  TAKES_INFINITY_FOR_CERTAINTY_IN_SOFTMAX(
      "SpecialValues.softmaxRowWithNanOrPlusInfinityIsNanThroughout") {
    @Override
    public DenseKernel kernel(LayerSpec layer, float[] weight, float[] bias, float[] slopes) {
      return new PlainKernel(layer, weight, bias, slopes) {
        @Override
        void softmax(float[] z, int from, int to) {
          for (int j = from; j < to; j++) {
            if (z[j] == Float.POSITIVE_INFINITY) {
              Arrays.fill(z, from, to, 0);
              z[j] = 1;
              return;
            }
          }
          super.softmax(z, from, to);
        }
      };
    }
  },

  BEGINS_THE_MAXIMUM_OF_SOFTMAX_AT_THE_LEAST_FLOAT(
      "SpecialValues.softmaxOfNothingButMinusInfinityIsNanThroughout") {
    @Override
    public DenseKernel kernel(LayerSpec layer, float[] weight, float[] bias, float[] slopes) {
      return new PlainKernel(layer, weight, bias, slopes) {
        @Override
        void softmax(float[] z, int from, int to) {
          for (int j = from; j < to; j++) {
            z[j] = Math.max(z[j], -Float.MAX_VALUE);
          }
          super.softmax(z, from, to);
        }
      };
    }
  },

  GIVES_MINUS_INFINITY_A_PROBABILITY_IN_SOFTMAX(
      "SpecialValues.softmaxGivesMinusInfinityTheProbabilityZero") {
    @Override
    public DenseKernel kernel(LayerSpec layer, float[] weight, float[] bias, float[] slopes) {
      return new PlainKernel(layer, weight, bias, slopes) {
        @Override
        void softmax(float[] z, int from, int to) {
          super.softmax(z, from, to);
          for (int j = from; j < to; j++) {
            // An exponential that is clamped to the smallest normal float, for instance.
            z[j] = Math.max(z[j], Float.MIN_NORMAL);
          }
        }
      };
    }
  },

  SKIPS_INPUTS_THAT_ARE_ZERO("SpecialValues.zeroTimesNanOrInfinityIsNan") {
    @Override
    public DenseKernel kernel(LayerSpec layer, float[] weight, float[] bias, float[] slopes) {
      return new PlainKernel(layer, weight, bias, slopes) {
        @Override
        double sum(float[] x, int start, int j) {
          double sum = bias[j];
          for (int k = 0; k < in; k++) {
            sum += x[start + k] == 0 ? 0 : (double) x[start + k] * columns[j * in + k];
          }
          return sum;
        }
      };
    }
  },

  FLUSHES_SUBNORMAL_INPUTS_TO_ZERO("SpecialValues.subnormalValuesAreNotTakenForZero") {
    @Override
    public DenseKernel kernel(LayerSpec layer, float[] weight, float[] bias, float[] slopes) {
      return new PlainKernel(layer, weight, bias, slopes) {
        @Override
        double sum(float[] x, int start, int j) {
          double sum = bias[j];
          for (int k = 0; k < in; k++) {
            float value = x[start + k];
            sum += (Math.abs(value) < Float.MIN_NORMAL ? 0 : (double) value) * columns[j * in + k];
          }
          return sum;
        }
      };
    }
  },

  SPREADS_NAN_TO_OTHER_ROWS("SpecialValues.nanAndInfinityInXSpreadOverTheirRowOnly") {
    @Override
    public DenseKernel kernel(LayerSpec layer, float[] weight, float[] bias, float[] slopes) {
      return new FaultyKernel(layer, weight, bias, slopes) {
        @Override
        void apply(Call call) {
          call.proceed();
          for (int row = 1; row < call.rows; row++) {
            float above = call.y[call.yOffset + (row - 1) * call.ldy + call.fromColumn];
            // As a kernel does that computes two rows in one vector and adds 0 times the other.
            call.y[call.yOffset + row * call.ldy + call.fromColumn] += 0 * above;
          }
        }
      };
    }
  };

  @SuppressWarnings("ImmutableEnumChecker") // the list is made by List.of
  private final List<String> caughtBy;

  SpecialValueFault(String... caughtBy) {
    this.caughtBy = List.of(caughtBy);
  }

  @Override
  public List<String> caughtBy() {
    return caughtBy;
  }
}
