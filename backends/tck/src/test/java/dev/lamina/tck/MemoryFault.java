package dev.lamina.tck;

import dev.lamina.LayerParameters;
import dev.lamina.LayerSpec;
import dev.lamina.spi.DenseKernel;
import dev.lamina.spi.WorkspaceSize;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads and writes where there should be none. */
enum MemoryFault implements Fault {
  IGNORES_THE_OFFSET_OF_X("Memory.offsetsAndLeadingDimensionsAreKept") {
    @Override
    public DenseKernel kernel(LayerSpec layer, float[] weight, float[] bias, float[] slopes) {
      return new FaultyKernel(layer, weight, bias, slopes) {
        @Override
        void apply(Call call) {
          call.xOffset = 0;
          call.proceed();
        }
      };
    }
  },

  IGNORES_THE_OFFSET_OF_Y("Memory.offsetsAndLeadingDimensionsAreKept") {
    @Override
    public DenseKernel kernel(LayerSpec layer, float[] weight, float[] bias, float[] slopes) {
      return new FaultyKernel(layer, weight, bias, slopes) {
        @Override
        void apply(Call call) {
          call.yOffset = 0;
          call.proceed();
        }
      };
    }
  },

  IGNORES_THE_LEADING_DIMENSION_OF_X("Memory.offsetsAndLeadingDimensionsAreKept") {
    @Override
    public DenseKernel kernel(LayerSpec layer, float[] weight, float[] bias, float[] slopes) {
      return new FaultyKernel(layer, weight, bias, slopes) {
        @Override
        void apply(Call call) {
          call.ldx = layer.in();
          call.proceed();
        }
      };
    }
  },

  IGNORES_THE_LEADING_DIMENSION_OF_Y("Memory.offsetsAndLeadingDimensionsAreKept") {
    @Override
    public DenseKernel kernel(LayerSpec layer, float[] weight, float[] bias, float[] slopes) {
      return new FaultyKernel(layer, weight, bias, slopes) {
        @Override
        void apply(Call call) {
          call.ldy = layer.out();
          call.proceed();
        }
      };
    }
  },

  READS_PADDED_VECTORS_BEYOND_IN("Memory.offsetsAndLeadingDimensionsAreKept") {
    @Override
    public DenseKernel kernel(LayerSpec layer, float[] weight, float[] bias, float[] slopes) {
      return new PlainKernel(layer, weight, bias, slopes) {
        @Override
        double sum(float[] x, int start, int j) {
          double sum = super.sum(x, start, j);
          int padded = (in + 7) / 8 * 8;
          for (int k = in; k < padded && start + k < x.length; k++) {
            // The padding of the weights is 0, but 0 times NaN is NaN.
            sum += 0 * x[start + k];
          }
          return sum;
        }
      };
    }
  },

  WRITES_PADDED_VECTORS_BEYOND_ITS_COLUMNS("Memory.offsetsAndLeadingDimensionsAreKept") {
    @Override
    public DenseKernel kernel(LayerSpec layer, float[] weight, float[] bias, float[] slopes) {
      return new FaultyKernel(layer, weight, bias, slopes) {
        @Override
        void apply(Call call) {
          call.proceed();
          int padded = Math.min((call.toColumn + 7) / 8 * 8, call.ldy);
          for (int row = 0; row < call.rows; row++) {
            int start = call.yOffset + row * call.ldy;
            int end = Math.min(start + padded, call.y.length);
            Arrays.fill(call.y, Math.min(start + call.toColumn, end), end, 0);
          }
        }
      };
    }
  },

  COMPUTES_ALL_COLUMNS_WHATEVER_IS_ASKED_FOR(
      "Memory.columnRangesGiveTheSameBitsAsTheWhole",
      "Memory.randomColumnRangesOfRandomLayersKeepToTheirColumns") {
    @Override
    public DenseKernel kernel(LayerSpec layer, float[] weight, float[] bias, float[] slopes) {
      return new FaultyKernel(layer, weight, bias, slopes) {
        @Override
        void apply(Call call) {
          call.fromColumn = 0;
          call.toColumn = layer.out();
          call.proceed();
        }
      };
    }
  },

  CLAIMS_TO_SPLIT_FINER_THAN_IT_DOES("Memory.columnRangesGiveTheSameBitsAsTheWhole") {
    @Override
    public DenseKernel kernel(LayerSpec layer, float[] weight, float[] bias, float[] slopes) {
      return new FaultyKernel(layer, weight, bias, slopes) {
        private int from;

        @Override
        void apply(Call call) {
          from = call.fromColumn;
          call.proceed();
        }

        @Override
        double sum(float[] x, int start, int j) {
          // Vectors of 8 columns from the first one asked for; the remainder is summed otherwise.
          return (j - from) % 8 == 7 ? backwards(x, start, j) : forwards(x, start, j);
        }
      };
    }
  },

  CHANGES_X("Memory.offsetsAndLeadingDimensionsAreKept") {
    @Override
    public DenseKernel kernel(LayerSpec layer, float[] weight, float[] bias, float[] slopes) {
      return new FaultyKernel(layer, weight, bias, slopes) {
        @Override
        void apply(Call call) {
          call.proceed();
          for (int k = 0; call.rows > 0 && k < in; k++) {
            call.x[call.xOffset + k] = Math.max(call.x[call.xOffset + k], 0);
          }
        }
      };
    }
  },

  ADDS_TO_WHAT_IS_IN_Y("Memory.oldContentsOfTheResultDoNotMatter") {
    @Override
    public DenseKernel kernel(LayerSpec layer, float[] weight, float[] bias, float[] slopes) {
      return new FaultyKernel(layer, weight, bias, slopes) {
        @Override
        void apply(Call call) {
          float[] before = call.y.clone();
          call.proceed();
          for (int row = 0; row < call.rows; row++) {
            for (int j = call.fromColumn; j < call.toColumn; j++) {
              int i = call.yOffset + row * call.ldy + j;
              call.y[i] += Float.isNaN(before[i]) ? 0 : before[i];
            }
          }
        }
      };
    }
  },

  CLEARS_Y_FIRST_THOUGH_X_IS_PART_OF_IT("Memory.inputAndResultMayLieSideBySideInOneArray") {
    @Override
    public DenseKernel kernel(LayerSpec layer, float[] weight, float[] bias, float[] slopes) {
      return new FaultyKernel(layer, weight, bias, slopes) {
        @Override
        void apply(Call call) {
          if (call.x == call.y) {
            Arrays.fill(call.y, 0);
          }
          call.proceed();
        }
      };
    }
  },

  WRITES_A_ROW_WHERE_THERE_IS_NONE("Memory.zeroRowsReadAndWriteNothing") {
    @Override
    public DenseKernel kernel(LayerSpec layer, float[] weight, float[] bias, float[] slopes) {
      return new FaultyKernel(layer, weight, bias, slopes) {
        @Override
        void apply(Call call) {
          call.rows = Math.max(call.rows, 1);
          call.proceed();
        }
      };
    }
  },

  ASKS_FOR_TOO_LITTLE_WORKSPACE("Memory.workspaceOfTheSizeAskedForIsEnough") {
    @Override
    public DenseKernel kernel(LayerSpec layer, float[] weight, float[] bias, float[] slopes) {
      return new PlainKernel(layer, weight, bias, slopes) {
        @Override
        public WorkspaceSize workspace(int maxRows) {
          return new WorkspaceSize(0, 1, out - (maxRows == 1 ? 1 : 0));
        }
      };
    }
  },

  ASKS_FOR_LESS_WORKSPACE_FOR_MORE_ROWS("Memory.moreRowsNeverNeedLessWorkspace") {
    @Override
    public DenseKernel kernel(LayerSpec layer, float[] weight, float[] bias, float[] slopes) {
      return new PlainKernel(layer, weight, bias, slopes) {
        @Override
        public WorkspaceSize workspace(int maxRows) {
          // A remainder of rows that needs a buffer, say.
          return new WorkspaceSize(maxRows % 8, 1, out);
        }
      };
    }
  },

  READS_THE_TENSORS_AT_THE_FIRST_CALL("Memory.tensorsAreNotReadAfterPrepare") {
    @Override
    public DenseKernel prepare(LayerSpec layer, LayerParameters parameters) {
      return new DelegatingKernel(layer) {
        private @Nullable DenseKernel kernel;

        @Override
        DenseKernel delegate() {
          if (kernel == null) {
            kernel = new PlainKernel(
                layer,
                PlainBackend.weight(layer, parameters),
                PlainBackend.bias(layer, parameters),
                PlainBackend.slopes(parameters));
          }
          return kernel;
        }
      };
    }
  },

  KEEPS_THE_TENSORS("Memory.tensorsAreNotKept") {
    @Override
    public DenseKernel prepare(LayerSpec layer, LayerParameters parameters) {
      DenseKernel kernel = super.prepare(layer, parameters);
      return new DelegatingKernel(layer) {
        @Override
        DenseKernel delegate() {
          return kernel;
        }

        @Override
        public String toString() {
          return "kernel with " + parameters;
        }
      };
    }
  };

  @SuppressWarnings("ImmutableEnumChecker") // the list is made by List.of
  private final List<String> caughtBy;

  MemoryFault(String... caughtBy) {
    this.caughtBy = List.of(caughtBy);
  }

  @Override
  public List<String> caughtBy() {
    return caughtBy;
  }
}
