package no.tandem.webcrm;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import no.tandem.remote.LeftOut;
import no.tandem.sync.side.Columns;
import no.tandem.sync.side.SystemName;
import no.tandem.sync.side.TransientException;
import org.jspecify.annotations.Nullable;

/**
 * Reads records out of JSON and keeps the wanted columns only: a record as webCRM gives it by id
 * has some 180 fields, passwords among them, which must not travel any further.
 *
 * <p>Token by token, because a complete listing can have 100,000 rows.
 */
final class Rows {
  private static final JsonFactory JSON = new JsonFactory();

  private final Map<String, String> wanted = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
  private final LeftOut leftOut;

  /**
   * @param wanted the columns to keep; they are found in any letter case
   * @param leftOut what the answers have shown of columns without a value: a column that webCRM
   *     left out must not pass for one that a user cleared
   */
  Rows(Collection<String> wanted, LeftOut leftOut) {
    wanted.forEach(name -> this.wanted.put(name, name));
    this.leftOut = leftOut;
  }

  private record Row(Map<String, @Nullable String> texts, LeftOut.Members members) {}

  /**
   * The records of an array.
   *
   * @throws TransientException if the body is anything but a whole JSON array of objects
   */
  List<Columns> list(@Nullable String body) {
    if (body == null || body.isBlank()) {
      throw unreadable("no body where a list was asked for");
    }
    List<Row> rows = new ArrayList<>();
    Map<String, Optional<String>> spellings = new HashMap<>();
    try (JsonParser parser = JSON.createParser(body)) {
      if (parser.nextToken() != JsonToken.START_ARRAY) {
        throw unreadable("not a list");
      }
      while (parser.nextToken() != JsonToken.END_ARRAY) {
        rows.add(row(parser, spellings));
      }
      expectEnd(parser);
    } catch (IOException e) {
      throw unreadable(e.getClass().getSimpleName());
    }
    return columns(rows);
  }

  private List<Columns> columns(List<Row> rows) {
    leftOut.learn(rows.stream().map(Row::members).toList());
    return rows.stream().map(row -> Columns.of(row.texts(), lacking(row))).toList();
  }

  private Set<String> lacking(Row row) {
    if (row.members().named().size() == wanted.size() || leftOut.isEmpty()) {
      return Set.of();
    }
    Set<String> lacking = new HashSet<>(wanted.values());
    lacking.removeAll(row.members().named());
    return lacking;
  }

  /**
   * The record that the body is; empty if there is no body.
   *
   * @throws TransientException if the body is anything but a whole JSON object
   */
  Optional<Columns> one(@Nullable String body) {
    if (body == null || body.isBlank()) {
      return Optional.empty();
    }
    try (JsonParser parser = JSON.createParser(body)) {
      parser.nextToken();
      Row row = row(parser, new HashMap<>());
      expectEnd(parser);
      return Optional.of(columns(List.of(row)).getFirst());
    } catch (IOException e) {
      throw unreadable(e.getClass().getSimpleName());
    }
  }

  private Row row(JsonParser parser, Map<String, Optional<String>> spellings) throws IOException {
    if (parser.currentToken() != JsonToken.START_OBJECT) {
      throw unreadable("not a record");
    }
    Map<String, @Nullable String> texts = new HashMap<>();
    Set<String> named = new HashSet<>();
    int members = 0;
    boolean anyNull = false;
    String name;
    while ((name = parser.nextFieldName()) != null) {
      JsonToken value = parser.nextToken();
      Optional<String> column = spellings.computeIfAbsent(name, this::column);
      column.ifPresent(named::add);
      members++;
      anyNull |= value == JsonToken.VALUE_NULL;
      if (column.isPresent() && value.isScalarValue() && value != JsonToken.VALUE_NULL) {
        texts.put(column.get(), parser.getText());
      } else {
        parser.skipChildren();
      }
    }
    if (parser.currentToken() != JsonToken.END_OBJECT) {
      throw unreadable("half a record");
    }
    return new Row(texts, new LeftOut.Members(named, members, anyNull));
  }

  private Optional<String> column(String asReceived) {
    return Optional.ofNullable(wanted.get(asReceived));
  }

  private static void expectEnd(JsonParser parser) throws IOException {
    if (parser.nextToken() != null) {
      throw unreadable("more than one value");
    }
  }

  private static TransientException unreadable(String how) {
    String title = "unreadable answer (" + how + ")";
    return new TransientException(SystemName.WEBCRM, 200, title, title);
  }
}
