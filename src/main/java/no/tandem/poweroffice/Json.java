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
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import no.tandem.remote.LeftOut;
import no.tandem.sync.side.Columns;
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
   * @param wanted the fields to keep; they are found in any letter case
   * @param leftOut what the answers have shown of fields without a value: a field that PowerOffice
   *     left out must not pass for one that a user cleared
   * @throws ProcessingException if the text is anything else
   */
  static List<Columns> array(byte[] json, Collection<String> wanted, LeftOut leftOut) {
    try (JsonParser parser = FACTORY.createParser(json)) {
      Map<String, String> names = names(wanted);
      List<Row> rows = new ArrayList<>();
      expect(parser, parser.nextToken(), JsonToken.START_ARRAY);
      while (parser.nextToken() != JsonToken.END_ARRAY) {
        rows.add(row(parser, name -> Optional.ofNullable(names.get(name))));
      }
      expect(parser, parser.nextToken(), null);
      return columns(rows, wanted, leftOut);
    } catch (IOException e) {
      throw new ProcessingException(e);
    }
  }

  /** The same of one object. */
  static Columns object(byte[] json, Collection<String> wanted, LeftOut leftOut) {
    try (JsonParser parser = FACTORY.createParser(json)) {
      Map<String, String> names = names(wanted);
      parser.nextToken();
      Row row = row(parser, name -> Optional.ofNullable(names.get(name)));
      expect(parser, parser.nextToken(), null);
      return columns(List.of(row), wanted, leftOut).getFirst();
    } catch (IOException e) {
      throw new ProcessingException(e);
    }
  }

  private record Row(Map<String, String> texts, LeftOut.Members members) {}

  private static Map<String, String> names(Collection<String> wanted) {
    Map<String, String> names = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    wanted.forEach(name -> names.put(name, name));
    return names;
  }

  private static List<Columns> columns(List<Row> rows, Collection<String> wanted, LeftOut leftOut) {
    leftOut.learn(rows.stream().map(Row::members).toList());
    boolean empty = leftOut.isEmpty();
    return rows.stream()
        .map(
            row -> {
              Set<String> named = row.members().named();
              if (empty || named.size() == wanted.size()) {
                return Columns.of(row.texts());
              }
              Set<String> lacking = new HashSet<>(wanted);
              lacking.removeAll(named);
              return Columns.of(row.texts(), lacking);
            })
        .toList();
  }

  /** Reads one object with all its texts; empty if the text is anything else. */
  static Optional<Columns> object(String json) {
    try (JsonParser parser = FACTORY.createParser(json)) {
      parser.nextToken();
      Row row = row(parser, Optional::of);
      expect(parser, parser.nextToken(), null);
      return Optional.of(Columns.of(row.texts()));
    } catch (IOException e) {
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

  /** The texts in each list that is a member of the object; none if the text is no object. */
  static Map<String, List<String>> texts(String json) {
    Map<String, List<String>> lists = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    try (JsonParser parser = FACTORY.createParser(json)) {
      expect(parser, parser.nextToken(), JsonToken.START_OBJECT);
      while (parser.nextToken() != JsonToken.END_OBJECT) {
        String name = parser.currentName();
        if (parser.nextToken() == JsonToken.START_ARRAY) {
          lists.put(name, texts(parser));
        } else {
          parser.skipChildren();
        }
      }
      return lists;
    } catch (IOException e) {
      return Map.of();
    }
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

  private static Row row(JsonParser parser, Function<String, Optional<String>> wanted)
      throws IOException {
    expect(parser, parser.currentToken(), JsonToken.START_OBJECT);
    Map<String, String> texts = new HashMap<>();
    Set<String> named = new HashSet<>();
    int members = 0;
    boolean anyNull = false;
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      Optional<String> name = wanted.apply(parser.currentName());
      JsonToken value = parser.nextToken();
      name.ifPresent(named::add);
      members++;
      anyNull |= value == JsonToken.VALUE_NULL;
      if (value.isStructStart()) {
        parser.skipChildren();
      } else if (value != JsonToken.VALUE_NULL && name.isPresent()) {
        texts.put(name.get(), parser.getText());
      }
    }
    return new Row(texts, new LeftOut.Members(named, members, anyNull));
  }

  private static void expect(
      JsonParser parser, @Nullable JsonToken found, @Nullable JsonToken expected)
      throws JsonParseException {
    if (found != expected) {
      throw new JsonParseException(parser, "Expected " + expected + ", found " + found);
    }
  }
}
