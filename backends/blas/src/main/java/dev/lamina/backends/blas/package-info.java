/**
 * The backend on OpenBLAS, or on another library with the interface of CBLAS.
 *
 * <p>A {@link dev.lamina.backends.blas.Library} keeps the weights in memory of its own and computes X·W +
 * b; the activation follows in one pass over the result, in Java. From Java 22 on the library is called
 * through the foreign-function API and reads and writes Java's arrays where they are, unless they are small
 * ({@link dev.lamina.backends.blas.ForeignLibrary}); before, JavaCPP calls it, which needs copies ({@link
 * dev.lamina.backends.blas.JavaCppLibrary}).
 *
 * <p>What a library adds up first depends on how many rows there are, and on which of them a row is. So
 * rows are equal but for rounding from call to call, and the same call gives the same bits.
 */
@NullMarked
package dev.lamina.backends.blas;

import org.jspecify.annotations.NullMarked;
