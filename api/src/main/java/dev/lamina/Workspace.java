package dev.lamina;

/**
 * Scratch memory of one call. Networks make workspaces with {@link Network#newWorkspace()} and keep
 * some of their own; kernels find their share of the memory in them. A workspace must not be used by
 * two calls at the same time. Its contents mean nothing between calls of a kernel.
 */
public interface Workspace {

  /**
   * One long array.
   *
   * @return at least as many values as the kernel asked for when the network was built
   */
  float[] floats();

  /**
   * Separate arrays, for loops that HotSpot vectorises only where an array is indexed from 0.
   *
   * @return at least as many arrays, each at least as long, as the kernel asked for
   */
  float[][] rows();
}
