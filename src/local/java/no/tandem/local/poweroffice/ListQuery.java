package no.tandem.local.poweroffice;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import no.tandem.local.poweroffice.PowerOfficeSimulator.Kind;

/** What a list call asks for. */
final class ListQuery {
  private static final int DEFAULT_PAGE_SIZE = 5000;
  private static final int MAX_PAGE_SIZE = 20_000;
  private static final Pattern FIELD_NAME = Pattern.compile("[A-Za-z][A-Za-z0-9]*");

  private final Kind kind;
  private final Map<String, String> parameters;
  private final PowerOfficeSwitches switches;
  private final Set<String> known = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
  private final List<Predicate<StoredRecord>> filters = new ArrayList<>();
  private final Set<Long> groups = new LinkedHashSet<>();
  private final int page;
  private final int pageSize;
  private final Iterable<Field> fields;
  private final Optional<Comparator<StoredRecord>> order;

  /**
   * Reads the parameters; throws a problem for those that are wrong.
   *
   * @param parameters found without regard to case
   */
  ListQuery(Kind kind, Map<String, String> parameters, PowerOfficeSwitches switches) {
    this.kind = kind;
    this.parameters = parameters;
    this.switches = switches;
    known.addAll(Set.of("UseDatabaseValidation", "subscription-key"));
    page = positive("PageNumber", 1);
    pageSize = readPageSize();
    fields = readFields();
    order = readOrder();
    readFilters();
    refuseUnknown();
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
    refuseUnknownGroups(records);
    List<StoredRecord> rows = new ArrayList<>();
    long left = skip;
    for (StoredRecord record : ordered(records)) {
      if (!passes(record)) {
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

  /** A group exists here as soon as a contact is in it. */
  private void refuseUnknownGroups(Records records) {
    for (long group : groups) {
      if (records.all(kind).stream().noneMatch(record -> isInOneOf(Set.of(group), record))) {
        throw Problem.notFound("ContactGroup with id = " + group + " not found.");
      }
    }
  }

  private static boolean isInOneOf(Set<Long> groups, StoredRecord record) {
    for (JsonNode group : record.get("ContactGroupIds")) {
      if (groups.contains(group.asLong())) {
        return true;
      }
    }
    return false;
  }

  private Iterable<StoredRecord> ordered(Records records) {
    if (order.isPresent()) {
      return records.all(kind).stream().filter(this::passes).sorted(order.get()).toList();
    }
    return switch (switches.listOrder()) {
      case ID_ASCENDING -> records.all(kind);
      case ID_DESCENDING -> records.allFromLastId(kind);
      case LAST_CHANGED_ASCENDING ->
          records.all(kind).stream().sorted(Comparator.comparing(StoredRecord::changed)).toList();
      case LAST_CHANGED_DESCENDING ->
          records.all(kind).stream()
              .sorted(Comparator.comparing(StoredRecord::changed).reversed())
              .toList();
    };
  }

  private boolean passes(StoredRecord record) {
    for (Predicate<StoredRecord> filter : filters) {
      if (!filter.test(record)) {
        return false;
      }
    }
    return true;
  }

  private int readPageSize() {
    int size = positive("PageSize", DEFAULT_PAGE_SIZE);
    if (size > MAX_PAGE_SIZE && !switches.clampsPageSize()) {
      throw Problem.badQuery("PageSize must be between 1 and " + MAX_PAGE_SIZE + ".");
    }
    return Math.min(size, MAX_PAGE_SIZE);
  }

  private int positive(String name, int fallback) {
    Optional<String> text = parameter(name);
    if (text.isEmpty()) {
      return fallback;
    }
    try {
      int number = Integer.parseInt(text.get());
      if (number >= 1) {
        return number;
      }
    } catch (NumberFormatException e) {
      // Refused below, as a number out of range is.
    }
    throw Problem.badQuery(name + " must be a positive number.");
  }

  private Iterable<Field> readFields() {
    Optional<String> text = parameter("Fields");
    if (text.isEmpty()) {
      return Shape.of(kind).fields();
    }
    Set<Field> named = new LinkedHashSet<>();
    for (String name : text.get().split(",", -1)) {
      String bare = name.strip();
      Optional<Field> field =
          FIELD_NAME.matcher(bare).matches()
              ? Shape.of(kind).fieldInAnyCase(bare)
              : Optional.empty();
      named.add(
          field.orElseThrow(
              () ->
                  Problem.badQuery(
                      "Fields property in resourceParameter is not formatted correct.")));
    }
    return named;
  }

  private Optional<Comparator<StoredRecord>> readOrder() {
    Optional<String> text = parameter("OrderBy");
    if (text.isEmpty()) {
      return Optional.empty();
    }
    // The grammar is not documented; the published sample has a field, a blank and a direction.
    List<String> words = Arrays.asList(text.get().strip().split("\\s+", -1));
    Optional<Field> field = Shape.of(kind).fieldInAnyCase(words.getFirst());
    String direction = words.size() == 1 ? "asc" : words.get(1).toLowerCase(Locale.ROOT);
    if (field.isEmpty() || words.size() > 2 || !Set.of("asc", "desc").contains(direction)) {
      throw Problem.badQuery("OrderBy property in resourceParameter is not formatted correct.");
    }
    Comparator<StoredRecord> comparator = comparing(field.get());
    return Optional.of(direction.equals("desc") ? comparator.reversed() : comparator);
  }

  private static Comparator<StoredRecord> comparing(Field field) {
    if (field.name().equals("LastChangedDateTimeOffset")) {
      return Comparator.comparing(StoredRecord::changed);
    }
    return field.type() == FieldType.INTEGER
        ? Comparator.comparingLong(record -> record.get(field).asLong())
        : Comparator.comparing(record -> record.get(field).asText());
  }

  private void readFilters() {
    stamp("LastChangedDateTimeOffset", StoredRecord::changed);
    stamp(kind.createdField(), StoredRecord::created);
    switch (kind) {
      case CUSTOMERS -> {
        numbers("customerNos", "Number");
        contactFilters();
      }
      case SUPPLIERS -> {
        numbers("supplierNos", "Number");
        contactFilters();
      }
      case DEPARTMENTS -> departmentFilters();
      case CONTACT_PERSONS -> {
        ids("contactIds")
            .ifPresent(ids -> filters.add(r -> ids.contains(r.get("ContactId").asLong())));
        texts("externalCodes", "ExternalCode");
      }
    }
  }

  private void contactFilters() {
    numbers("externalNos", "ExternalNumber");
    texts("organizationNumbers", "OrganizationNumber");
    texts("phoneNumbers", "PhoneNumber");
    texts("emailAddresses", "EmailAddress");
    parameter("externalImportReference")
        .ifPresent(
            reference ->
                filters.add(r -> reference.equals(r.get("ExternalImportReference").textValue())));
    ids("contactGroupIds").ifPresent(groups::addAll);
    if (!groups.isEmpty()) {
      filters.add(record -> isInOneOf(groups, record));
    }
  }

  private void departmentFilters() {
    texts("codes", "Code");
    parameter("name")
        .map(name -> name.toLowerCase(Locale.ROOT))
        .ifPresent(
            name ->
                filters.add(
                    r -> {
                      String stored = r.get("Name").asText().toLowerCase(Locale.ROOT);
                      return switches.nameFilterContains()
                          ? stored.contains(name)
                          : stored.equals(name);
                    }));
    parameter("isActive")
        .ifPresent(
            text -> {
              String word = text.toLowerCase(Locale.ROOT);
              if (!Set.of("true", "false").contains(word)) {
                throw Problem.badQuery("isActive must be true or false.");
              }
              boolean active = word.equals("true");
              filters.add(r -> r.get("IsActive").booleanValue() == active);
            });
    numbers("managerEmployeeNo", "ManagerEmployeeNo");
    parameter("createdFromImportJournalId")
        .ifPresent(
            text -> {
              UUID id = uuid(text);
              filters.add(
                  r -> id.toString().equals(r.get("CreatedFromImportJournalId").textValue()));
            });
  }

  private static UUID uuid(String text) {
    try {
      return UUID.fromString(text);
    } catch (IllegalArgumentException e) {
      throw Problem.badQuery("createdFromImportJournalId must be a UUID.");
    }
  }

  private interface StampOf {
    Instant get(StoredRecord record);
  }

  private void stamp(String field, StampOf stampOf) {
    String name = Field.inCamelCase(field) + "GreaterThan";
    parameter(name)
        .ifPresent(
            text -> {
              Instant after = instant(name, text);
              filters.add(r -> stampOf.get(r).isAfter(after));
            });
  }

  private static Instant instant(String name, String text) {
    try {
      return OffsetDateTime.parse(text).toInstant();
    } catch (DateTimeParseException e) {
      // Also what a plus sign becomes that was not percent-encoded: a blank.
      throw Problem.badQuery(name + " must be a date and time with an offset.");
    }
  }

  private void numbers(String name, String field) {
    parameter(name)
        .ifPresent(
            text -> {
              NumberRanges ranges =
                  NumberRanges.parse(text)
                      .orElseThrow(() -> Problem.badQuery(name + " must be numbers or ranges."));
              filters.add(
                  r -> r.get(field).isNumber() && ranges.contains(r.get(field).longValue()));
            });
  }

  private void texts(String name, String field) {
    parameter(name)
        .ifPresent(
            text -> {
              Set<String> wanted =
                  Arrays.stream(text.split(",", -1))
                      .map(part -> part.strip().toLowerCase(Locale.ROOT))
                      .collect(Collectors.toSet());
              filters.add(
                  r -> {
                    String stored = r.get(field).textValue();
                    return stored != null && wanted.contains(stored.toLowerCase(Locale.ROOT));
                  });
            });
  }

  private Optional<Set<Long>> ids(String name) {
    return parameter(name)
        .map(
            text -> {
              try {
                return Arrays.stream(text.split(",", -1))
                    .map(part -> Long.valueOf(part.strip()))
                    .collect(Collectors.toSet());
              } catch (NumberFormatException e) {
                throw Problem.badQuery(name + " must be ids with commas between.");
              }
            });
  }

  /** The parameter's text; one that is there but empty counts as left out. */
  private Optional<String> parameter(String name) {
    known.add(name);
    return Optional.ofNullable(parameters.get(name)).filter(text -> !text.isEmpty());
  }

  private void refuseUnknown() {
    for (String name : parameters.keySet()) {
      if (name.startsWith("$") || (switches.refusesUnknownParameters() && !known.contains(name))) {
        throw Problem.badQuery("'" + name + "' is not a valid query parameter.");
      }
    }
  }
}
