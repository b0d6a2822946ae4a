package dev.lamina.weights.onnx;

import dev.lamina.LayerSpec;
import dev.lamina.Shape;
import dev.lamina.weights.file.ArrayTensor;
import dev.lamina.weights.file.TensorReader;
import dev.lamina.weights.file.Transposition;
import dev.lamina.weights.file.ValueScan;
import java.util.List;
import java.util.Optional;

/**
 * W and b of a layer: with x∘r + t in front of a product and z∘c + s behind it, W is diag(r)·W·diag(c) and
 * b is (t·W)∘c + s, computed in double precision when they are read.
 */
final class DenseWeights {

  /** How many elements of a row are in memory at once, at most. */
  private static final int MAX_PIECE = 1 << 16;

  private final TensorStore store;
  private final FloatFit fit;
  private final Constant weight;
  private final double factor;
  private final ColumnScaling before;
  private final ColumnScaling after;

  DenseWeights(
      TensorStore store,
      String name,
      LayerDraft.Step product,
      ColumnScaling before,
      ColumnScaling after) {
    this.store = store;
    this.fit = new FloatFit(store, name);
    this.weight = product.weight();
    this.factor = product.factor();
    this.before = before;
    this.after = after;
  }

  int in() {
    return Math.toIntExact(weight.dimensions().get(0));
  }

  int out() {
    return Math.toIntExact(weight.dimensions().get(1));
  }

  boolean hasBias() {
    return before.shift() != null || after.shift() != null;
  }

  /** W, in × out, row-major. */
  ArrayTensor weight() {
    ArrayTensor result = isAsStored() ? stored().orElseGet(this::computed) : computed();
    store.checkUnchanged();
    return result;
  }

  private Shape shape() {
    return Shape.of(in(), out());
  }

  /** Whether nothing has to be computed. */
  private boolean isAsStored() {
    return factor == 1 && before.isWithoutScale() && after.isWithoutScale();
  }

  /** W as it is in a file, if it is floating point numbers side by side and all of them fit a float. */
  private Optional<ArrayTensor> stored() {
    return store.stored(weight.source(), storedDimensions()).flatMap(tensor -> {
      ValueScan scan = new ValueScan(tensor);
      TensorReader reader = new TensorReader(tensor, scan);
      float[] elements = weight.isTransposed() ? reader.readTransposed() : reader.read();
      return scan.overflow().isPresent()
          ? Optional.empty()
          : Optional.of(ArrayTensor.scanned(shape(), elements, scan));
    });
  }

  private List<Long> storedDimensions() {
    return (weight.isTransposed() ? weight.transposed() : weight).dimensions();
  }

  private ArrayTensor computed() {
    Transposition.Source source = scaled(store.reader(weight.source()));
    if (weight.isTransposed()) {
      return new ArrayTensor(shape(), Transposition.inOrder(out(), in(), source));
    }
    float[] result = new float[Math.multiplyExact(in(), out())];
    for (int row = 0; row < in(); row++) {
      source.read(row, 0, result, row * out(), out());
    }
    return new ArrayTensor(shape(), result);
  }

  /** The stored rows, one after the other, as W has them. */
  private Transposition.Source scaled(ElementReader reader) {
    double[] elements = new double[Math.min(weight.isTransposed() ? in() : out(), MAX_PIECE)];
    return (row, column, target, offset, length) -> {
      for (int done = 0; done < length; done += Math.min(MAX_PIECE, length - done)) {
        int count = Math.min(MAX_PIECE, length - done);
        reader.read(elements, 0, count);
        scale(elements, row, column + done, count);
        round(elements, target, offset + done, count);
      }
    };
  }

  /** Multiplies a piece of a stored row by what it is multiplied by before and after the product. */
  private void scale(double[] elements, int row, int column, int count) {
    ColumnScaling ofRow = weight.isTransposed() ? after : before;
    ColumnScaling ofColumns = weight.isTransposed() ? before : after;
    double common = factor * ColumnScaling.at(ofRow.scale(), row);
    double[] scale = ofColumns.scale();
    if (scale.length > 1) {
      for (int c = 0; c < count; c++) {
        elements[c] *= common * scale[column + c];
      }
    } else if (common * scale[0] != 1) {
      double all = common * scale[0];
      for (int c = 0; c < count; c++) {
        elements[c] *= all;
      }
    }
  }

  private void round(double[] elements, float[] target, int offset, int count) {
    boolean fits = true;
    for (int c = 0; c < count; c++) {
      float value = (float) elements[c];
      target[offset + c] = value;
      fits &= !(Math.abs(elements[c]) <= Double.MAX_VALUE && Math.abs(value) > Float.MAX_VALUE);
    }
    if (!fits) {
      for (int c = 0; c < count; c++) {
        fit.check(elements[c], LayerSpec.WEIGHT);
      }
    }
  }

  /** b, if the layer has one. */
  Optional<ArrayTensor> bias() {
    if (!hasBias()) {
      return Optional.empty();
    }
    double[] sums = before.shift() == null ? new double[out()] : moved(before.shift());
    double[] s = after.shift();
    float[] result = new float[out()];
    for (int j = 0; j < result.length; j++) {
      double value = s == null ? sums[j] : sums[j] + ColumnScaling.at(s, j);
      result[j] = fit.round(value, LayerSpec.BIAS);
    }
    store.checkUnchanged();
    return Optional.of(new ArrayTensor(Shape.of(out()), result));
  }

  /** (t·W)∘c. */
  private double[] moved(double[] t) {
    double[] sums = new double[out()];
    double[] elements = new double[Math.min(weight.isTransposed() ? in() : out(), MAX_PIECE)];
    forEachRow(elements, (row, column, count) -> {
      for (int c = 0; c < count; c++) {
        int i = weight.isTransposed() ? column + c : row;
        int j = weight.isTransposed() ? row : column + c;
        sums[j] += ColumnScaling.at(t, i) * elements[c];
      }
    });
    for (int j = 0; j < sums.length; j++) {
      sums[j] *= factor * ColumnScaling.at(after.scale(), j);
    }
    return sums;
  }

  private interface RowPiece {
    void accept(int row, int column, int count);
  }

  /** Reads the stored matrix row by row, a long row in pieces, into the same array. */
  private void forEachRow(double[] elements, RowPiece piece) {
    ElementReader reader = store.reader(weight.source());
    int rows = weight.isTransposed() ? out() : in();
    int columns = weight.isTransposed() ? in() : out();
    for (int row = 0; row < rows; row++) {
      for (int column = 0; column < columns; column += Math.min(MAX_PIECE, columns - column)) {
        int count = Math.min(MAX_PIECE, columns - column);
        reader.read(elements, 0, count);
        piece.accept(row, column, count);
      }
    }
  }
}
