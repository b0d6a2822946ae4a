package dev.lamina.benchmarks;

import dev.lamina.Activation;
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
 * OpenBLAS on one thread. Z begins as the bias and the product is added to it; hidden activations stay
 * off the heap, where OpenBLAS reads and writes them, and a Java loop goes over them. The result of
 * the last layer is copied into a Java array, where softmax and sigmoid are computed with vectors. For
 * a single row there are sgemv and sgemm, of which the faster is taken.
 *
 * <p>Which of its kernels OpenBLAS takes must not be said by the environment: see {@link
 * CleanEnvironment}.
 */
final class OpenBlasEngine implements Engine {

  private final List<LayerSpec> layers;
  private final List<FloatPointer> weights;
  private final List<FloatBuffer> biases;

  OpenBlasEngine(NetworkSpec network, Parameters parameters) {
    openblas_nolapack.blas_set_num_threads(1);
    layers = network.layers();
    weights = layers.stream()
        .map(layer -> new FloatPointer(OffHeap.copy(LayerTensors.flatWeight(layer, parameters))))
        .toList();
    biases = layers.stream()
        .map(layer -> OffHeap.copy(LayerTensors.bias(layer, parameters)))
        .toList();
  }

  /** The version of the library and the processor that its kernels were written for. */
  static String version() {
    return openblas_full.openblas_get_config().getString() + ", kernels of "
        + openblas_full.openblas_get_corename().getString();
  }

  @Override
  public Inference bind(float[] x, int rows) {
    List<Inference> forms = new ArrayList<>();
    forms.add(new Bound(x, rows, OpenBlasEngine::matrixMatrix));
    if (rows == 1) {
      forms.add(new Bound(x, rows, OpenBlasEngine::vectorMatrix));
    }
    return Fastest.of(forms);
  }

  private static void matrixMatrix(
      int rows, LayerSpec layer, FloatPointer x, FloatPointer w, FloatPointer z) {
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
        1,
        z,
        layer.out());
  }

  private static void vectorMatrix(
      int rows, LayerSpec layer, FloatPointer x, FloatPointer w, FloatPointer z) {
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
        1,
        z,
        1);
  }

  /** Z += X·W. */
  private interface Product {
    void add(int rows, LayerSpec layer, FloatPointer x, FloatPointer w, FloatPointer z);
  }

  private final class Bound implements Inference {

    private final int rows;
    private final Product product;

    /** X, then the result of each layer; and where they are. */
    private final FloatBuffer[] activations;

    private final FloatPointer[] addresses;
    private final float[] result;

    Bound(float[] x, int rows, Product product) {
      this.rows = rows;
      this.product = product;
      activations = new FloatBuffer[layers.size() + 1];
      activations[0] = OffHeap.copy(x);
      for (int i = 0; i < layers.size(); i++) {
        activations[i + 1] = OffHeap.floats(rows * layers.get(i).out());
      }
      addresses = new FloatPointer[activations.length];
      for (int i = 0; i < addresses.length; i++) {
        addresses[i] = new FloatPointer(activations[i]);
      }
      result = new float[rows * layers.get(layers.size() - 1).out()];
    }

    @Override
    public void run() {
      int last = layers.size() - 1;
      for (int i = 0; i <= last; i++) {
        LayerSpec layer = layers.get(i);
        FloatBuffer z = activations[i + 1];
        preset(biases.get(i), z);
        product.add(rows, layer, addresses[i], weights.get(i), addresses[i + 1]);
        if (i < last) {
          activate(layer.activation().kind(), z, layer.out());
        }
      }
      activations[last + 1].get(0, result);
      VectorActivations.apply(
          layers.get(last).activation().kind(), result, layers.get(last).out());
    }

    /** Hidden layers are relu in all of our networks; others would go through the heap. */
    private void activate(Activation activation, FloatBuffer z, int columns) {
      if (activation == Activation.RELU) {
        relu(z);
      } else if (activation != Activation.IDENTITY) {
        float[] copy = new float[z.capacity()];
        z.get(0, copy);
        VectorActivations.apply(activation, copy, columns);
        z.put(0, copy);
      }
    }

    private void preset(FloatBuffer bias, FloatBuffer z) {
      int columns = bias.capacity();
      for (int row = 0; row < rows; row++) {
        z.put(row * columns, bias, 0, columns);
      }
    }

    @Override
    public void read(float[] y) {
      System.arraycopy(result, 0, y, 0, result.length);
    }
  }

  private static void relu(FloatBuffer z) {
    for (int i = 0; i < z.capacity(); i++) {
      z.put(i, Math.max(z.get(i), 0));
    }
  }
}
