package dev.lamina.processor;

/** What names of layers and inputs consist of. */
final class LayerNames {

  private LayerNames() {}

  /** Whether weight files and error texts can call something by a name. */
  static boolean isName(String name) {
    return !name.isEmpty() && name.chars().allMatch(LayerNames::isNameCharacter);
  }

  private static boolean isNameCharacter(int character) {
    return Character.isLetterOrDigit(character) || "_.-".indexOf(character) >= 0;
  }
}
