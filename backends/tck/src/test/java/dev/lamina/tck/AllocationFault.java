package dev.lamina.tck;

import dev.lamina.Activation;
import dev.lamina.LayerSpec;
import dev.lamina.Workspace;
import dev.lamina.spi.DenseKernel;
import java.util.List;

/** Calls that allocate. */
enum AllocationFault implements Fault {
  ALLOCATES_IN_EVERY_CALL_OF_SOFTMAX("Allocation.kernelsAllocateNothingPerCall") {
    @Override
    public DenseKernel kernel(LayerSpec layer, float[] weight, float[] bias, float[] slopes) {
      return new PlainKernel(layer, weight, bias, slopes) {
        @Override
        float[] scratch(Workspace workspace) {
          return activation == Activation.SOFTMAX ? new float[out] : super.scratch(workspace);
        }
      };
    }
  },

  ALLOCATES_WHERE_ROWS_LIE_APART("Allocation.networksAllocateNothingPerCall") {
    @Override
    public DenseKernel kernel(LayerSpec layer, float[] weight, float[] bias, float[] slopes) {
      PlainKernel kernel = new PlainKernel(layer, weight, bias, slopes);
      return new DelegatingKernel(layer) {
        @Override
        DenseKernel delegate() {
          return kernel;
        }

        @Override
        public void apply(
            int rows,
            float[] x,
            int xOffset,
            int ldx,
            float[] y,
            int yOffset,
            int ldy,
            int fromColumn,
            int toColumn,
            Workspace workspace) {
          if (ldx == layer.in()) {
            super.apply(rows, x, xOffset, ldx, y, yOffset, ldy, fromColumn, toColumn, workspace);
            return;
          }
          float[] packed = new float[rows * layer.in()];
          for (int row = 0; row < rows; row++) {
            System.arraycopy(x, xOffset + row * ldx, packed, row * layer.in(), layer.in());
          }
          super.apply(
              rows, packed, 0, layer.in(), y, yOffset, ldy, fromColumn, toColumn, workspace);
        }
      };
    }
  };

  @SuppressWarnings("ImmutableEnumChecker") // the list is made by List.of
  private final List<String> caughtBy;

  AllocationFault(String... caughtBy) {
    this.caughtBy = List.of(caughtBy);
  }

  @Override
  public List<String> caughtBy() {
    return caughtBy;
  }
}
