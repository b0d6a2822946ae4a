/** Pictures of networks, drawn from their shapes alone. */
@NullMarked
package dev.lamina.cli.drawing;

import org.jspecify.annotations.NullMarked;
