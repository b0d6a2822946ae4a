package dev.lamina.tck;

import dev.lamina.Activation;
import dev.lamina.LayerSpec;
import dev.lamina.spi.DenseKernel;
import java.util.Arrays;
import java.util.List;

/** Wrong sums and activations. */
enum ArithmeticFault implements Fault {
  TRANSPOSES_WEIGHTS("Arithmetic.everyShapeMatchesTheReference") {
    @Override
    public DenseKernel kernel(LayerSpec layer, float[] weight, float[] bias, float[] slopes) {
      float[] transposed = new float[weight.length];
      for (int i = 0; i < weight.length; i++) {
        transposed[i / layer.in() + i % layer.in() * layer.out()] = weight[i];
      }
      return new PlainKernel(layer, transposed, bias, slopes);
    }
  },

  FORGETS_THE_BIAS_OF_THE_LAST_COLUMN(
      "Arithmetic.everyShapeMatchesTheReference", "Arithmetic.sumsThatNeedNoRoundingAreExact") {
    @Override
    public DenseKernel kernel(LayerSpec layer, float[] weight, float[] bias, float[] slopes) {
      bias[layer.out() - 1] = 0;
      return new PlainKernel(layer, weight, bias, slopes);
    }
  },

  ENDS_THE_SUM_ONE_EARLY_BEHIND_A_FULL_VECTOR("Arithmetic.everyShapeMatchesTheReference") {
    @Override
    public DenseKernel kernel(LayerSpec layer, float[] weight, float[] bias, float[] slopes) {
      if (layer.in() > 16 && layer.in() % 16 == 1) {
        Arrays.fill(weight, weight.length - layer.out(), weight.length, 0);
      }
      return new PlainKernel(layer, weight, bias, slopes);
    }
  },

  /** Relu twice is relu, so that only what lies between the two gives it away. */
  APPLIES_RELU_BEFORE_THE_BIAS_AND_AFTER_IT("Arithmetic.everyShapeMatchesTheReference") {
    @Override
    public DenseKernel kernel(LayerSpec layer, float[] weight, float[] bias, float[] slopes) {
      return new PlainKernel(layer, weight, bias, slopes) {
        @Override
        double sum(float[] x, int start, int j) {
          double sum = super.sum(x, start, j);
          return activation == Activation.RELU ? Math.max(sum - bias[j], 0) + bias[j] : sum;
        }
      };
    }
  },

  APPLIES_THE_ACTIVATION_TWICE("Arithmetic.everyShapeMatchesTheReference") {
    @Override
    public DenseKernel kernel(LayerSpec layer, float[] weight, float[] bias, float[] slopes) {
      return new PlainKernel(layer, weight, bias, slopes) {
        @Override
        void activate(float[] z, int from, int to) {
          super.activate(z, from, to);
          super.activate(z, from, to);
        }
      };
    }
  },

  GOES_WRONG_ABOVE_64_ROWS("Arithmetic.everyNumberOfRowsMatchesTheReference") {
    @Override
    public DenseKernel kernel(LayerSpec layer, float[] weight, float[] bias, float[] slopes) {
      return new FaultyKernel(layer, weight, bias, slopes) {
        @Override
        void apply(Call call) {
          call.proceed();
          for (int row = 64; row < call.rows; row++) {
            System.arraycopy(
                call.y, call.yOffset, call.y, call.yOffset + row * call.ldy, layer.out());
          }
        }
      };
    }
  },

  ROUNDS_WEIGHTS_TO_BFLOAT16("Arithmetic.everyShapeMatchesTheReference") {
    @Override
    public DenseKernel kernel(LayerSpec layer, float[] weight, float[] bias, float[] slopes) {
      for (int i = 0; i < weight.length; i++) {
        weight[i] = Float.intBitsToFloat(Float.floatToIntBits(weight[i]) & 0xFFFF0000);
      }
      return new PlainKernel(layer, weight, bias, slopes);
    }
  },

  APPROXIMATES_TANH_TOO_ROUGHLY("Arithmetic.activationsMatchTheReferenceOverTheirWholeRange") {
    @Override
    public DenseKernel kernel(LayerSpec layer, float[] weight, float[] bias, float[] slopes) {
      return new PlainKernel(layer, weight, bias, slopes) {
        @Override
        float tanh(float z) {
          return super.tanh(z) * (1 + 3e-6f);
        }
      };
    }
  },

  LETS_SIGMOID_EXCEED_ONE("Arithmetic.activationsMatchTheReferenceOverTheirWholeRange") {
    @Override
    public DenseKernel kernel(LayerSpec layer, float[] weight, float[] bias, float[] slopes) {
      return new PlainKernel(layer, weight, bias, slopes) {
        @Override
        float sigmoid(float z) {
          return super.sigmoid(z) * Math.nextUp(1f);
        }
      };
    }
  },

  READS_BEYOND_THE_END_OF_THE_ARRAY("Arithmetic.everyShapeMatchesTheReference") {
    @Override
    public DenseKernel kernel(LayerSpec layer, float[] weight, float[] bias, float[] slopes) {
      return new PlainKernel(layer, weight, bias, slopes) {
        @Override
        double sum(float[] x, int start, int j) {
          int padded = (in + 7) / 8 * 8;
          float last = x[start + padded - 1];
          return super.sum(x, start, j) + (Float.isNaN(last) ? 0 : 0 * last);
        }
      };
    }
  };

  @SuppressWarnings("ImmutableEnumChecker") // the list is made by List.of
  private final List<String> caughtBy;

  ArithmeticFault(String... caughtBy) {
    this.caughtBy = List.of(caughtBy);
  }

  @Override
  public List<String> caughtBy() {
    return caughtBy;
  }
}
