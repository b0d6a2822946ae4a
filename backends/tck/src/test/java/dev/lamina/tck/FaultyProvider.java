package dev.lamina.tck;

/** A provider for the faults to override; {@link java.util.ServiceLoader} does not find it. */
class FaultyProvider extends PlainBackendProvider {}
