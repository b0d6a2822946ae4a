package dev.lamina.weights.file;

import dev.lamina.LaminaException;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/**
 * A weight file as it is, whatever the network: its header was read and is consistent, its elements were
 * not looked at.
 */
public interface WeightFile extends AutoCloseable {

  /**
   * What error texts call the file.
   *
   * @return an absolute path, or what comes closest to it
   */
  String description();

  /**
   * What the file is.
   *
   * @return the format's name
   */
  String format();

  /**
   * The tensors.
   *
   * @return all tensors, each name once, in the order of the file
   */
  List<StoredTensor> tensors();

  /**
   * Texts that the file carries beside its tensors. They are read when they are asked for, and only
   * those that are wanted: a file may carry megabytes of them.
   *
   * @param wanted says of a name whether its text is to be read
   * @return the texts by their names, empty if the format has none
   * @throws LaminaException if they cannot be read
   */
  Map<String, String> metadata(Predicate<String> wanted);

  /**
   * Throws if what was read so far may stem from two versions of the file.
   *
   * @throws LaminaException if the file was changed after it was opened
   */
  void checkUnchanged();

  /** Lets go of the file. */
  @Override
  void close();
}
