package no.tandem.local.webcrm;

import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import no.tandem.local.webcrm.WebCrmSimulator.Kind;
import org.jspecify.annotations.Nullable;

/**
 * The stored records of both kinds, with the rules that hold whoever writes. Safe for several
 * threads; whoever reads several rows as one takes the lock of this object.
 */
final class Records {
  /** webCRM itself and its support contact come along in every system. */
  static final int SYSTEM_ORGANISATION = 1;

  static final int SYSTEM_PERSON = 2;

  private static final Instant SYSTEM_ROWS_CREATED = Instant.parse("2010-01-04T09:00:00Z");

  /** Takes notice of what happened to records, under the lock of the records. */
  interface Observer {
    void happened(HookEvent event, Kind kind, int id);
  }

  /** Who writes, as CreatedBy and UpdatedBy show it. */
  record Writer(String name) {}

  private final Clock clock;
  private final WebCrmSwitches switches;
  private final Observer observer;
  private final Map<Kind, Table> tables = new EnumMap<>(Kind.class);

  Records(Clock clock, WebCrmSwitches switches, Observer observer) {
    this.clock = clock;
    this.switches = switches;
    this.observer = observer;
    for (Kind kind : Kind.values()) {
      tables.put(kind, new Table(Schema.of(kind)));
    }
    reset();
  }

  Table table(Kind kind) {
    // Every kind has one from the constructor on.
    return Optional.ofNullable(tables.get(kind)).orElseThrow();
  }

  synchronized void reset() {
    tables.values().forEach(Table::clear);
    system(Kind.ORGANISATIONS, SYSTEM_ORGANISATION, Map.of("Name", "webCRM A/S"));
    system(
        Kind.PERSONS,
        SYSTEM_PERSON,
        Map.of(
            "FirstName",
            "webCRM",
            "LastName",
            "Support",
            "OrganisationId",
            SYSTEM_ORGANISATION,
            "Email",
            "support@webcrm.example"));
  }

  private void system(Kind kind, int id, Map<String, Object> values) {
    Schema schema = table(kind).schema();
    Map<Field, @Nullable Object> row = new LinkedHashMap<>();
    values.forEach((name, value) -> row.put(schema.own(name), value));
    row.put(schema.id(), id);
    for (String stamp : List.of("CreatedAt", "UpdatedAt")) {
      row.put(schema.own(stamp), SYSTEM_ROWS_CREATED);
    }
    for (String by : List.of("CreatedBy", "UpdatedBy")) {
      row.put(schema.own(by), "webCRM");
    }
    table(kind).put(Row.empty(schema).with(row));
  }

  /** Puts a record as it is; stamps that it lacks are now. */
  synchronized void put(Kind kind, Map<Field, @Nullable Object> values, Writer writer) {
    Schema schema = table(kind).schema();
    Instant now = now();
    for (String stamp : List.of("CreatedAt", "UpdatedAt")) {
      values.putIfAbsent(schema.own(stamp), now);
    }
    for (String by : List.of("CreatedBy", "UpdatedBy")) {
      values.putIfAbsent(schema.own(by), writer.name());
    }
    table(kind).put(Row.empty(schema).with(values));
  }

  /**
   * Makes a record.
   *
   * @return the id that it was given
   */
  synchronized int create(Kind kind, Map<Field, @Nullable Object> values, Writer writer) {
    Table table = table(kind);
    Schema schema = table.schema();
    int id = table.nextId();
    Row row = Row.empty(schema).with(values);
    check(row, 0);
    table.put(
        stamped(row, writer)
            .with(
                Map.of(
                    schema.id(),
                    id,
                    schema.own("CreatedAt"),
                    now(),
                    schema.own("CreatedBy"),
                    writer.name())));
    touchOrganisation(kind, row, writer);
    observer.happened(HookEvent.CREATE, kind, id);
    return id;
  }

  /** Merges values into a record. */
  synchronized void change(Kind kind, int id, Map<Field, @Nullable Object> values, Writer writer) {
    Table table = table(kind);
    Row row = existing(kind, id).with(values);
    check(row, id);
    table.put(stamped(row, writer));
    touchOrganisation(kind, row, writer);
    observer.happened(HookEvent.UPDATE, kind, id);
  }

  /** Removes a record; an organisation takes its persons along. */
  synchronized void delete(Kind kind, int id, Writer writer) {
    existing(kind, id);
    if (kind == Kind.ORGANISATIONS) {
      for (Row person : personsOf(id)) {
        delete(Kind.PERSONS, person.id(), writer);
      }
    }
    table(kind).remove(id);
    observer.happened(HookEvent.DELETE, kind, id);
  }

  synchronized List<Row> personsOf(int organisation) {
    Table persons = table(Kind.PERSONS);
    Field owner = persons.schema().own("OrganisationId");
    return persons.rows().stream().filter(row -> row.integer(owner) == organisation).toList();
  }

  synchronized Optional<Row> find(Kind kind, int id) {
    return table(kind).find(id);
  }

  synchronized List<Row> all(Kind kind) {
    return List.copyOf(table(kind).rows());
  }

  private Row existing(Kind kind, int id) {
    return table(kind).find(id).orElseThrow(() -> Refusal.notFound(kind.entity(), id));
  }

  private void check(Row row, int id) {
    switch (row.schema().kind()) {
      case ORGANISATIONS -> checkUnique(row, id);
      case PERSONS -> checkPerson(row);
    }
  }

  private void checkPerson(Row row) {
    if (row.text(row.schema().own("LastName")).isBlank()) {
      throw Refusal.invalid("PersonLastName must not be empty.");
    }
    int organisation = row.integer(row.schema().own("OrganisationId"));
    if (!table(Kind.ORGANISATIONS).contains(organisation)) {
      throw Refusal.invalid("PersonOrganisationId " + organisation + " does not exist.");
    }
  }

  private void checkUnique(Row row, int id) {
    for (String name : switches.uniqueFields()) {
      Field field = row.schema().find(name).orElseThrow();
      String value = row.text(field);
      if (!value.isEmpty()
          && table(Kind.ORGANISATIONS).rows().stream()
              .anyMatch(other -> other.id() != id && other.text(field).equalsIgnoreCase(value))) {
        throw Refusal.of(
            400, "DuplicateException", "'" + value + "' of " + field.name() + " is not unique.");
      }
    }
  }

  private void touchOrganisation(Kind kind, Row person, Writer writer) {
    if (kind == Kind.PERSONS && switches.personTouchesOrganisation()) {
      Table organisations = table(Kind.ORGANISATIONS);
      organisations
          .find(person.integer(person.schema().own("OrganisationId")))
          .ifPresent(organisation -> organisations.put(stamped(organisation, writer)));
    }
  }

  private Row stamped(Row row, Writer writer) {
    Schema schema = row.schema();
    return row.with(Map.of(schema.own("UpdatedAt"), now(), schema.own("UpdatedBy"), writer.name()));
  }

  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.SECONDS);
  }
}
