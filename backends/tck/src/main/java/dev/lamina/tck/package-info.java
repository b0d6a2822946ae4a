/**
 * What the author of a backend runs to know that it is right. {@link
 * dev.lamina.tck.BackendConformance} is the one class to extend.
 */
@NullMarked
package dev.lamina.tck;

import org.jspecify.annotations.NullMarked;
