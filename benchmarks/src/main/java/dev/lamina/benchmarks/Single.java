package dev.lamina.benchmarks;

import dev.lamina.Dense;
import dev.lamina.Network;

/** The smallest network there is: what a call of it takes is what Lamina takes around the kernels. */
@Dense(in = 1, out = 1)
interface Single extends Network {}
