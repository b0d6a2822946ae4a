/**
 * What every generated network shares: argument checks, row tiles, threads and scratch memory.
 * Generated code calls this package; users do not need it.
 */
@NullMarked
package dev.lamina.execution;

import org.jspecify.annotations.NullMarked;
