package dev.lamina.benchmarks;

import dev.lamina.Activation;
import dev.lamina.LayerSpec;
import dev.lamina.NetworkSpec;
import dev.lamina.Parameters;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.bytedeco.dnnl.dnnl_memory;
import org.bytedeco.dnnl.dnnl_memory_desc;
import org.bytedeco.dnnl.dnnl_post_ops;
import org.bytedeco.dnnl.dnnl_primitive_attr;
import org.bytedeco.dnnl.dnnl_primitive_desc;
import org.bytedeco.dnnl.dnnl_version_t;
import org.bytedeco.dnnl.global.dnnl;

/**
 * oneDNN through its C interface. For each batch size a primitive a layer is made once: W in the
 * blocked layout that the primitive asks for, the layout of hidden activations left to the library
 * too, bias and activation fused; softmax is a primitive of its own, in place. Of inner product and
 * matrix product, the two primitives that fit, the faster is taken. A call executes primitives whose
 * arguments are there already.
 *
 * <p>How many threads OpenMP uses is said by the environment: see {@link CleanEnvironment}.
 */
final class OneDnnEngine implements Engine {

  private final List<LayerSpec> layers;
  private final List<FloatBuffer> weights;
  private final List<FloatBuffer> biases;
  private final OneDnnHandles handles = new OneDnnHandles();

  OneDnnEngine(NetworkSpec network, Parameters parameters) {
    layers = network.layers();
    weights = layers.stream()
        .map(layer -> OffHeap.copy(LayerTensors.flatWeight(layer, parameters)))
        .toList();
    biases = layers.stream()
        .map(layer -> OffHeap.copy(LayerTensors.bias(layer, parameters)))
        .toList();
  }

  /** The version of the library and the instruction set that it uses here. */
  static String version() {
    dnnl_version_t version = dnnl.dnnl_version();
    return "%d.%d.%d (instruction set 0x%x)"
        .formatted(
            version.major(), version.minor(), version.patch(), dnnl.dnnl_get_effective_cpu_isa());
  }

  @Override
  public Inference bind(float[] x, int rows) {
    return Fastest.of(Arrays.stream(OneDnnProduct.values())
        .map(product -> chain(product, x, rows))
        .toList());
  }

  @Override
  public void close() {
    handles.close();
  }

  private Inference chain(OneDnnProduct product, float[] x, int rows) {
    List<OneDnnHandles.Step> steps = new ArrayList<>();
    dnnl_memory_desc layout = handles.layout(dnnl.dnnl_ab, rows, layers.get(0).in());
    FloatBuffer values = OffHeap.copy(x);
    dnnl_memory activations = handles.memory(layout, values);
    for (int i = 0; i < layers.size(); i++) {
      LayerSpec layer = layers.get(i);
      boolean last = i == layers.size() - 1;
      dnnl_primitive_desc description = product.describe(
          handles,
          layer,
          layout,
          handles.layout(last ? dnnl.dnnl_ab : dnnl.dnnl_format_tag_any, rows, layer.out()),
          attributes(layer.activation().kind()));
      layout = OneDnnHandles.chosenLayout(description, dnnl.dnnl_query_dst_md);
      values = handles.floats(layout);
      dnnl_memory result = handles.memory(layout, values);
      steps.add(handles
          .step(description)
          .argument(dnnl.DNNL_ARG_SRC, activations)
          .argument(
              dnnl.DNNL_ARG_WEIGHTS,
              handles.reordered(
                  product.weight(handles, layer, true),
                  weights.get(i),
                  OneDnnHandles.chosenLayout(description, dnnl.dnnl_query_weights_md)))
          .argument(dnnl.DNNL_ARG_BIAS, handles.memory(product.bias(handles, layer), biases.get(i)))
          .argument(dnnl.DNNL_ARG_DST, result)
          .build());
      if (layer.activation().kind() == Activation.SOFTMAX) {
        steps.add(handles
            .step(softmax(layout))
            .argument(dnnl.DNNL_ARG_SRC, result)
            .argument(dnnl.DNNL_ARG_DST, result)
            .build());
      }
      activations = result;
    }
    return new Bound(handles, steps.toArray(OneDnnHandles.Step[]::new), values);
  }

  private dnnl_primitive_desc softmax(dnnl_memory_desc layout) {
    dnnl_primitive_desc description = new dnnl_primitive_desc();
    return handles.described(
        dnnl.dnnl_softmax_forward_primitive_desc_create(
            description,
            handles.engine(),
            dnnl.dnnl_forward_inference,
            dnnl.dnnl_softmax_accurate,
            layout,
            layout,
            1,
            handles.attributes()),
        description);
  }

  /** What is done to Z while it is in registers. */
  private dnnl_primitive_attr attributes(Activation activation) {
    dnnl_primitive_attr attributes = handles.attributes();
    int function = switch (activation) {
      case IDENTITY, SOFTMAX -> 0;
      case RELU -> dnnl.dnnl_eltwise_relu;
      case SIGMOID -> dnnl.dnnl_eltwise_logistic;
      case TANH -> dnnl.dnnl_eltwise_tanh;
      default -> throw new IllegalArgumentException(activation + " is in no benchmark");
    };
    if (function != 0) {
      dnnl_post_ops operations = new dnnl_post_ops();
      OneDnnHandles.check(dnnl.dnnl_post_ops_create(operations));
      OneDnnHandles.check(dnnl.dnnl_post_ops_append_eltwise(operations, function, 0, 0));
      OneDnnHandles.check(dnnl.dnnl_primitive_attr_set_post_ops(attributes, operations));
    }
    return attributes;
  }

  private static final class Bound implements Inference {

    /** Never used, but what the steps point to lives only as long as this does. */
    @SuppressWarnings({"unused", "FieldCanBeLocal"})
    private final OneDnnHandles owner;

    private final OneDnnHandles.Step[] steps;
    private final FloatBuffer result;

    Bound(OneDnnHandles owner, OneDnnHandles.Step[] steps, FloatBuffer result) {
      this.owner = owner;
      this.steps = steps;
      this.result = result;
    }

    @Override
    public void run() {
      for (OneDnnHandles.Step step : steps) {
        step.run();
      }
    }

    @Override
    public void read(float[] y) {
      result.get(0, y);
    }
  }
}
