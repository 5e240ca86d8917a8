package no.tandem.poweroffice;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import jakarta.ws.rs.ProcessingException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import no.tandem.sync.Columns;
import org.jspecify.annotations.Nullable;

/**
 * Reads JSON objects as texts by field name, numbers and booleans included. Unwanted fields and
 * nested values are passed over without being kept.
 */
final class Json {
  private static final JsonFactory FACTORY = new JsonFactory();

  private Json() {}

  /**
   * Reads an array of objects.
   *
   * @throws ProcessingException if the text is anything else
   */
  static List<Columns> array(byte[] json, Predicate<String> wanted) {
    try (JsonParser parser = FACTORY.createParser(json)) {
      List<Columns> rows = new ArrayList<>();
      expect(parser, parser.nextToken(), JsonToken.START_ARRAY);
      while (parser.nextToken() != JsonToken.END_ARRAY) {
        rows.add(members(parser, wanted));
      }
      expect(parser, parser.nextToken(), null);
      return rows;
    } catch (IOException e) {
      throw new ProcessingException(e);
    }
  }

  /**
   * Reads one object.
   *
   * @throws ProcessingException if the text is anything else
   */
  static Columns object(byte[] json, Predicate<String> wanted) {
    try (JsonParser parser = FACTORY.createParser(json)) {
      parser.nextToken();
      Columns row = members(parser, wanted);
      expect(parser, parser.nextToken(), null);
      return row;
    } catch (IOException e) {
      throw new ProcessingException(e);
    }
  }

  /** Reads one object with all its texts; empty if the text is anything else. */
  static Optional<Columns> object(String json) {
    try {
      return Optional.of(object(json.getBytes(StandardCharsets.UTF_8), name -> true));
    } catch (ProcessingException e) {
      return Optional.empty();
    }
  }

  /**
   * A claim of a JSON Web Token, unverified: it is only compared. Empty if the text is none, or has
   * no such claim.
   */
  static Optional<String> claim(String token, String name) {
    String[] parts = token.split("\\.", -1);
    if (parts.length != 3) {
      return Optional.empty();
    }
    try {
      return object(new String(Base64.getUrlDecoder().decode(parts[1]), StandardCharsets.UTF_8))
          .flatMap(claims -> claims.text(name));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /**
   * The texts in the lists of the object that is the object's member of this name, in any letter
   * case; empty if there are none.
   */
  static Optional<Map<String, List<String>>> lists(String json, String name) {
    Map<String, List<String>> lists = new LinkedHashMap<>();
    try (JsonParser parser = FACTORY.createParser(json)) {
      expect(parser, parser.nextToken(), JsonToken.START_OBJECT);
      while (parser.nextToken() != JsonToken.END_OBJECT) {
        boolean meant = parser.currentName().equalsIgnoreCase(name);
        if (parser.nextToken() == JsonToken.START_OBJECT && meant) {
          while (parser.nextToken() != JsonToken.END_OBJECT) {
            String list = parser.currentName();
            parser.nextToken();
            List<String> texts = texts(parser);
            if (!texts.isEmpty()) {
              lists.put(list, texts);
            }
          }
        } else {
          parser.skipChildren();
        }
      }
    } catch (IOException e) {
      return Optional.empty();
    }
    return lists.isEmpty() ? Optional.empty() : Optional.of(lists);
  }

  private static List<String> texts(JsonParser parser) throws IOException {
    if (parser.currentToken() != JsonToken.START_ARRAY) {
      String text = parser.currentToken().isScalarValue() ? parser.getText() : "";
      parser.skipChildren();
      return text.isBlank() ? List.of() : List.of(text);
    }
    List<String> texts = new ArrayList<>();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      if (parser.currentToken().isScalarValue()) {
        texts.add(parser.getText());
      }
      parser.skipChildren();
    }
    return texts;
  }

  private static Columns members(JsonParser parser, Predicate<String> wanted) throws IOException {
    expect(parser, parser.currentToken(), JsonToken.START_OBJECT);
    Map<String, String> texts = new HashMap<>();
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      String name = parser.currentName();
      JsonToken value = parser.nextToken();
      if (value.isStructStart()) {
        parser.skipChildren();
      } else if (value != JsonToken.VALUE_NULL && wanted.test(name)) {
        texts.put(name, parser.getText());
      }
    }
    return Columns.of(texts);
  }

  private static void expect(
      JsonParser parser, @Nullable JsonToken found, @Nullable JsonToken expected)
      throws JsonParseException {
    if (found != expected) {
      throw new JsonParseException(parser, "Expected " + expected + ", found " + found);
    }
  }
}
