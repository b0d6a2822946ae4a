package dev.lamina.benchmarks;

import dev.lamina.LayerSpec;
import dev.lamina.NetworkSpec;
import dev.lamina.Parameters;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.openblas.global.openblas_full;
import org.bytedeco.openblas.global.openblas_nolapack;

/**
 * OpenBLAS on one thread. It multiplies off the heap; bias and activation are applied by vectorised
 * loops to pieces that are fetched into a small Java array and put back, which took half the time of
 * loops over the buffer itself, and less than setting the bias before the product. For a single row
 * sgemm and both forms of sgemv are tried, and the fastest is taken.
 *
 * <p>Which of its kernels OpenBLAS takes must not be said by the environment: see {@link
 * CleanEnvironment}.
 */
final class OpenBlasEngine implements Engine {

  /** Floats of a piece: it and its biases fit the first-level cache. */
  private static final int PIECE = 2048;

  private final List<LayerSpec> layers;
  private final List<float[]> weights;
  private final List<float[]> biases;

  OpenBlasEngine(NetworkSpec network, Parameters parameters) {
    openblas_nolapack.blas_set_num_threads(1);
    layers = network.layers();
    weights =
        layers.stream().map(layer -> LayerTensors.flatWeight(layer, parameters)).toList();
    biases = layers.stream().map(layer -> LayerTensors.bias(layer, parameters)).toList();
  }

  /** The version of the library and the processor that its kernels were written for. */
  static String version() {
    return openblas_full.openblas_get_config().getString() + ", kernels of "
        + openblas_full.openblas_get_corename().getString();
  }

  @Override
  public Inference bind(float[] x, int rows) {
    List<Inference> forms = new ArrayList<>();
    for (Product product : Product.values()) {
      if (rows == 1 || product == Product.MATRIX) {
        forms.add(new Bound(x, rows, product));
      }
    }
    return Fastest.of(forms);
  }

  /** The ways to compute X·W. */
  private enum Product {
    MATRIX {
      @Override
      void compute(int rows, LayerSpec layer, FloatPointer x, FloatPointer w, FloatPointer z) {
        openblas_nolapack.cblas_sgemm(
            openblas_nolapack.CblasRowMajor,
            openblas_nolapack.CblasNoTrans,
            openblas_nolapack.CblasNoTrans,
            rows,
            layer.out(),
            layer.in(),
            1,
            x,
            layer.in(),
            w,
            layer.out(),
            0,
            z,
            layer.out());
      }
    },

    /** Adds up rows of W. */
    VECTOR {
      @Override
      void compute(int rows, LayerSpec layer, FloatPointer x, FloatPointer w, FloatPointer z) {
        openblas_nolapack.cblas_sgemv(
            openblas_nolapack.CblasRowMajor,
            openblas_nolapack.CblasTrans,
            layer.in(),
            layer.out(),
            1,
            w,
            layer.out(),
            x,
            1,
            0,
            z,
            1);
      }
    },

    /** Adds up within the rows of the transposed W. */
    TRANSPOSED_VECTOR {
      @Override
      float[] stored(LayerSpec layer, float[] weight) {
        float[] transposed = new float[weight.length];
        for (int k = 0; k < layer.in(); k++) {
          for (int j = 0; j < layer.out(); j++) {
            transposed[j * layer.in() + k] = weight[k * layer.out() + j];
          }
        }
        return transposed;
      }

      @Override
      void compute(int rows, LayerSpec layer, FloatPointer x, FloatPointer w, FloatPointer z) {
        openblas_nolapack.cblas_sgemv(
            openblas_nolapack.CblasRowMajor,
            openblas_nolapack.CblasNoTrans,
            layer.out(),
            layer.in(),
            1,
            w,
            layer.in(),
            x,
            1,
            0,
            z,
            1);
      }
    };

    float[] stored(LayerSpec layer, float[] weight) {
      return weight;
    }

    abstract void compute(
        int rows, LayerSpec layer, FloatPointer x, FloatPointer w, FloatPointer z);
  }

  private final class Bound implements Inference {

    private final Product product;
    private final int rows;
    private final FloatPointer[] addresses;
    private final Step[] steps;
    private final float[] result;

    Bound(float[] x, int rows, Product product) {
      this.product = product;
      this.rows = rows;
      steps = new Step[layers.size()];
      addresses = new FloatPointer[layers.size() + 1];
      addresses[0] = new FloatPointer(OffHeap.copy(x));
      for (int i = 0; i < steps.length; i++) {
        LayerSpec layer = layers.get(i);
        FloatBuffer z = OffHeap.floats(rows * layer.out());
        addresses[i + 1] = new FloatPointer(z);
        int pieceRows = Math.min(rows, Math.max(1, PIECE / layer.out()));
        steps[i] = new Step(
            layer,
            new FloatPointer(OffHeap.copy(product.stored(layer, weights.get(i)))),
            repeated(biases.get(i), pieceRows),
            z,
            new float[pieceRows * layer.out() + VectorActivations.PADDING]);
      }
      result = new float[rows * layers.get(layers.size() - 1).out()];
    }

    @Override
    public void run() {
      int last = steps.length - 1;
      for (int i = 0; i <= last; i++) {
        Step step = steps[i];
        product.compute(rows, step.layer, addresses[i], step.weight, addresses[i + 1]);
        FloatBuffer z = step.z;
        float[] piece = step.piece;
        int most = step.bias.length;
        for (int from = 0; from < z.capacity(); from += most) {
          int count = Math.min(most, z.capacity() - from);
          z.get(from, piece, 0, count);
          add(step.bias, piece, count);
          VectorActivations.apply(step.layer.activation().kind(), piece, count, step.layer.out());
          if (i == last) {
            System.arraycopy(piece, 0, result, from, count);
          } else {
            z.put(from, piece, 0, count);
          }
        }
      }
    }

    @Override
    public void read(float[] y) {
      System.arraycopy(result, 0, y, 0, result.length);
    }
  }

  /**
   * A layer.
   *
   * @param bias as often as there are rows in a piece
   * @param z the result of the product, and then of the layer
   * @param piece of z, and some room
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Step(
      LayerSpec layer, FloatPointer weight, float[] bias, FloatBuffer z, float[] piece) {}

  private static float[] repeated(float[] values, int times) {
    float[] repeated = new float[times * values.length];
    for (int i = 0; i < times; i++) {
      System.arraycopy(values, 0, repeated, i * values.length, values.length);
    }
    return repeated;
  }

  private static void add(float[] bias, float[] z, int count) {
    for (int i = 0; i < count; i++) {
      z[i] += bias[i];
    }
  }
}
