package dev.lamina.benchmarks;

import dev.lamina.LayerSpec;
import org.bytedeco.dnnl.dnnl_memory_desc;
import org.bytedeco.dnnl.dnnl_primitive_attr;
import org.bytedeco.dnnl.dnnl_primitive_desc;
import org.bytedeco.dnnl.global.dnnl;

/** The two primitives of oneDNN that compute X·W + b. */
enum OneDnnProduct {
  /** Thinks of W as out × in. */
  INNER_PRODUCT {
    @Override
    dnnl_memory_desc weight(OneDnnHandles handles, LayerSpec layer, boolean asGiven) {
      return handles.layout(
          asGiven ? dnnl.dnnl_io : dnnl.dnnl_format_tag_any, layer.out(), layer.in());
    }

    @Override
    dnnl_memory_desc bias(OneDnnHandles handles, LayerSpec layer) {
      return handles.layout(dnnl.dnnl_a, layer.out());
    }

    @Override
    dnnl_primitive_desc describe(
        OneDnnHandles handles,
        LayerSpec layer,
        dnnl_memory_desc x,
        dnnl_memory_desc y,
        dnnl_primitive_attr attributes) {
      dnnl_primitive_desc description = new dnnl_primitive_desc();
      return handles.described(
          dnnl.dnnl_inner_product_forward_primitive_desc_create(
              description,
              handles.engine(),
              dnnl.dnnl_forward_inference,
              x,
              weight(handles, layer, false),
              bias(handles, layer),
              y,
              attributes),
          description);
    }
  },

  /** Thinks of W as in × out. */
  MATRIX_PRODUCT {
    @Override
    dnnl_memory_desc weight(OneDnnHandles handles, LayerSpec layer, boolean asGiven) {
      return handles.layout(
          asGiven ? dnnl.dnnl_ab : dnnl.dnnl_format_tag_any, layer.in(), layer.out());
    }

    @Override
    dnnl_memory_desc bias(OneDnnHandles handles, LayerSpec layer) {
      return handles.layout(dnnl.dnnl_ab, 1, layer.out());
    }

    @Override
    dnnl_primitive_desc describe(
        OneDnnHandles handles,
        LayerSpec layer,
        dnnl_memory_desc x,
        dnnl_memory_desc y,
        dnnl_primitive_attr attributes) {
      dnnl_primitive_desc description = new dnnl_primitive_desc();
      return handles.described(
          dnnl.dnnl_matmul_primitive_desc_create(
              description,
              handles.engine(),
              x,
              weight(handles, layer, false),
              bias(handles, layer),
              y,
              attributes),
          description);
    }
  };

  /** The layout of W: as it is given, in × out row by row, or as the primitive likes it. */
  abstract dnnl_memory_desc weight(OneDnnHandles handles, LayerSpec layer, boolean asGiven);

  abstract dnnl_memory_desc bias(OneDnnHandles handles, LayerSpec layer);

  /** The primitive for layouts of X and of the result, of which the latter may be any. */
  abstract dnnl_primitive_desc describe(
      OneDnnHandles handles,
      LayerSpec layer,
      dnnl_memory_desc x,
      dnnl_memory_desc y,
      dnnl_primitive_attr attributes);
}
