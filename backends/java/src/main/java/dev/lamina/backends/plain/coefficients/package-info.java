/**
 * The numbers in the approximations that all backends written in Java share: constants, which the
 * compiler copies to where they are used.
 */
@NullMarked
package dev.lamina.backends.plain.coefficients;

import org.jspecify.annotations.NullMarked;
