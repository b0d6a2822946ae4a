package dev.lamina.benchmarks;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A value of JSON that was read, and how to write one. */
final class Json {

  /** A Map of String to Json, a List of Json, a String or a Double. */
  private final Object value;

  private Json(Object value) {
    this.value = value;
  }

  /**
   * Reads.
   *
   * @throws IllegalArgumentException if it is not JSON, or has null, true or false in it
   */
  static Json parse(String text) {
    try (JsonParser parser = new JsonFactory().createParser(text)) {
      parser.nextToken();
      return read(parser);
    } catch (IOException e) {
      throw new IllegalArgumentException(e);
    }
  }

  private static Json read(JsonParser parser) throws IOException {
    JsonToken token = parser.currentToken();
    if (token == JsonToken.START_OBJECT) {
      Map<String, Json> fields = new LinkedHashMap<>();
      while (parser.nextToken() != JsonToken.END_OBJECT) {
        String name = parser.currentName();
        parser.nextToken();
        fields.put(name, read(parser));
      }
      return new Json(fields);
    }
    if (token == JsonToken.START_ARRAY) {
      List<Json> items = new ArrayList<>();
      while (parser.nextToken() != JsonToken.END_ARRAY) {
        items.add(read(parser));
      }
      return new Json(items);
    }
    if (token == JsonToken.VALUE_STRING) {
      return new Json(parser.getText());
    }
    if (token != null && token.isNumeric()) {
      return new Json(parser.getDoubleValue());
    }
    throw new IllegalArgumentException("not expected: " + token);
  }

  /** Writes maps, lists, arrays of doubles, strings and numbers. */
  static String write(Map<String, ?> fields) {
    StringWriter text = new StringWriter();
    try (JsonGenerator generator =
        new JsonFactory().createGenerator(text).useDefaultPrettyPrinter()) {
      write(generator, fields);
    } catch (IOException e) {
      throw new UncheckedIOException(e); // there is no device to fail
    }
    return text + "\n";
  }

  private static void write(JsonGenerator generator, Object value) throws IOException {
    if (value instanceof Map<?, ?> fields) {
      generator.writeStartObject();
      for (Map.Entry<?, ?> field : fields.entrySet()) {
        generator.writeFieldName((String) field.getKey());
        write(generator, field.getValue());
      }
      generator.writeEndObject();
    } else if (value instanceof List<?> items) {
      generator.writeStartArray();
      for (Object item : items) {
        write(generator, item);
      }
      generator.writeEndArray();
    } else if (value instanceof double[] numbers) {
      generator.writeArray(numbers, 0, numbers.length);
    } else if (value instanceof Number number) {
      // Numbers stay as short as they are: 4096, not 4096.0.
      generator.writeNumber(number.toString());
    } else {
      generator.writeString((String) value);
    }
  }

  /** The fields of an object, in their order. */
  Map<String, Json> fields() {
    Map<String, Json> fields = new LinkedHashMap<>();
    if (value instanceof Map<?, ?> map) {
      map.forEach((name, field) -> fields.put((String) name, (Json) field));
      return fields;
    }
    throw new IllegalArgumentException("an object is expected, not " + value);
  }

  /** A field of an object. */
  Json get(String name) {
    Json field = fields().get(name);
    if (field == null) {
      throw new IllegalArgumentException("there is no " + name);
    }
    return field;
  }

  List<Json> items() {
    List<Json> items = new ArrayList<>();
    if (value instanceof List<?> list) {
      list.forEach(item -> items.add((Json) item));
      return items;
    }
    throw new IllegalArgumentException("a list is expected, not " + value);
  }

  String text() {
    if (value instanceof String text) {
      return text;
    }
    throw new IllegalArgumentException("a text is expected, not " + value);
  }

  double number() {
    if (value instanceof Double number) {
      return number;
    }
    throw new IllegalArgumentException("a number is expected, not " + value);
  }

  double[] numbers() {
    return items().stream().mapToDouble(Json::number).toArray();
  }

  @Override
  public String toString() {
    return value.toString();
  }
}
