/**
 * The backend on the vector instructions of the processor, through the Vector API ({@code
 * jdk.incubator.vector}).
 *
 * <p>{@link dev.lamina.backends.simd.SimdBackendProvider} and what it needs to decide whether the
 * backend can be used, {@link dev.lamina.backends.simd.SimdEnvironment} and {@link
 * dev.lamina.backends.simd.Gate}, load on every Java virtual machine. All other classes are loaded
 * after that decision. They are written for C2,
 * which keeps a vector in a register only as long as everything that touches it is inlined into one
 * compiled method:
 *
 * <ul>
 *   <li>No method takes or returns a vector and no field holds one. C2 inlines the methods of the
 *       Vector API always, but ours only up to 18,000 nodes in one compilation (NodeCountInliningCutoff),
 *       and a single vector operation takes two or three hundred of them. Beyond, a vector that is
 *       handed to a method of ours would become an object.
 *   <li>A method of many vector operations is longer than 325 bytecodes, which HotSpot never inlines
 *       (FreqInlineSize). So it is compiled on its own, whoever calls it: beyond 18,000 nodes Java 17
 *       inlines even the Vector API too late, and leaves objects behind.
 *   <li>A vector is loaded, used and stored within one turn of a loop; only sums and maxima are carried
 *       on to the next, and there they are arguments, never receivers. What is carried is an object
 *       as soon as a single operation on it was inlined too late. So loops run over whole vectors, and
 *       the values that do not fill one go through the same loop in scratch memory.
 *   <li>Constants are broadcast where they are used. Kept in local variables outside of a loop they
 *       would be spilled to the stack.
 *   <li>A loop over rows of W begins with an argument, which is 0. If it began with the constant, C2 of
 *       Java 17 would count k and k times the width of a panel separately and not see that the latter
 *       stays within bounds: its checks would remain in the loop, and what a failing one has to know
 *       takes registers from the sums.
 *   <li>Rows of X and Z lie in one array with a leading dimension that is a constant ({@link
 *       dev.lamina.backends.simd.Tiles#LD}), for the same reason: nothing but the loop's own arrays is to live
 *       through it.
 *   <li>All vectors of floats are of one species. Where a second one goes through the methods of FloatVector, C2 of
 *       Java 17 no longer makes instructions of the first one's everywhere: a few vectors of 128 bits halved
 *       the speed of all loops.
 * </ul>
 *
 * <p>A test holds the first two of these rules.
 */
@NullMarked
package dev.lamina.backends.simd;

import org.jspecify.annotations.NullMarked;
