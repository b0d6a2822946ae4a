package dev.lamina.weights.safetensors;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonParser.NumberType;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.util.JsonRecyclerPools;
import dev.lamina.LaminaException;
import dev.lamina.weights.file.FileProblem;
import dev.lamina.weights.file.Printable;
import java.io.ByteArrayInputStream;
import java.io.CharConversionException;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Parses the JSON header of a safetensors file, {@code {name: {"dtype": …, "shape": […],
 * "data_offsets": [begin, end]}, …}}. Unknown members of a tensor are passed over.
 */
final class SafetensorsHeader {

  static final String METADATA = "__metadata__";

  /** NumPy and PyTorch have no tensors of more dimensions. */
  private static final int MAX_RANK = 64;

  private static final int MAX_DEPTH = 32;
  private static final int MAX_NAME_LENGTH = 10_000;
  private static final int MAX_NUMBER_LENGTH = 100;

  /** Of a text that is read; others may be longer. Each character costs several bytes meanwhile. */
  private static final int MAX_TEXT_LENGTH = 4_000_000;

  /** Enough for 25,000 tensors in one file. Each token costs some memory of its own. */
  private static final int MAX_TOKENS = 400_000;

  private static final String FIX = "save the file again, or ask whoever wrote it";

  private final String file;
  private final byte[] json;

  SafetensorsHeader(String file, byte[] json) {
    this.file = file;
    this.json = json;
  }

  /**
   * One tensor of the header. Only the form is checked, not whether the offsets make sense.
   *
   * @param begin the first byte, counted from the end of the header
   * @param end the byte after the last one
   */
  record Entry(String name, SafetensorsType type, List<Long> dimensions, long begin, long end) {

    String printableName() {
      return Printable.text(name);
    }

    String offsetsText() {
      return "[" + begin + ", " + end + "]";
    }
  }

  /**
   * The tensors in the order of the header.
   *
   * @throws LaminaException if the header is not JSON of that form
   */
  List<Entry> entries() {
    List<Entry> entries = new ArrayList<>();
    read((name, parser) -> {
      if (name.equals(METADATA)) {
        parser.skipChildren();
      } else {
        entries.add(entry(name, parser));
      }
    });
    return entries;
  }

  /**
   * The texts of {@code __metadata__} by their names, in the order of the header.
   *
   * @param wanted says of a name whether its text is read; others cost no memory
   * @throws LaminaException if the header is not JSON of that form, or the metadata are no texts
   */
  Map<String, String> metadata(Predicate<String> wanted) {
    Map<String, String> metadata = new LinkedHashMap<>();
    read((name, parser) -> {
      if (!name.equals(METADATA)) {
        parser.skipChildren();
        return;
      }
      if (parser.currentToken() != JsonToken.START_OBJECT) {
        throw problem(name, "is not a JSON object", "{", describe(parser));
      }
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        String key = parser.currentName();
        if (parser.nextToken() != JsonToken.VALUE_STRING) {
          throw problem(
              name, "has a value that is not a string", "a JSON string", describe(parser));
        }
        if (wanted.test(key)) {
          metadata.put(key, parser.getText());
        }
      }
    });
    return Collections.unmodifiableMap(metadata);
  }

  /** Takes one member of the header; the parser stands on its value and is moved to its end. */
  private interface MemberReader {
    void read(String name, JsonParser parser) throws IOException;
  }

  private void read(MemberReader member) {
    try (JsonParser parser = factory().createParser(utf8())) {
      parser.nextToken();
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        String name = parser.currentName();
        parser.nextToken();
        member.read(name, parser);
      }
      if (parser.nextToken() != null) {
        throw new FileProblem(
                "there is text after the JSON object of the header",
                "spaces",
                describe(parser),
                FIX)
            .in(file);
      }
    } catch (JacksonException e) {
      long character = e.getLocation() == null ? -1 : e.getLocation().getCharOffset();
      throw new FileProblem(
              "the header is not JSON that can be read",
              "a JSON object with every key once",
              Printable.text(e.getOriginalMessage())
                  + (character < 0 ? "" : " (character " + character + " of the header)"),
              FIX)
          .in(file, e);
    } catch (CharacterCodingException | CharConversionException e) {
      throw new FileProblem("the header is not UTF-8", "JSON in UTF-8", "other bytes", FIX)
          .in(file, e);
    } catch (IOException e) {
      throw FileProblem.unreadable(e).in(file, e);
    }
  }

  /** Unlike Jackson's own decoder it neither accepts UTF-16 nor malformed UTF-8. */
  private Reader utf8() {
    return new InputStreamReader(
        new ByteArrayInputStream(json),
        StandardCharsets.UTF_8
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPORT)
            .onUnmappableCharacter(CodingErrorAction.REPORT));
  }

  /** A factory for one header: names out of files must not stay in any cache. */
  private static JsonFactory factory() {
    return JsonFactory.builder()
        .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
        .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
        .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
        .recyclerPool(JsonRecyclerPools.nonRecyclingPool())
        .streamReadConstraints(StreamReadConstraints.builder()
            .maxNestingDepth(MAX_DEPTH)
            .maxDocumentLength(SafetensorsFile.MAX_HEADER_LENGTH)
            .maxStringLength(MAX_TEXT_LENGTH)
            .maxNameLength(MAX_NAME_LENGTH)
            .maxNumberLength(MAX_NUMBER_LENGTH)
            .maxTokenCount(MAX_TOKENS)
            .build())
        .build();
  }

  private Entry entry(String name, JsonParser parser) throws IOException {
    if (parser.currentToken() != JsonToken.START_OBJECT) {
      throw problem(name, "is not described by a JSON object", "{", describe(parser));
    }
    SafetensorsType type = null;
    List<Long> dimensions = null;
    List<Long> offsets = null;
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String member = parser.currentName();
      parser.nextToken();
      switch (member) {
        case "dtype" -> type = type(name, parser);
        case "shape" -> dimensions = integers(name, member, MAX_RANK, parser);
        case "data_offsets" -> offsets = integers(name, member, 2, parser);
        default -> parser.skipChildren();
      }
    }
    if (type == null || dimensions == null || offsets == null) {
      String missing = missing(type, dimensions, offsets);
      throw problem(
          name, "lacks " + missing, "dtype, shape and data_offsets", "none of " + missing);
    }
    if (offsets.size() != 2) {
      throw problem(
          name, "has data_offsets that are not a pair", "[begin, end]", offsets.toString());
    }
    for (long dimension : dimensions) {
      if (dimension < 0) {
        throw problem(
            name, "has a negative extent", "a shape of extents >= 0", dimensions.toString());
      }
    }
    return new Entry(name, type, List.copyOf(dimensions), offsets.get(0), offsets.get(1));
  }

  private static String missing(
      @Nullable SafetensorsType type,
      @Nullable List<Long> dimensions,
      @Nullable List<Long> offsets) {
    List<String> missing = new ArrayList<>();
    if (type == null) {
      missing.add("dtype");
    }
    if (dimensions == null) {
      missing.add("shape");
    }
    if (offsets == null) {
      missing.add("data_offsets");
    }
    return String.join(", ", missing);
  }

  private SafetensorsType type(String name, JsonParser parser) throws IOException {
    if (parser.currentToken() != JsonToken.VALUE_STRING) {
      throw problem(name, "has a dtype that is not a string", "\"F32\"", describe(parser));
    }
    Optional<SafetensorsType> type = SafetensorsType.named(parser.getText());
    if (type.isEmpty()) {
      String found = describe(parser);
      throw problem(
          name, "has the unknown dtype " + found, "a dtype of safetensors, such as F32", found);
    }
    return type.get();
  }

  private List<Long> integers(String name, String member, int maxCount, JsonParser parser)
      throws IOException {
    if (parser.currentToken() != JsonToken.START_ARRAY) {
      throw notIntegers(name, member, "[", parser);
    }
    List<Long> integers = new ArrayList<>();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      if (parser.currentToken() != JsonToken.VALUE_NUMBER_INT) {
        throw notIntegers(name, member, "integers", parser);
      }
      if (parser.getNumberType() == NumberType.BIG_INTEGER) {
        throw notIntegers(name, member, "integers of at most " + Long.MAX_VALUE, parser);
      }
      if (integers.size() == maxCount) {
        throw problem(
            name,
            "has too many integers in " + member,
            "at most " + maxCount + " integers",
            "more than that");
      }
      integers.add(parser.getLongValue());
    }
    return integers;
  }

  private LaminaException notIntegers(
      String name, String member, String expected, JsonParser parser) throws IOException {
    return problem(name, "has no list of integers as its " + member, expected, describe(parser));
  }

  private static String describe(JsonParser parser) throws IOException {
    return parser.currentToken() == null ? "nothing" : Printable.text(parser.getText());
  }

  private LaminaException problem(String name, String what, String expected, String found) {
    return new FileProblem(Printable.text(name) + " " + what, expected, found, FIX).in(file);
  }
}
