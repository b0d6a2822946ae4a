package dev.lamina.runtime;

import dev.lamina.spi.Backend;

/**
 * A backend and why it is this one.
 *
 * @param name its name
 * @param backend the backend
 * @param reason what the INFO line says behind the colon
 */
record BackendChoice(String name, Backend backend, String reason) {}
