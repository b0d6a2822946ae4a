package dev.lamina.tck;

import dev.lamina.Activation;
import dev.lamina.ActivationSpec;
import dev.lamina.LayerSpec;
import dev.lamina.Workspace;
import dev.lamina.spi.ActivationKernel;
import java.util.Arrays;
import java.util.List;

/** Activations that are right with their product, and wrong on their own; and residuals added wrongly. */
enum InPlaceFault implements Fault {
  COMPUTES_A_COPY("Activations.activationsInPlaceMatchTheReference") {
    @Override
    public ActivationKernel activation(LayerSpec layer, ActivationKernel right) {
      return new FaultyActivation(layer, right) {
        @Override
        public void apply(
            int rows,
            float[] z,
            int offset,
            int ld,
            int fromColumn,
            int toColumn,
            Workspace workspace) {
          right.apply(rows, z.clone(), offset, ld, fromColumn, toColumn, workspace);
        }
      };
    }
  },

  APPLIES_A_ROW_LATE("Activations.activationsInPlaceMatchTheReference") {
    @Override
    public ActivationKernel activation(LayerSpec layer, ActivationKernel right) {
      return new FaultyActivation(layer, right) {
        @Override
        public void apply(
            int rows,
            float[] z,
            int offset,
            int ld,
            int fromColumn,
            int toColumn,
            Workspace workspace) {
          int later = Math.min(rows, 1);
          right.apply(rows - later, z, offset + later * ld, ld, fromColumn, toColumn, workspace);
        }
      };
    }
  },

  IGNORES_THE_FIRST_COLUMN("Activations.someColumnsGiveTheSameBitsAsAll") {
    @Override
    public ActivationKernel activation(LayerSpec layer, ActivationKernel right) {
      return new FaultyActivation(layer, right) {
        @Override
        public void apply(
            int rows,
            float[] z,
            int offset,
            int ld,
            int fromColumn,
            int toColumn,
            Workspace workspace) {
          right.apply(rows, z, offset, ld, 0, toColumn, workspace);
        }
      };
    }
  },

  IGNORES_THE_LAST_COLUMN("Activations.someColumnsGiveTheSameBitsAsAll") {
    @Override
    public ActivationKernel activation(LayerSpec layer, ActivationKernel right) {
      return new FaultyActivation(layer, right) {
        @Override
        public void apply(
            int rows,
            float[] z,
            int offset,
            int ld,
            int fromColumn,
            int toColumn,
            Workspace workspace) {
          right.apply(rows, z, offset, ld, fromColumn, layer.out(), workspace);
        }
      };
    }
  },

  ADDS_THE_FIRST_COLUMN_TO_THE_OFFSET_TWICE("Activations.someColumnsGiveTheSameBitsAsAll") {
    @Override
    public ActivationKernel activation(LayerSpec layer, ActivationKernel right) {
      return new FaultyActivation(layer, right) {
        @Override
        public void apply(
            int rows,
            float[] z,
            int offset,
            int ld,
            int fromColumn,
            int toColumn,
            Workspace workspace) {
          int shift = Math.min(fromColumn, layer.out() - toColumn);
          right.apply(rows, z, offset + shift, ld, fromColumn, toColumn, workspace);
        }
      };
    }
  },

  TAKES_OUT_FOR_THE_LEADING_DIMENSION("Activations.activationsInPlaceMatchTheReference") {
    @Override
    public ActivationKernel activation(LayerSpec layer, ActivationKernel right) {
      return new FaultyActivation(layer, right) {
        @Override
        public void apply(
            int rows,
            float[] z,
            int offset,
            int ld,
            int fromColumn,
            int toColumn,
            Workspace workspace) {
          right.apply(rows, z, offset, layer.out(), fromColumn, toColumn, workspace);
        }
      };
    }
  },

  TAKES_THE_LEADING_DIMENSION_FOR_OUT("Activations.activationsInPlaceMatchTheReference") {
    @Override
    public ActivationKernel activation(LayerSpec layer, ActivationKernel right) {
      return new FaultyActivation(layer, right) {
        @Override
        public void apply(
            int rows,
            float[] z,
            int offset,
            int ld,
            int fromColumn,
            int toColumn,
            Workspace workspace) {
          if (!layer.activation().kind().needsWholeRows()) {
            right.apply(rows, z, offset, ld, fromColumn, ld, workspace);
            return;
          }
          right.apply(rows, z, offset, ld, fromColumn, toColumn, workspace);
        }
      };
    }
  },

  LEAVES_A_COLUMN_OUT_OF_SOFTMAX("Activations.activationsInPlaceMatchTheReference") {
    @Override
    public ActivationKernel activation(LayerSpec layer, ActivationKernel right) {
      return new FaultyActivation(layer, right) {
        @Override
        public void apply(
            int rows,
            float[] z,
            int offset,
            int ld,
            int fromColumn,
            int toColumn,
            Workspace workspace) {
          if (layer.activation().kind() == Activation.SOFTMAX && layer.out() > 1) {
            int narrower = layer.out() - 1;
            new SoftmaxOf(narrower).apply(rows, z, offset, ld);
            return;
          }
          right.apply(rows, z, offset, ld, fromColumn, toColumn, workspace);
        }
      };
    }
  },

  TAKES_WHAT_LIES_BESIDE_INTO_SOFTMAX("Activations.activationsInPlaceMatchTheReference") {
    @Override
    public ActivationKernel activation(LayerSpec layer, ActivationKernel right) {
      return new FaultyActivation(layer, right) {
        @Override
        public void apply(
            int rows,
            float[] z,
            int offset,
            int ld,
            int fromColumn,
            int toColumn,
            Workspace workspace) {
          if (layer.activation().kind() == Activation.SOFTMAX) {
            new SoftmaxOf(ld).apply(rows, z, offset, ld);
            return;
          }
          right.apply(rows, z, offset, ld, fromColumn, toColumn, workspace);
        }
      };
    }
  },

  COUNTS_SLOPES_FROM_THE_FIRST_COLUMN_ASKED_FOR("Activations.someColumnsGiveTheSameBitsAsAll") {
    @Override
    public ActivationKernel activation(LayerSpec layer, ActivationKernel right) {
      return new FaultyActivation(layer, right) {
        @Override
        public void apply(
            int rows,
            float[] z,
            int offset,
            int ld,
            int fromColumn,
            int toColumn,
            Workspace workspace) {
          int columns = toColumn - fromColumn;
          right.apply(rows, z, offset + fromColumn, ld, 0, columns, workspace);
        }
      };
    }
  },

  ROUNDS_OTHERWISE_FROM_FOUR_ROWS_ON("Activations.rowsDoNotDependOnTheirNumber") {
    @Override
    public ActivationKernel activation(LayerSpec layer, ActivationKernel right) {
      return new FaultyActivation(layer, right) {
        @Override
        public void apply(
            int rows,
            float[] z,
            int offset,
            int ld,
            int fromColumn,
            int toColumn,
            Workspace workspace) {
          right.apply(rows, z, offset, ld, fromColumn, toColumn, workspace);
          for (int row = 0; rows >= 4 && row < rows; row++) {
            z[offset + row * ld + fromColumn] = Math.nextUp(z[offset + row * ld + fromColumn]);
          }
        }
      };
    }
  },

  APPLIES_TO_A_ROW_WHERE_THERE_IS_NONE("Activations.zeroRowsChangeNothing") {
    @Override
    public ActivationKernel activation(LayerSpec layer, ActivationKernel right) {
      return new FaultyActivation(layer, right) {
        @Override
        public void apply(
            int rows,
            float[] z,
            int offset,
            int ld,
            int fromColumn,
            int toColumn,
            Workspace workspace) {
          right.apply(Math.max(1, rows), z, offset, ld, fromColumn, toColumn, workspace);
        }
      };
    }
  },

  ALLOCATES_WHEN_SOFTMAX_IS_APPLIED("Activations.activationsInPlaceAllocateNothing") {
    @Override
    public ActivationKernel activation(LayerSpec layer, ActivationKernel right) {
      return new FaultyActivation(layer, right) {
        private final boolean copies =
            layer.activation().equals(ActivationSpec.of(Activation.SOFTMAX));

        @Override
        public void apply(
            int rows,
            float[] z,
            int offset,
            int ld,
            int fromColumn,
            int toColumn,
            Workspace workspace) {
          float[] copy = copies ? z.clone() : z;
          right.apply(rows, copy, offset, ld, fromColumn, toColumn, workspace);
          System.arraycopy(copy, 0, z, 0, z.length);
        }
      };
    }
  },

  ADD_FORGETS_THE_LAST_COLUMN(
      "Activations.residualsAreAddedWhereverTheyLie",
      "Activations.sumsWithResidualsAreRoundedOnceAndKeepNanAndTheSignOfZero",
      "Activations.aResidualMayLieBesideTheMatrixInOneArray") {
    @Override
    public ActivationKernel activation(LayerSpec layer, ActivationKernel right) {
      return new FaultyActivation(layer, right) {
        @Override
        public void add(
            int rows,
            float[] z,
            int offset,
            int ld,
            float[] r,
            int residualOffset,
            int residualLd,
            int fromColumn,
            int toColumn) {
          right.add(rows, z, offset, ld, r, residualOffset, residualLd, fromColumn, toColumn - 1);
        }
      };
    }
  },

  ADD_WRITES_BEYOND_ITS_COLUMNS(
      "Activations.residualsAreAddedWhereverTheyLie",
      "Activations.aResidualMayLieBesideTheMatrixInOneArray") {
    @Override
    public ActivationKernel activation(LayerSpec layer, ActivationKernel right) {
      return new FaultyActivation(layer, right) {
        @Override
        public void add(
            int rows,
            float[] z,
            int offset,
            int ld,
            float[] r,
            int residualOffset,
            int residualLd,
            int fromColumn,
            int toColumn) {
          int padded = Math.min((toColumn + 7) / 8 * 8, Math.min(ld, residualLd));
          right.add(rows, z, offset, ld, r, residualOffset, residualLd, fromColumn, padded);
        }
      };
    }
  },

  ADD_IGNORES_THE_FIRST_COLUMN("Activations.residualsAreAddedWhereverTheyLie") {
    @Override
    public ActivationKernel activation(LayerSpec layer, ActivationKernel right) {
      return new FaultyActivation(layer, right) {
        @Override
        public void add(
            int rows,
            float[] z,
            int offset,
            int ld,
            float[] r,
            int residualOffset,
            int residualLd,
            int fromColumn,
            int toColumn) {
          right.add(rows, z, offset, ld, r, residualOffset, residualLd, 0, toColumn);
        }
      };
    }
  },

  ADD_IGNORES_THE_OFFSET_OF_R(
      "Activations.residualsAreAddedWhereverTheyLie",
      "Activations.sumsWithResidualsAreRoundedOnceAndKeepNanAndTheSignOfZero",
      "Activations.aResidualMayLieBesideTheMatrixInOneArray") {
    @Override
    public ActivationKernel activation(LayerSpec layer, ActivationKernel right) {
      return new FaultyActivation(layer, right) {
        @Override
        public void add(
            int rows,
            float[] z,
            int offset,
            int ld,
            float[] r,
            int residualOffset,
            int residualLd,
            int fromColumn,
            int toColumn) {
          right.add(rows, z, offset, ld, r, 0, residualLd, fromColumn, toColumn);
        }
      };
    }
  },

  ADD_TAKES_THE_LEADING_DIMENSION_OF_Z_FOR_THAT_OF_R(
      "Activations.residualsAreAddedWhereverTheyLie") {
    @Override
    public ActivationKernel activation(LayerSpec layer, ActivationKernel right) {
      return new FaultyActivation(layer, right) {
        @Override
        public void add(
            int rows,
            float[] z,
            int offset,
            int ld,
            float[] r,
            int residualOffset,
            int residualLd,
            int fromColumn,
            int toColumn) {
          int inside =
              rows < 2 ? residualLd : Math.min(ld, (r.length - residualOffset - toColumn) / rows);
          right.add(rows, z, offset, ld, r, residualOffset, inside, fromColumn, toColumn);
        }
      };
    }
  },

  ADD_IS_A_ROW_LATE(
      "Activations.residualsAreAddedWhereverTheyLie",
      "Activations.sumsWithResidualsAreRoundedOnceAndKeepNanAndTheSignOfZero",
      "Activations.aResidualMayLieBesideTheMatrixInOneArray") {
    @Override
    public ActivationKernel activation(LayerSpec layer, ActivationKernel right) {
      return new FaultyActivation(layer, right) {
        @Override
        public void add(
            int rows,
            float[] z,
            int offset,
            int ld,
            float[] r,
            int residualOffset,
            int residualLd,
            int fromColumn,
            int toColumn) {
          int later = Math.min(rows, 1);
          right.add(
              rows - later,
              z,
              offset + later * ld,
              ld,
              r,
              residualOffset,
              residualLd,
              fromColumn,
              toColumn);
        }
      };
    }
  },

  ADD_CHANGES_R(
      "Activations.residualsAreAddedWhereverTheyLie",
      "Activations.sumsWithResidualsAreRoundedOnceAndKeepNanAndTheSignOfZero") {
    @Override
    public ActivationKernel activation(LayerSpec layer, ActivationKernel right) {
      return new FaultyActivation(layer, right) {
        @Override
        public void add(
            int rows,
            float[] z,
            int offset,
            int ld,
            float[] r,
            int residualOffset,
            int residualLd,
            int fromColumn,
            int toColumn) {
          right.add(rows, z, offset, ld, r, residualOffset, residualLd, fromColumn, toColumn);
          if (rows > 0) {
            r[residualOffset + fromColumn] = z[offset + fromColumn];
          }
        }
      };
    }
  },

  ADD_LOSES_THE_SIGN_OF_ZERO(
      "Activations.sumsWithResidualsAreRoundedOnceAndKeepNanAndTheSignOfZero") {
    @Override
    public ActivationKernel activation(LayerSpec layer, ActivationKernel right) {
      return new FaultyActivation(layer, right) {
        @Override
        public void add(
            int rows,
            float[] z,
            int offset,
            int ld,
            float[] r,
            int residualOffset,
            int residualLd,
            int fromColumn,
            int toColumn) {
          right.add(rows, z, offset, ld, r, residualOffset, residualLd, fromColumn, toColumn);
          for (int row = 0; row < rows; row++) {
            for (int j = fromColumn; j < toColumn; j++) {
              z[offset + row * ld + j] += 0f;
            }
          }
        }
      };
    }
  },

  ADD_SKIPS_NAN("Activations.sumsWithResidualsAreRoundedOnceAndKeepNanAndTheSignOfZero") {
    @Override
    public ActivationKernel activation(LayerSpec layer, ActivationKernel right) {
      return new FaultyActivation(layer, right) {
        @Override
        public void add(
            int rows,
            float[] z,
            int offset,
            int ld,
            float[] r,
            int residualOffset,
            int residualLd,
            int fromColumn,
            int toColumn) {
          for (int row = 0; row < rows; row++) {
            for (int j = fromColumn; j < toColumn; j++) {
              float residual = r[residualOffset + row * residualLd + j];
              z[offset + row * ld + j] += Float.isNaN(residual) ? 0 : residual;
            }
          }
        }
      };
    }
  },

  ADD_CLEARS_Z_WHERE_BOTH_LIE_IN_ONE_ARRAY("Activations.aResidualMayLieBesideTheMatrixInOneArray") {
    @Override
    public ActivationKernel activation(LayerSpec layer, ActivationKernel right) {
      return new FaultyActivation(layer, right) {
        @Override
        public void add(
            int rows,
            float[] z,
            int offset,
            int ld,
            float[] r,
            int residualOffset,
            int residualLd,
            int fromColumn,
            int toColumn) {
          if (z == r) {
            Arrays.fill(z, offset, offset + toColumn, 0);
          }
          right.add(rows, z, offset, ld, r, residualOffset, residualLd, fromColumn, toColumn);
        }
      };
    }
  },

  ADDS_A_ROW_WHERE_THERE_IS_NONE("Activations.zeroRowsChangeNothing") {
    @Override
    public ActivationKernel activation(LayerSpec layer, ActivationKernel right) {
      return new FaultyActivation(layer, right) {
        @Override
        public void add(
            int rows,
            float[] z,
            int offset,
            int ld,
            float[] r,
            int residualOffset,
            int residualLd,
            int fromColumn,
            int toColumn) {
          right.add(
              Math.max(1, rows),
              z,
              offset,
              ld,
              r,
              residualOffset,
              residualLd,
              fromColumn,
              toColumn);
        }
      };
    }
  },

  ALLOCATES_WHEN_SOMETHING_IS_ADDED("Activations.activationsInPlaceAllocateNothing") {
    @Override
    public ActivationKernel activation(LayerSpec layer, ActivationKernel right) {
      return new FaultyActivation(layer, right) {
        private final boolean copies =
            layer.activation().equals(ActivationSpec.of(Activation.SOFTMAX));

        @Override
        public void add(
            int rows,
            float[] z,
            int offset,
            int ld,
            float[] r,
            int residualOffset,
            int residualLd,
            int fromColumn,
            int toColumn) {
          float[] residual = copies ? r.clone() : r;
          right.add(
              rows, z, offset, ld, residual, residualOffset, residualLd, fromColumn, toColumn);
        }
      };
    }
  };

  @SuppressWarnings("ImmutableEnumChecker") // the list is made by List.of
  private final List<String> caughtBy;

  InPlaceFault(String... caughtBy) {
    this.caughtBy = List.of(caughtBy);
  }

  @Override
  public List<String> caughtBy() {
    return caughtBy;
  }

  /** A softmax over so many columns, whatever the layer has. */
  private record SoftmaxOf(int columns) {

    void apply(int rows, float[] z, int offset, int ld) {
      for (int row = 0; row < rows; row++) {
        int from = offset + row * ld;
        double sum = 0;
        for (int j = from; j < from + columns; j++) {
          sum += Math.exp(z[j]);
        }
        for (int j = from; j < from + columns; j++) {
          z[j] = (float) (Math.exp(z[j]) / sum);
        }
      }
    }
  }
}
