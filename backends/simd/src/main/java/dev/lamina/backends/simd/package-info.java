/**
 * The backend on the vector instructions of the processor, through the Vector API ({@code
 * jdk.incubator.vector}).
 *
 * <p>{@link dev.lamina.backends.simd.SimdBackendProvider} and what it needs to decide whether the
 * backend can be used, {@link dev.lamina.backends.simd.SimdEnvironment} and {@link
 * dev.lamina.backends.simd.Gate}, load on every Java virtual machine. All other classes are loaded
 * after that decision. They are written for C2, which keeps a vector in a register only as long as
 * everything that touches it is inlined into one compiled loop: functions of vectors are small static
 * methods, each loop is a method of its own, and no vector is stored in a field or passed to a method
 * that is called through an interface.
 */
@NullMarked
package dev.lamina.backends.simd;

import org.jspecify.annotations.NullMarked;
