package dev.lamina.weights.file;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Optional;

/**
 * Guesses what a file is that is no weight file, so that the error can say it.
 *
 * @param name what the file seems to be
 * @param fix how to get to a weight file from there
 */
public record ForeignFormat(String name, String fix) {

  private static final int PREFIX_LENGTH = 256;

  private static final String SAVE_FROM_PYTORCH =
      "load it in Python and save it with safetensors.torch.save_file(model.state_dict(),"
          + " \"model.safetensors\")";
  private static final String SAVE_FROM_KERAS =
      "load it in Python and save it with numpy.savez(\"model.npz\", **{v.path: v.numpy() for v in"
          + " model.weights})";
  private static final String SAVE_FROM_PYTHON =
      "export the weights as safetensors with the tool that wrote the file";

  /**
   * Guesses by the first bytes.
   *
   * @param file the file
   * @return what it seems to be, empty if it could be anything
   */
  public static Optional<ForeignFormat> of(ByteSource file) {
    ByteBuffer prefix = ByteBuffer.allocate((int) Math.min(PREFIX_LENGTH, file.size()));
    file.read(0, prefix);
    // Latin-1 keeps every byte as the character of the same number.
    return of(new String(prefix.array(), StandardCharsets.ISO_8859_1));
  }

  private static Optional<ForeignFormat> of(String prefix) {
    ForeignFormat format = null;
    if (looksLikePickle(prefix)) {
      format = new ForeignFormat("a Python pickle, as torch.save wrote it once", SAVE_FROM_PYTORCH);
    } else if (prefix.startsWith("\u0089HDF\r\n")) {
      format = new ForeignFormat("an HDF5 file, such as Keras writes", SAVE_FROM_KERAS);
    } else if (prefix.startsWith("GGUF")) {
      format = new ForeignFormat("a GGUF file", SAVE_FROM_PYTHON);
    } else if (prefix.startsWith("\u001f\u008b")) {
      format = new ForeignFormat("compressed with gzip", "unpack it");
    } else if (prefix.startsWith("version https://git-lfs")) {
      format =
          new ForeignFormat("a Git LFS pointer instead of the file itself", "run git lfs pull");
    } else if (looksLikeText(prefix)) {
      format = text(prefix.stripLeading());
    }
    return Optional.ofNullable(format);
  }

  /**
   * Guesses what a zip archive is that is not NumPy's.
   *
   * @param entries the names of its entries
   * @return what it seems to be
   */
  public static ForeignFormat ofArchive(Collection<String> entries) {
    if (entries.stream().anyMatch(name -> name.endsWith("data.pkl"))) {
      return new ForeignFormat("a PyTorch file written by torch.save", SAVE_FROM_PYTORCH);
    }
    if (entries.contains("model.weights.h5")) {
      return new ForeignFormat("a Keras model", SAVE_FROM_KERAS);
    }
    return new ForeignFormat(
        "a zip archive of something else", "unpack it, or " + SAVE_FROM_PYTHON);
  }

  /**
   * A pickle begins with its protocol and goes on with an instruction. The length of a safetensors
   * header can begin with the first two bytes, but then it hardly has the third.
   */
  private static boolean looksLikePickle(String prefix) {
    return prefix.length() >= 3
        && prefix.charAt(0) == '\u0080'
        && prefix.charAt(1) >= 2
        && prefix.charAt(1) <= 5
        && prefix.charAt(2) >= '(';
  }

  /** UTF-8 without control characters; the last character may be cut in the middle. */
  private static boolean looksLikeText(String prefix) {
    ByteBuffer bytes = ByteBuffer.wrap(prefix.getBytes(StandardCharsets.ISO_8859_1));
    CharBuffer text = CharBuffer.allocate(bytes.remaining());
    CoderResult result = StandardCharsets.UTF_8.newDecoder().decode(bytes, text, false);
    return result.isUnderflow()
        && text.flip()
            .chars()
            .allMatch(c -> !Character.isISOControl(c) || "\t\r\n".indexOf(c) >= 0);
  }

  private static ForeignFormat text(String prefix) {
    if (prefix.startsWith("<")) {
      return new ForeignFormat(
          "an HTML or XML page", "download the file itself, not the page that shows it");
    }
    if (prefix.startsWith("{") || prefix.startsWith("[")) {
      return new ForeignFormat(
          "JSON text", "give the file with the tensors, such as model.safetensors");
    }
    return new ForeignFormat(
        "plain text", "give the file with the tensors, such as model.safetensors");
  }
}
