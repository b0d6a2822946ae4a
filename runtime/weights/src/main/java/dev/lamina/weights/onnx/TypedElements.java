package dev.lamina.weights.onnx;

import dev.lamina.weights.file.ByteSource;
import dev.lamina.weights.file.FloatFormat;
import java.util.Iterator;
import org.jspecify.annotations.Nullable;

/** Elements in a repeated field, in as many pieces as the file has. */
final class TypedElements implements ElementReader {

  private final ByteSource file;
  private final OnnxType type;
  private final int field;
  private final Iterator<ByteRange> messages;

  private @Nullable WireReader message;
  private boolean isPacked;
  private int outer;

  TypedElements(ByteSource file, OnnxType type, Elements.Typed elements) {
    this.file = file;
    this.type = type;
    this.field = elements.field();
    this.messages = elements.messages().iterator();
  }

  @Override
  public void read(double[] target, int offset, int count) {
    for (int i = 0; i < count; i++) {
      target[offset + i] = next();
    }
  }

  private double next() {
    while (true) {
      if (message == null) {
        message = new WireReader(file, messages.next(), new Budget(file.description()));
        message.begin();
      }
      if (isPacked && message.isAtEnd()) {
        message.end(outer);
        isPacked = false;
      }
      if (isPacked) {
        return element(message);
      }
      if (!message.next()) {
        message = null;
      } else if (message.field() != field) {
        message.skip();
      } else if (message.isLengthDelimited()) {
        outer = message.begin();
        isPacked = true;
      } else if (TensorParser.isSingle(message)) {
        return element(message);
      } else {
        message.skip();
      }
    }
  }

  private double element(WireReader in) {
    return switch (type) {
      case FLOAT -> in.float32();
      case DOUBLE -> in.float64();
      case FLOAT16 -> FloatFormat.float16((short) in.varint());
      case BFLOAT16 -> FloatFormat.bfloat16((short) in.varint());
      case INT32 -> (int) in.varint();
      case INT64 -> in.varint();
      case BOOL -> in.varint() == 0 ? 0 : 1;
      default -> throw new IllegalStateException("not to be read: " + type);
    };
  }
}
