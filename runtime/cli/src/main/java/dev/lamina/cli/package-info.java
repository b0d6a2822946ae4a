/** The command line tool: what can be done with a weight file without writing a program. */
@NullMarked
package dev.lamina.cli;

import org.jspecify.annotations.NullMarked;
