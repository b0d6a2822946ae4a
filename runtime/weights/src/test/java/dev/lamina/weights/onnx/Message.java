package dev.lamina.weights.onnx;

import com.google.protobuf.CodedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** A protobuf message, field by field, in whatever form a test wants. */
final class Message {

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

  Message varint(int field, long... values) {
    for (long value : values) {
      write(out -> out.writeInt64(field, value));
    }
    return this;
  }

  Message packedVarints(int field, long... values) {
    return bytes(field, packed(out -> {
      for (long value : values) {
        out.writeInt64NoTag(value);
      }
    }));
  }

  Message floats(int field, float... values) {
    for (float value : values) {
      write(out -> out.writeFloat(field, value));
    }
    return this;
  }

  Message packedFloats(int field, float... values) {
    return bytes(field, packed(out -> {
      for (float value : values) {
        out.writeFloatNoTag(value);
      }
    }));
  }

  Message packedDoubles(int field, double... values) {
    return bytes(field, packed(out -> {
      for (double value : values) {
        out.writeDoubleNoTag(value);
      }
    }));
  }

  Message text(int field, String value) {
    return bytes(field, value.getBytes(StandardCharsets.UTF_8));
  }

  Message texts(int field, String... values) {
    for (String value : values) {
      text(field, value);
    }
    return this;
  }

  Message message(int field, Message value) {
    return bytes(field, value.bytes());
  }

  Message bytes(int field, byte[] value) {
    write(out -> out.writeByteArray(field, value));
    return this;
  }

  /** Bytes of any kind, well-formed or not. */
  Message raw(byte... value) {
    write(out -> out.writeRawBytes(value));
    return this;
  }

  byte[] bytes() {
    return bytes.toByteArray();
  }

  private static byte[] packed(Action action) {
    Message message = new Message();
    message.write(action);
    return message.bytes();
  }

  private void write(Action action) {
    try {
      CodedOutputStream out = CodedOutputStream.newInstance(bytes);
      action.write(out);
      out.flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private interface Action {
    void write(CodedOutputStream out) throws IOException;
  }
}
