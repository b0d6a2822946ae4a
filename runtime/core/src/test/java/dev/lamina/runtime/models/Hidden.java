package dev.lamina.runtime.models;

import dev.lamina.Dense;

/** A network that only its own package sees. */
@Dense(in = 3, out = 2)
interface Hidden {}
