package dev.lamina.runtime;

import java.security.CodeSource;

/** Texts for where a class was loaded from. */
final class Origin {

  private Origin() {}

  /** The class with its module and place: {@code com.example.Fast in module m from file:…}. */
  static String of(Class<?> type) {
    return type.getName()
        + (type.getModule().isNamed() ? " in module " + type.getModule().getName() : "")
        + from(type);
  }

  /** The place alone: {@code  from file:…}, empty if it is not known. */
  static String from(Class<?> type) {
    CodeSource source = type.getProtectionDomain().getCodeSource();
    return source == null || source.getLocation() == null ? "" : " from " + source.getLocation();
  }
}
