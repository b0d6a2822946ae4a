package dev.lamina.weights.onnx;

import com.google.protobuf.CodedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;

/** Writes protobuf messages that are small enough to be in memory. */
final class ProtoMessage {

  private ProtoMessage() {}

  /** The fields of one message. */
  interface Fields {
    void writeTo(CodedOutputStream out) throws IOException;
  }

  static byte[] of(Fields fields) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    CodedOutputStream out = CodedOutputStream.newInstance(bytes);
    try {
      fields.writeTo(out);
      out.flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e); // there is no device to fail
    }
    return bytes.toByteArray();
  }
}
