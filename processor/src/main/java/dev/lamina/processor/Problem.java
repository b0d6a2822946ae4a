package dev.lamina.processor;

import dev.lamina.ErrorCode;
import java.util.List;
import javax.lang.model.element.TypeElement;

/**
 * One mistake of the user.
 *
 * @param code the entry of the catalogue
 * @param place where it is
 * @param headline the whole story in one line: an IDE's problem list shows no more
 * @param details further lines: where in the network it is, and how to fix it
 */
record Problem(ErrorCode code, Place place, String headline, List<String> details) {

  /**
   * An annotation that belongs to layers, on a type that has none.
   *
   * @param what the annotation with its article
   */
  static Problem withoutLayers(ErrorCode code, TypeElement type, Place place, String what) {
    return new Problem(
        code,
        place,
        type.getSimpleName() + " has " + what + " and no @Dense",
        List.of("fix: put it on the type with the layers"));
  }

  /** The text as a compiler prints it. */
  String text() {
    StringBuilder text = new StringBuilder(code.text("%s", headline));
    for (String detail : details) {
      text.append("\n    ").append(detail);
    }
    return text.toString();
  }
}
