package no.tandem.webcrm;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Builds the SQL-like texts for /Queries.
 *
 * <p>The language is not published. Only what was seen working in other integrations is used: a
 * column list, =, &gt;=, AND, OR, brackets, and ORDER BY one column.
 */
final class Script {
  private static final Pattern COLUMN = Pattern.compile("[A-Za-z][A-Za-z0-9_]*");

  private Script() {}

  /**
   * The records from an id on, by id.
   *
   * @param since only records that changed at this moment or later
   */
  static String from(
      WebCrm.Kind kind, Collection<String> columns, int firstId, Optional<Instant> since) {
    return select(kind, columns)
        + atLeast(kind.idColumn(), Integer.toString(firstId))
        + since
            .map(moment -> atLeast(kind.updatedAtColumn(), quoted(Stamps.inScripts(moment))))
            .map(condition -> " AND " + condition)
            .orElse("")
        + " ORDER BY "
        + kind.idColumn()
        + " ASC";
  }

  /** The records with these ids. */
  static String ofIds(WebCrm.Kind kind, Collection<String> columns, List<Integer> ids) {
    return ids.stream()
        .map(id -> equal(kind.idColumn(), Integer.toString(id)))
        .collect(Collectors.joining(" OR ", select(kind, columns), ""));
  }

  /**
   * How many of the ids, from the first on, fit into one script.
   *
   * @param most how many at most
   * @param mostCharacters how long the script may be, as an address's part
   * @return at least 1 if there are any
   */
  static int fitting(
      WebCrm.Kind kind,
      Collection<String> columns,
      List<Integer> ids,
      int most,
      int mostCharacters) {
    int length = encodedLength(select(kind, columns));
    int count = 0;
    while (count < ids.size() && count < most) {
      length += encodedLength(" OR " + equal(kind.idColumn(), Integer.toString(ids.get(count))));
      if (length > mostCharacters && count > 0) {
        break;
      }
      count++;
    }
    return count;
  }

  /** A text in a script: in single quotes, with the quotes inside doubled. */
  static String quoted(String text) {
    return "'" + text.replace("'", "''") + "'";
  }

  private static String select(WebCrm.Kind kind, Collection<String> columns) {
    return columns.stream()
        .map(Script::column)
        .collect(Collectors.joining(", ", "SELECT ", " FROM " + kind.table() + " WHERE "));
  }

  private static String equal(String column, String literal) {
    return column(column) + " = " + literal;
  }

  private static String atLeast(String column, String literal) {
    return column(column) + " >= " + literal;
  }

  /** Column names come from code and configuration; nothing else passes. */
  private static String column(String name) {
    if (!COLUMN.matcher(name).matches()) {
      throw new IllegalArgumentException("Not a webCRM field name: " + name);
    }
    return name;
  }

  private static int encodedLength(String text) {
    // A blank takes three characters (%20), which this encoder writes as one (+).
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20").length();
  }
}
