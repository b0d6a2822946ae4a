package dev.lamina.runtime;

/**
 * A backend that was asked for by name.
 *
 * @param name the name of the backend
 * @param origin who asked, to follow "asked for": {@code in code}, {@code by system property …}
 */
record BackendRequest(String name, String origin) {}
