package dev.lamina.tck;

import dev.lamina.LayerSpec;
import dev.lamina.Workspace;
import dev.lamina.spi.Backend;
import dev.lamina.spi.BackendProvider;
import dev.lamina.spi.DenseKernel;
import dev.lamina.spi.WorkspaceSize;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** Results that depend on more than the row. */
enum RepeatabilityFault implements Fault {
  SUMS_OTHERWISE_FROM_FOUR_ROWS_ON(
      "Repeatability.rowsDoNotDependOnTheirNumber",
      "Repeatability.rowsOfRandomLayersDoNotDependOnTheirNumber",
      "Networks.batchesOfAnySizeInTilesOfAnySizeGiveTheBitsOfSingleExamples",
      "Networks.moreRowsThanTheTileTheBackendChoosesMatchTheReference") {
    @Override
    public DenseKernel kernel(LayerSpec layer, float[] weight, float[] bias, float[] slopes) {
      return new FaultyKernel(layer, weight, bias, slopes) {
        private int rows;

        @Override
        void apply(Call call) {
          rows = call.rows;
          call.proceed();
        }

        @Override
        double sum(float[] x, int start, int j) {
          return rows >= 4 ? backwards(x, start, j) : forwards(x, start, j);
        }
      };
    }
  },

  SUMS_OTHERWISE_WHERE_X_IS_NOT_ALIGNED("Repeatability.rowsDoNotDependOnWhereTheyLie") {
    @Override
    public DenseKernel kernel(LayerSpec layer, float[] weight, float[] bias, float[] slopes) {
      return new FaultyKernel(layer, weight, bias, slopes) {
        @Override
        double sum(float[] x, int start, int j) {
          return start % 4 == 0 ? forwards(x, start, j) : backwards(x, start, j);
        }
      };
    }
  },

  SUMS_OTHERWISE_IF_ANY_ROW_HOLDS_NAN("Repeatability.rowsDoNotDependOnTheirNeighbours") {
    @Override
    public DenseKernel kernel(LayerSpec layer, float[] weight, float[] bias, float[] slopes) {
      return new FaultyKernel(layer, weight, bias, slopes) {
        private boolean nan;

        @Override
        void apply(Call call) {
          nan = false;
          for (int row = 0; row < call.rows; row++) {
            nan |= Float.isNaN(call.x[call.xOffset + row * call.ldx]);
          }
          call.proceed();
        }

        @Override
        double sum(float[] x, int start, int j) {
          return nan ? backwards(x, start, j) : forwards(x, start, j);
        }
      };
    }
  },

  SUMS_OTHERWISE_EVERY_OTHER_CALL("Repeatability.sameInputGivesTheSameResultAgain") {
    @Override
    public DenseKernel kernel(LayerSpec layer, float[] weight, float[] bias, float[] slopes) {
      return new FaultyKernel(layer, weight, bias, slopes) {
        private final AtomicInteger calls = new AtomicInteger();

        @Override
        void apply(Call call) {
          calls.incrementAndGet();
          call.proceed();
        }

        @Override
        double sum(float[] x, int start, int j) {
          return calls.get() % 2 == 0 ? backwards(x, start, j) : forwards(x, start, j);
        }
      };
    }
  },

  TRUSTS_THE_WORKSPACE_TO_BE_ZERO("Repeatability.contentsOfTheWorkspaceDoNotMatter") {
    @Override
    public DenseKernel kernel(LayerSpec layer, float[] weight, float[] bias, float[] slopes) {
      return new FaultyKernel(layer, weight, bias, slopes) {
        @Override
        public WorkspaceSize workspace(int maxRows) {
          return new WorkspaceSize(8, 1, out);
        }

        @Override
        float[] scratch(Workspace workspace) {
          // Uses one element as a padding zero of every sum.
          bias[0] += workspace.floats()[7];
          return super.scratch(workspace);
        }
      };
    }
  },

  PACKS_ALL_LAYERS_INTO_ONE_BUFFER("Repeatability.kernelsMayTakeTurnsWithOneWorkspace") {
    @Override
    public BackendProvider provider() {
      return new FaultyProvider() {
        @Override
        public Backend create() {
          float[] buffer = new float[1 << 20];
          return new PlainBackend() {
            @Override
            DenseKernel kernel(LayerSpec layer, float[] weight, float[] bias, float[] slopes) {
              System.arraycopy(weight, 0, buffer, 0, weight.length);
              return new FaultyKernel(layer, weight, bias, slopes) {
                @Override
                double sum(float[] x, int start, int j) {
                  double sum = bias[j];
                  for (int k = 0; k < in; k++) {
                    sum += (double) x[start + k] * buffer[k * out + j];
                  }
                  return sum;
                }
              };
            }
          };
        }
      };
    }
  },

  SUMS_OTHERWISE_WHEN_PREPARED_AGAIN("Repeatability.layerPreparedTwiceComputesTheSame") {
    @Override
    public BackendProvider provider() {
      return new FaultyProvider() {
        @Override
        public Backend create() {
          AtomicInteger prepared = new AtomicInteger();
          return new PlainBackend() {
            @Override
            DenseKernel kernel(LayerSpec layer, float[] weight, float[] bias, float[] slopes) {
              boolean odd = prepared.incrementAndGet() % 2 == 1;
              return new FaultyKernel(layer, weight, bias, slopes) {
                @Override
                double sum(float[] x, int start, int j) {
                  return odd ? forwards(x, start, j) : backwards(x, start, j);
                }
              };
            }
          };
        }
      };
    }
  };

  @SuppressWarnings("ImmutableEnumChecker") // the list is made by List.of
  private final List<String> caughtBy;

  RepeatabilityFault(String... caughtBy) {
    this.caughtBy = List.of(caughtBy);
  }

  @Override
  public List<String> caughtBy() {
    return caughtBy;
  }
}
