package dev.lamina.tck;

import dev.lamina.LayerParameters;
import dev.lamina.LayerSpec;
import dev.lamina.Workspace;
import dev.lamina.spi.Backend;
import dev.lamina.spi.BackendProvider;
import dev.lamina.spi.DenseKernel;
import java.util.List;
import java.util.Objects;

/** Backends that make little mishaps worse. */
enum ErrorFault implements Fault {
  COMPUTES_WITH_ZEROS_WHERE_WEIGHTS_CANNOT_BE_READ("Errors.whatATensorThrowsIsThrownAsItIs") {
    @Override
    public DenseKernel prepare(LayerSpec layer, LayerParameters parameters) {
      try {
        return super.prepare(layer, parameters);
      } catch (RuntimeException e) {
        return new PlainKernel(
            layer,
            new float[layer.in() * layer.out()],
            new float[layer.out()],
            new float[layer.out()]);
      }
    }
  },

  HIDES_WHY_WEIGHTS_CANNOT_BE_READ("Errors.whatATensorThrowsIsThrownAsItIs") {
    @Override
    public DenseKernel prepare(LayerSpec layer, LayerParameters parameters) {
      try {
        return super.prepare(layer, parameters);
      } catch (RuntimeException e) {
        throw new IllegalStateException("layer " + layer.name() + " cannot be prepared", e);
      }
    }
  },

  IS_SPOILED_BY_A_LAYER_THAT_FAILED("Errors.layersPreparedBeforeAndAfterOneThatFailedAreRight") {
    @Override
    public BackendProvider provider() {
      return new FaultyProvider() {
        @Override
        public Backend create() {
          return new PlainBackend() {
            private boolean busy;

            @Override
            public DenseKernel prepare(LayerSpec layer, LayerParameters parameters) {
              if (busy) {
                throw new IllegalStateException("the packing buffer is in use");
              }
              busy = true;
              DenseKernel kernel = super.prepare(layer, parameters);
              busy = false;
              return kernel;
            }
          };
        }
      };
    }
  },

  GIVES_UP_WHEN_INTERRUPTED("Errors.anInterruptedThreadComputesAsAnyOtherAndStaysInterrupted") {
    @Override
    public DenseKernel kernel(LayerSpec layer, float[] weight, float[] bias, float[] slopes) {
      return new PlainKernel(layer, weight, bias, slopes) {
        @Override
        float[] scratch(Workspace workspace) {
          if (Thread.currentThread().isInterrupted()) {
            throw new IllegalStateException("interrupted");
          }
          return super.scratch(workspace);
        }
      };
    }
  },

  SWALLOWS_INTERRUPTS("Errors.anInterruptedThreadComputesAsAnyOtherAndStaysInterrupted") {
    @Override
    public DenseKernel kernel(LayerSpec layer, float[] weight, float[] bias, float[] slopes) {
      return new PlainKernel(layer, weight, bias, slopes) {
        @Override
        float[] scratch(Workspace workspace) {
          Thread.interrupted();
          return super.scratch(workspace);
        }
      };
    }
  },

  NEEDS_A_CONTEXT_CLASS_LOADER("Errors.aThreadWithoutAContextClassLoaderComputesAsAnyOther") {
    @Override
    public BackendProvider provider() {
      return new FaultyProvider() {
        @Override
        public Backend create() {
          // To find its native library among the resources, say.
          Objects.requireNonNull(Thread.currentThread().getContextClassLoader());
          return super.create();
        }
      };
    }
  };

  @SuppressWarnings("ImmutableEnumChecker") // the list is made by List.of
  private final List<String> caughtBy;

  ErrorFault(String... caughtBy) {
    this.caughtBy = List.of(caughtBy);
  }

  @Override
  public List<String> caughtBy() {
    return caughtBy;
  }
}
