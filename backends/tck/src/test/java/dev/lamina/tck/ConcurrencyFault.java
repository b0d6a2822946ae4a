package dev.lamina.tck;

import dev.lamina.LayerSpec;
import dev.lamina.Workspace;
import dev.lamina.spi.Backend;
import dev.lamina.spi.BackendProvider;
import dev.lamina.spi.DenseKernel;
import java.util.List;

/**
 * State that threads share. Each fault lets other threads run where they do the damage, so that it is
 * done even where threads rarely meet, on a single busy processor.
 */
enum ConcurrencyFault implements Fault {
  SHARES_SCRATCH_BETWEEN_THREADS(
      "Concurrency.kernelSharedByThreadsGivesTheSameBits",
      "Concurrency.networkSharedByThreadsGivesTheSameBits") {
    @Override
    public DenseKernel kernel(LayerSpec layer, float[] weight, float[] bias, float[] slopes) {
      float[] shared = new float[layer.out()];
      return new PlainKernel(layer, weight, bias, slopes) {
        @Override
        float[] scratch(Workspace workspace) {
          return shared;
        }

        @Override
        void activate(float[] z, int from, int to) {
          letOthersRun();
          super.activate(z, from, to);
        }
      };
    }
  },

  SHARES_THE_PACKING_BUFFER_BETWEEN_THREADS("Concurrency.threadsMayPrepareLayersAtOnce") {
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
              letOthersRun();
              return new PlainKernel(layer, buffer, bias, slopes);
            }
          };
        }
      };
    }
  },

  SAVES_AND_RESTORES_NEIGHBOURING_COLUMNS(
      "Concurrency.threadsMayComputeNeighbouringColumnsOfOneMatrix") {
    @Override
    public DenseKernel kernel(LayerSpec layer, float[] weight, float[] bias, float[] slopes) {
      return new FaultyKernel(layer, weight, bias, slopes) {
        @Override
        void apply(Call call) {
          // Stores whole vectors of 8: what lies behind the columns is put back as it was found.
          int end = Math.min((call.toColumn + 7) / 8 * 8, layer.out());
          float[] found = call.y.clone();
          call.proceed();
          letOthersRun();
          for (int row = 0; row < call.rows; row++) {
            int start = call.yOffset + row * call.ldy;
            for (int j = call.toColumn; j < end; j++) {
              call.y[start + j] = found[start + j];
            }
          }
        }
      };
    }
  };

  @SuppressWarnings("ImmutableEnumChecker") // the list is made by List.of
  private final List<String> caughtBy;

  ConcurrencyFault(String... caughtBy) {
    this.caughtBy = List.of(caughtBy);
  }

  @Override
  public List<String> caughtBy() {
    return caughtBy;
  }

  @SuppressWarnings("ThreadPriorityCheck") // to rely on the scheduler is what a fault may do
  private static void letOthersRun() {
    Thread.yield();
  }
}
