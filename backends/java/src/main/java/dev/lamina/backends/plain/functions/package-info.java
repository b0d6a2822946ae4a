/**
 * The activations in plain Java, in loops that HotSpot vectorises. A backend that leaves only
 * the product to something else uses them too; other programs should not.
 */
@NullMarked
package dev.lamina.backends.plain.functions;

import org.jspecify.annotations.NullMarked;
