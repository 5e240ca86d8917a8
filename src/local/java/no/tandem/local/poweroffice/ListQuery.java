package no.tandem.local.poweroffice;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import no.tandem.local.poweroffice.PowerOfficeSimulator.Kind;

/** What a list call asks for: a page, fields, and perhaps only what has changed since. */
final class ListQuery {
  private static final int MAX_PAGE_SIZE = 20_000;
  private static final String CHANGED_AFTER = "lastChangedDateTimeOffsetGreaterThan";
  private static final Set<String> NEEDED = Set.of("PageNumber", "PageSize", "Fields");

  private final Kind kind;
  private final PowerOfficeSwitches switches;
  private final int page;
  private final int pageSize;
  private final Set<Field> fields = new LinkedHashSet<>();
  private final Instant changedAfter;

  /** Reads the parameters; throws a problem for those that are wrong or that Tandem never sends. */
  ListQuery(Kind kind, Map<String, String> parameters, PowerOfficeSwitches switches) {
    this.kind = kind;
    this.switches = switches;
    Set<String> names = new TreeSet<>(parameters.keySet());
    names.remove(CHANGED_AFTER);
    if (!names.equals(NEEDED)) {
      throw Problem.neverSent("A list with the parameters " + parameters.keySet());
    }
    page = positive("PageNumber", parameters);
    pageSize = positive("PageSize", parameters);
    if (pageSize > MAX_PAGE_SIZE) {
      throw Problem.badQuery("PageSize must be between 1 and " + MAX_PAGE_SIZE + ".");
    }
    for (String name : parameters.getOrDefault("Fields", "").split(",", -1)) {
      fields.add(
          Shape.of(kind)
              .field(name)
              .orElseThrow(
                  () ->
                      Problem.badQuery(
                          "Fields property in resourceParameter is not formatted correct: "
                              + name)));
    }
    changedAfter =
        Optional.ofNullable(parameters.get(CHANGED_AFTER))
            .map(ListQuery::instant)
            .orElse(Instant.MIN);
  }

  int page() {
    return page;
  }

  int pageSize() {
    return pageSize;
  }

  /** The fields to answer. */
  Iterable<Field> fields() {
    return fields;
  }

  /**
   * The rows of the page, and one more if there is a next page.
   *
   * @param skip rows of earlier pages
   */
  List<StoredRecord> rows(Records records, long skip) {
    List<StoredRecord> rows = new ArrayList<>();
    long left = skip;
    for (StoredRecord record : ordered(records)) {
      if (!record.changed().isAfter(changedAfter)) {
        continue;
      }
      if (left > 0) {
        left--;
      } else {
        rows.add(record);
        if (rows.size() > pageSize) {
          break;
        }
      }
    }
    return rows;
  }

  private Iterable<StoredRecord> ordered(Records records) {
    Comparator<StoredRecord> byStamp = Comparator.comparing(StoredRecord::changed);
    return switch (switches.listOrder()) {
      case ID_ASCENDING -> records.all(kind);
      case ID_DESCENDING -> records.allFromLastId(kind);
      case LAST_CHANGED_ASCENDING -> records.all(kind).stream().sorted(byStamp).toList();
      case LAST_CHANGED_DESCENDING ->
          records.all(kind).stream().sorted(byStamp.reversed()).toList();
    };
  }

  private static int positive(String name, Map<String, String> parameters) {
    String text = parameters.getOrDefault(name, "");
    if (!text.matches("[1-9]\\d{0,8}")) {
      throw Problem.badQuery(name + " must be a positive number.");
    }
    return Integer.parseInt(text);
  }

  private static Instant instant(String text) {
    try {
      return OffsetDateTime.parse(text).toInstant();
    } catch (DateTimeParseException e) {
      // Also what a plus sign becomes that was not percent-encoded: a blank.
      throw Problem.badQuery(CHANGED_AFTER + " must be a date and time with an offset.");
    }
  }
}
