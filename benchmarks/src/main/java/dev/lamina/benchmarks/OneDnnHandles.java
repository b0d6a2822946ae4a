package dev.lamina.benchmarks;

import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.dnnl.dnnl_engine;
import org.bytedeco.dnnl.dnnl_exec_arg_t;
import org.bytedeco.dnnl.dnnl_memory;
import org.bytedeco.dnnl.dnnl_memory_desc;
import org.bytedeco.dnnl.dnnl_primitive;
import org.bytedeco.dnnl.dnnl_primitive_attr;
import org.bytedeco.dnnl.dnnl_primitive_desc;
import org.bytedeco.dnnl.dnnl_stream;
import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.javacpp.FloatPointer;

/** The objects of oneDNN that an engine has made, on the CPU, and how to make more of them. */
final class OneDnnHandles implements AutoCloseable {

  private final List<Runnable> destructors = new ArrayList<>();

  /** What the objects point to, which has to live as long as they do. */
  private final List<Object> pinned = new ArrayList<>();

  private final dnnl_engine engine = new dnnl_engine();
  private final dnnl_stream stream = new dnnl_stream();

  OneDnnHandles() {
    check(dnnl.dnnl_engine_create(engine, dnnl.dnnl_cpu, 0));
    destructors.add(() -> dnnl.dnnl_engine_destroy(engine));
    check(dnnl.dnnl_stream_create(stream, engine, dnnl.dnnl_stream_default_flags));
    destructors.add(() -> dnnl.dnnl_stream_destroy(stream));
  }

  dnnl_engine engine() {
    return engine;
  }

  /** The layout of a matrix or vector. */
  dnnl_memory_desc layout(int tag, long... sizes) {
    dnnl_memory_desc layout = new dnnl_memory_desc();
    check(dnnl.dnnl_memory_desc_create_with_tag(layout, sizes.length, sizes, dnnl.dnnl_f32, tag));
    destructors.add(() -> dnnl.dnnl_memory_desc_destroy(layout));
    return layout;
  }

  /** The layout that a primitive has chosen; it belongs to the primitive's description. */
  static dnnl_memory_desc chosenLayout(dnnl_primitive_desc description, int query) {
    return dnnl.dnnl_primitive_desc_query_md(description, query, 0);
  }

  /** Takes a description that was made into {@code description}. */
  dnnl_primitive_desc described(int status, dnnl_primitive_desc description) {
    check(status);
    destructors.add(() -> dnnl.dnnl_primitive_desc_destroy(description));
    return description;
  }

  /** New memory of a layout. */
  FloatBuffer floats(dnnl_memory_desc layout) {
    return OffHeap.floats(Math.toIntExact(dnnl.dnnl_memory_desc_get_size(layout) / Float.BYTES));
  }

  /** oneDNN's view of memory. */
  dnnl_memory memory(dnnl_memory_desc layout, FloatBuffer values) {
    FloatPointer address = new FloatPointer(values);
    pinned.add(address); // which holds the buffer
    pinned.add(values);
    dnnl_memory memory = new dnnl_memory();
    check(dnnl.dnnl_memory_create(memory, layout, engine, address));
    destructors.add(() -> dnnl.dnnl_memory_destroy(memory));
    return memory;
  }

  /** A copy in another layout. */
  dnnl_memory reordered(dnnl_memory_desc from, FloatBuffer values, dnnl_memory_desc to) {
    dnnl_primitive_desc description = new dnnl_primitive_desc();
    described(
        dnnl.dnnl_reorder_primitive_desc_create(
            description, from, engine, to, engine, attributes()),
        description);
    dnnl_memory result = memory(to, floats(to));
    step(description)
        .argument(dnnl.DNNL_ARG_FROM, memory(from, values))
        .argument(dnnl.DNNL_ARG_TO, result)
        .build()
        .run();
    return result;
  }

  /** A primitive that waits for its arguments. */
  StepBuilder step(dnnl_primitive_desc description) {
    dnnl_primitive primitive = new dnnl_primitive();
    check(dnnl.dnnl_primitive_create(primitive, description));
    destructors.add(() -> dnnl.dnnl_primitive_destroy(primitive));
    StepBuilder step = new StepBuilder(primitive);
    dnnl_memory_desc scratchpad = chosenLayout(description, dnnl.dnnl_query_scratchpad_md);
    return dnnl.dnnl_memory_desc_get_size(scratchpad) == 0
        ? step
        : step.argument(dnnl.DNNL_ARG_SCRATCHPAD, memory(scratchpad, floats(scratchpad)));
  }

  /** Attributes of a primitive whose scratch memory is made with it. */
  dnnl_primitive_attr attributes() {
    dnnl_primitive_attr attributes = new dnnl_primitive_attr();
    check(dnnl.dnnl_primitive_attr_create(attributes));
    destructors.add(() -> dnnl.dnnl_primitive_attr_destroy(attributes));
    check(dnnl.dnnl_primitive_attr_set_scratchpad_mode(attributes, dnnl.dnnl_scratchpad_mode_user));
    return attributes;
  }

  static void check(int status) {
    if (status != dnnl.dnnl_success) {
      throw new IllegalStateException("oneDNN returns status " + status);
    }
  }

  @Override
  public void close() {
    for (int i = destructors.size() - 1; i >= 0; i--) {
      destructors.get(i).run();
    }
    destructors.clear();
    pinned.clear();
  }

  /** A primitive and its arguments so far. */
  final class StepBuilder {

    private static final int MOST_ARGUMENTS = 5;

    private final dnnl_primitive primitive;
    private final dnnl_exec_arg_t arguments = new dnnl_exec_arg_t(MOST_ARGUMENTS);
    private int count;

    private StepBuilder(dnnl_primitive primitive) {
      this.primitive = primitive;
    }

    StepBuilder argument(int role, dnnl_memory memory) {
      arguments.getPointer(count).arg(role).memory(memory);
      count++;
      return this;
    }

    Step build() {
      return new Step(primitive, stream, count, arguments);
    }
  }

  /** A primitive with its arguments. */
  record Step(dnnl_primitive primitive, dnnl_stream stream, int count, dnnl_exec_arg_t arguments) {

    /** Executes. With OpenMP it is done when this returns: there is nothing to wait for. */
    void run() {
      check(dnnl.dnnl_primitive_execute(primitive, stream, count, arguments));
    }
  }
}
