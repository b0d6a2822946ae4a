package dev.lamina.tck;

import dev.lamina.NetworkSpec;
import dev.lamina.Workspace;
import dev.lamina.spi.Backend;
import dev.lamina.spi.BackendProvider;
import dev.lamina.spi.DenseKernel;
import dev.lamina.spi.NetworkKernel;
import dev.lamina.spi.WorkspaceSize;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Layers that are right one by one, and wrong together. */
enum FusionFault implements Fault {
  LEAVES_OUT_THE_ROWS_BEHIND_THE_LAST_FULL_TILE(
      "Fusion.fusedLayersGiveTheBitsOfTheLayersOneByOne", "Networks.chainsMatchTheReference") {
    @Override
    NetworkKernel kernel(NetworkSpec network, List<DenseKernel> kernels) {
      return new PlainNetworkKernel(network, kernels) {
        @Override
        public void apply(
            int rows, float[] x, int xOffset, float[] y, int yOffset, Workspace workspace) {
          int full = rows < 4 ? rows : rows / 4 * 4;
          super.apply(full, x, xOffset, y, yOffset, workspace);
        }
      };
    }
  },

  READS_THE_BUFFER_OF_TWO_LAYERS_BEFORE(
      "Fusion.fusedLayersGiveTheBitsOfTheLayersOneByOne", "Networks.chainsMatchTheReference") {
    @Override
    NetworkKernel kernel(NetworkSpec network, List<DenseKernel> kernels) {
      return new PlainNetworkKernel(network, kernels) {
        @Override
        float[] input(Workspace workspace, int i) {
          return buffer(workspace, i == 2 ? 0 : i - 1);
        }
      };
    }
  },

  SHARES_ITS_BUFFERS_BETWEEN_THREADS("Fusion.fusedLayersSharedByThreadsGiveTheSameBits") {
    @Override
    NetworkKernel kernel(NetworkSpec network, List<DenseKernel> kernels) {
      float[][] buffers = new float[2][1 << 16];
      return new PlainNetworkKernel(network, kernels) {
        @Override
        float[] buffer(Workspace workspace, int i) {
          return buffers[i % 2];
        }

        @Override
        @SuppressWarnings("ThreadPriorityCheck") // to rely on the scheduler is what a fault may do
        void between(int rows, int columns, float[] a) {
          Thread.yield();
        }
      };
    }
  },

  ROUNDS_ONCE_MORE_THAN_ITS_LAYERS("Fusion.fusedLayersGiveTheBitsOfTheLayersOneByOne") {
    @Override
    NetworkKernel kernel(NetworkSpec network, List<DenseKernel> kernels) {
      return new PlainNetworkKernel(network, kernels) {
        @Override
        void between(int rows, int columns, float[] a) {
          for (int row = 0; row < rows; row++) {
            a[row * stride] = Math.nextUp(a[row * stride]);
          }
        }
      };
    }
  },

  TAKES_EVERY_INNER_ACTIVATION_FOR_RELU("Fusion.fusedLayersGiveTheBitsOfTheLayersOneByOne") {
    @Override
    NetworkKernel kernel(NetworkSpec network, List<DenseKernel> kernels) {
      return new PlainNetworkKernel(network, kernels) {
        @Override
        void between(int rows, int columns, float[] a) {
          for (int i = 0; i < rows * stride; i++) {
            a[i] = Math.max(a[i], 0);
          }
        }
      };
    }
  },

  DROPS_NAN_BETWEEN_LAYERS("Fusion.fusedLayersPassOnNanAndInfinity") {
    @Override
    NetworkKernel kernel(NetworkSpec network, List<DenseKernel> kernels) {
      return new PlainNetworkKernel(network, kernels) {
        @Override
        void between(int rows, int columns, float[] a) {
          for (int i = 0; i < rows * stride; i++) {
            a[i] = Float.isNaN(a[i]) ? 0 : a[i];
          }
        }
      };
    }
  },

  CHANGES_X_AS_IF_IT_WERE_A_BUFFER("Fusion.fusedLayersGiveTheBitsOfTheLayersOneByOne") {
    @Override
    NetworkKernel kernel(NetworkSpec network, List<DenseKernel> kernels) {
      return new PlainNetworkKernel(network, kernels) {
        @Override
        public void apply(
            int rows, float[] x, int xOffset, float[] y, int yOffset, Workspace workspace) {
          super.apply(rows, x, xOffset, y, yOffset, workspace);
          x[xOffset] = y[yOffset];
        }
      };
    }
  },

  IGNORES_THE_OFFSET_OF_THE_RESULT(
      "Fusion.fusedLayersKeepToTheirPlace", "Networks.batchesInsideLargerArraysStayInTheirPlace") {
    @Override
    NetworkKernel kernel(NetworkSpec network, List<DenseKernel> kernels) {
      return new PlainNetworkKernel(network, kernels) {
        @Override
        public void apply(
            int rows, float[] x, int xOffset, float[] y, int yOffset, Workspace workspace) {
          super.apply(rows, x, xOffset, y, 0, workspace);
        }
      };
    }
  },

  WRITES_WHOLE_VECTORS_BEHIND_THE_RESULT("Fusion.fusedLayersKeepToTheirPlace") {
    @Override
    NetworkKernel kernel(NetworkSpec network, List<DenseKernel> kernels) {
      return new PlainNetworkKernel(network, kernels) {
        @Override
        public void apply(
            int rows, float[] x, int xOffset, float[] y, int yOffset, Workspace workspace) {
          super.apply(rows, x, xOffset, y, yOffset, workspace);
          int end = yOffset + rows * out;
          Arrays.fill(y, end, Math.min((end + 7) / 8 * 8, y.length), 0);
        }
      };
    }
  },

  ASKS_FOR_BUFFERS_OF_ONE_ROW_LESS("Fusion.fusedLayersGiveTheBitsOfTheLayersOneByOne") {
    @Override
    NetworkKernel kernel(NetworkSpec network, List<DenseKernel> kernels) {
      return new PlainNetworkKernel(network, kernels) {
        @Override
        public WorkspaceSize workspace(int maxRows) {
          return super.workspace(maxRows - 1);
        }
      };
    }
  },

  ASKS_FOR_MORE_WORKSPACE_WHERE_ROWS_REMAIN("Fusion.fusedLayersNeedNoLessWorkspaceForMoreRows") {
    @Override
    NetworkKernel kernel(NetworkSpec network, List<DenseKernel> kernels) {
      return new PlainNetworkKernel(network, kernels) {
        @Override
        public WorkspaceSize workspace(int maxRows) {
          return super.workspace(maxRows).max(new WorkspaceSize(maxRows % 8, 0, 0));
        }
      };
    }
  },

  TRUSTS_ITS_BUFFERS_TO_BE_ZERO("Fusion.fusedLayersDoNotDependOnTheWorkspace") {
    @Override
    NetworkKernel kernel(NetworkSpec network, List<DenseKernel> kernels) {
      return new PlainNetworkKernel(network, kernels) {
        @Override
        void between(int rows, int columns, float[] a) {
          // Sums over whole vectors, with what lies behind the columns.
          a[0] += a[stride - 1];
        }
      };
    }
  },

  REMEMBERS_THE_LAST_NETWORK_ONLY("Fusion.fusedNetworksDoNotMixUp") {
    @Override
    public BackendProvider provider() {
      return new FaultyProvider() {
        @Override
        public Backend create() {
          List<NetworkKernel> fused = new ArrayList<>();
          return new PlainBackend() {
            @Override
            public Optional<NetworkKernel> fuse(NetworkSpec network, List<DenseKernel> kernels) {
              int depth = kernels.size();
              fused.add(new PlainNetworkKernel(network, kernels));
              return Optional.of(new PlainNetworkKernel(network, kernels) {
                @Override
                public void apply(
                    int rows, float[] x, int xOffset, float[] y, int yOffset, Workspace workspace) {
                  NetworkKernel last = fused.get(fused.size() - 1);
                  if (depth == 1) {
                    super.apply(rows, x, xOffset, y, yOffset, workspace);
                  } else {
                    last.apply(rows, x, xOffset, y, yOffset, workspace);
                  }
                }
              });
            }
          };
        }
      };
    }
  },

  RETURNS_NULL_WHERE_IT_FUSES_NOTHING("Fusion.fusedLayersGiveTheBitsOfTheLayersOneByOne") {
    @Override
    @SuppressWarnings("NullAway") // which is the fault
    Optional<NetworkKernel> fuse(NetworkSpec network, List<DenseKernel> kernels) {
      return null;
    }
  },

  ALLOCATES_ITS_BUFFERS("Allocation.networksAllocateNothingPerCall") {
    @Override
    NetworkKernel kernel(NetworkSpec network, List<DenseKernel> kernels) {
      return new PlainNetworkKernel(network, kernels) {
        @Override
        public void apply(
            int rows, float[] x, int xOffset, float[] y, int yOffset, Workspace workspace) {
          float[] result = new float[rows * out];
          super.apply(rows, x, xOffset, result, 0, workspace);
          System.arraycopy(result, 0, y, yOffset, result.length);
        }
      };
    }
  };

  @SuppressWarnings("ImmutableEnumChecker") // the list is made by List.of
  private final List<String> caughtBy;

  FusionFault(String... caughtBy) {
    this.caughtBy = List.of(caughtBy);
  }

  @Override
  public List<String> caughtBy() {
    return caughtBy;
  }

  /** Makes a faulty kernel of a network. */
  NetworkKernel kernel(NetworkSpec network, List<DenseKernel> kernels) {
    return new PlainNetworkKernel(network, kernels);
  }

  /** Puts layers together. */
  Optional<NetworkKernel> fuse(NetworkSpec network, List<DenseKernel> kernels) {
    return Optional.of(kernel(network, kernels));
  }

  @Override
  public BackendProvider provider() {
    return new FaultyProvider() {
      @Override
      public Backend create() {
        return new PlainBackend() {
          @Override
          public Optional<NetworkKernel> fuse(NetworkSpec network, List<DenseKernel> kernels) {
            return FusionFault.this.fuse(network, kernels);
          }
        };
      }
    };
  }
}
