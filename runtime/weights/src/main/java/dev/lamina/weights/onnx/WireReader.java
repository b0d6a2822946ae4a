package dev.lamina.weights.onnx;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.lamina.ErrorCode;
import dev.lamina.LaminaException;
import dev.lamina.weights.file.ByteSource;
import dev.lamina.weights.file.Printable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Reads the fields of protobuf messages one by one. A known field that comes in another encoding than
 * the format says is passed over, as protobuf demands, like an unknown one.
 */
final class WireReader {

  /** No name, operator or path needs more. */
  static final int MAX_TEXT_LENGTH = 1 << 16;

  /** Protobuf allows no longer message. */
  static final long MAX_MESSAGE_LENGTH = Integer.MAX_VALUE;

  private static final int VARINT = 0;
  private static final int FIXED64 = 1;
  private static final int LENGTH_DELIMITED = 2;
  private static final int FIXED32 = 5;

  private final String file;
  private final Budget budget;
  private final CodedInputStream input;
  private final ByteRange range;
  private int tag;

  /**
   * A reader of one message.
   *
   * @param range where the message is, at most {@link #MAX_MESSAGE_LENGTH}
   */
  WireReader(ByteSource file, ByteRange range, Budget budget) {
    this.file = file.description();
    this.range = range;
    this.budget = budget;
    this.input = CodedInputStream.newInstance(new RangeStream(file, range));
    read(() -> input.pushLimit((int) range.length()));
  }

  /** Where the next byte is in the file. */
  long position() {
    return range.position() + input.getTotalBytesRead();
  }

  /** Goes on to the next field; false at the end of the message. */
  boolean next() {
    tag = read(input::readTag);
    return tag != 0;
  }

  int field() {
    return tag >>> 3;
  }

  boolean isVarint() {
    return wireType() == VARINT;
  }

  boolean isFixed32() {
    return wireType() == FIXED32;
  }

  boolean isFixed64() {
    return wireType() == FIXED64;
  }

  boolean isLengthDelimited() {
    return wireType() == LENGTH_DELIMITED;
  }

  private int wireType() {
    return tag & 7;
  }

  /** Passes over the field. */
  void skip() {
    boolean skipped = read(() -> input.skipField(tag));
    if (!skipped) {
      throw damaged("a group ends that never began", null);
    }
  }

  long varint() {
    return read(input::readRawVarint64);
  }

  float float32() {
    return Float.intBitsToFloat(read(input::readRawLittleEndian32));
  }

  double float64() {
    return Double.longBitsToDouble(read(input::readRawLittleEndian64));
  }

  String text() {
    int length = length();
    if (length > MAX_TEXT_LENGTH) {
      throw new Problem(
              ErrorCode.FILE,
              "a name is too long",
              "at most " + MAX_TEXT_LENGTH + " bytes",
              length + " bytes at byte " + position(),
              Problem.DAMAGED)
          .in(file);
    }
    budget.add(length);
    byte[] bytes = read(() -> input.readRawBytes(length));
    return new String(bytes, StandardCharsets.UTF_8);
  }

  /** Passes over a field of bytes; where they are. */
  ByteRange bytes() {
    int length = length();
    ByteRange bytes = new ByteRange(position(), length);
    read(() -> {
      input.skipRawBytes(length);
      return length;
    });
    return bytes;
  }

  private int length() {
    int length = read(input::readRawVarint32);
    long rest = range.end() - position();
    if (length < 0 || length > rest) {
      throw Problem.damaged(
              "the file is truncated or damaged",
              "a field of at most " + rest + " bytes at byte " + position(),
              "a length of " + Integer.toUnsignedString(length))
          .in(file);
    }
    return length;
  }

  /** Reads the fields of an embedded message: the action is called for each. */
  void message(Runnable field) {
    budget.addMessage();
    int outer = begin();
    while (next()) {
      field.run();
    }
    end(outer);
  }

  /** Enters a length-delimited field; {@link #end} leaves it. */
  int begin() {
    int length = length();
    return read(() -> input.pushLimit(length));
  }

  /** Whether there is nothing left between {@link #begin} and the end of the field. */
  boolean isAtEnd() {
    return input.getBytesUntilLimit() == 0;
  }

  void end(int outer) {
    input.popLimit(outer);
  }

  private <T> T read(Read<T> action) {
    try {
      return action.read();
    } catch (InvalidProtocolBufferException e) {
      throw damaged(e.getMessage(), e);
    } catch (IOException e) {
      throw new Problem(
              ErrorCode.FILE,
              "the file cannot be read",
              "a readable file",
              Printable.text(String.valueOf(e.getMessage())),
              "check the disk, network drive or jar that the file is on")
          .in(file, e);
    }
  }

  private LaminaException damaged(@Nullable String reason, @Nullable Throwable cause) {
    return Problem.damaged(
            "the file is not ONNX, truncated or damaged",
            "a protobuf message",
            "at byte " + position() + ": " + Printable.text(String.valueOf(reason)))
        .in(file, cause);
  }

  private interface Read<T> {
    T read() throws IOException;
  }
}
