package no.tandem.webcrm;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Pattern;
import no.tandem.remote.Clearance;
import no.tandem.sync.pair.Property;
import no.tandem.sync.side.Bulk;
import no.tandem.sync.side.Columns;
import no.tandem.sync.side.Cursor;
import no.tandem.sync.side.Freshness;
import no.tandem.sync.side.Lengths;
import no.tandem.sync.side.ListTooLongException;
import no.tandem.sync.side.Listing;
import no.tandem.sync.side.Presence;
import no.tandem.sync.side.RecordId;
import no.tandem.sync.side.RejectedException;
import no.tandem.sync.side.RemoteException;
import no.tandem.sync.side.Side;
import no.tandem.sync.side.Snapshot;
import no.tandem.sync.side.Stamp;
import no.tandem.sync.side.SystemName;
import no.tandem.sync.side.Text;
import no.tandem.sync.side.TransientException;
import no.tandem.sync.side.UnmappedFields;
import no.tandem.sync.side.View;
import org.jspecify.annotations.Nullable;

/** webCRM's organisations or persons, for one run. */
final class WebCrmSide implements Side {
  private static final String PERSON_ORGANISATION = "PersonOrganisationId";
  static final String PERSON_STATUS = "PersonStatus";
  private static final String RESIGNED = "Resigned";

  /** What shows whether a record is active and whose it is, where it is asked for. */
  private static final Set<String> STATE_COLUMNS =
      Set.of(PERSON_ORGANISATION, PERSON_STATUS, WebCrmConfiguration.ORGANISATION_STATUS);

  /** The largest page that webCRM gives. */
  private static final int PAGE_SIZE = 1000;

  private static final int MOST_IDS = 250;
  private static final int LONGEST_SCRIPT = 7400;
  private static final int MOST_FAILURES_IN_A_ROW = 5;

  /**
   * How an address that is too long may be rejected. Where webCRM's limit lies is not known; its
   * kind of web server answers 400 or, with a page of its own, 404.
   */
  private static final Set<Integer> MAYBE_TOO_LONG = Set.of(400, 404, 414);

  /**
   * The author of an API's writes is "api", a digit and the application token's name: "api2
   * Tandem".
   */
  private static final Pattern INTEGRATION = Pattern.compile("api\\d* .*", Pattern.DOTALL);

  private static final Pattern NUMBER = Pattern.compile("\\d+");
  private static final Pattern ID = Pattern.compile("[1-9]\\d{0,9}");

  private final WebCrm webCrm;
  private final WebCrmConfiguration configuration;
  private final WebCrm.Kind kind;
  private final List<Property> properties;
  private final List<String> columns;
  private final Rows rows;
  private final Optional<Bulk> bulk;
  private final UnmappedFields unmappedFields;
  private int mostIds = MOST_IDS;
  private @Nullable Lengths lengths;
  private int calls;

  WebCrmSide(
      WebCrm webCrm,
      WebCrmConfiguration configuration,
      WebCrm.Kind kind,
      List<Property> properties) {
    this.webCrm = webCrm;
    this.configuration = configuration;
    this.kind = kind;
    this.properties = List.copyOf(properties);
    this.columns = columns(configuration, kind, properties);
    this.bulk =
        configuration.bulkSize() > 1
            ? Optional.of(new WebCrmBulk(this, webCrm, kind, configuration.bulkSize()))
            : Optional.empty();
    this.rows = new Rows(columns, webCrm.leftOut());
    this.unmappedFields = new WebCrmUnmappedFields(this, kind, columns, writable());
  }

  /** What is asked for and kept: nothing else leaves this class. */
  static List<String> columns(
      WebCrmConfiguration configuration, WebCrm.Kind kind, List<Property> properties) {
    List<String> columns = new ArrayList<>();
    columns.add(kind.idColumn());
    properties.forEach(property -> columns.addAll(property.on(SystemName.WEBCRM).columns()));
    columns.add(kind.updatedAtColumn());
    columns.add(kind.updatedByColumn());
    columns.add(kind.createdAtColumn());
    columns.add(kind.createdByColumn());
    switch (kind) {
      case ORGANISATIONS -> {
        configuration.organisationNumberField().ifPresent(columns::add);
        configuration.organisationReferenceField().ifPresent(columns::add);
        configuration
            .inactiveOrganisationStatus()
            .ifPresent(status -> columns.add(WebCrmConfiguration.ORGANISATION_STATUS));
        columns.addAll(configuration.moreOrganisationFields());
      }
      case PERSONS -> {
        columns.add(PERSON_ORGANISATION);
        columns.add(PERSON_STATUS);
        configuration.personReferenceField().ifPresent(columns::add);
      }
    }
    Set<String> seen = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
    return columns.stream().filter(seen::add).toList();
  }

  /** The columns that are written: what a pair maps, our references, and a record's state. */
  private Set<String> writable() {
    Set<String> written = new HashSet<>();
    properties.forEach(property -> written.addAll(property.on(SystemName.WEBCRM).columns()));
    switch (kind) {
      case ORGANISATIONS -> {
        configuration.organisationReferenceField().ifPresent(written::add);
        configuration.organisationNumberField().ifPresent(written::add);
        written.addAll(configuration.moreOrganisationFields());
        configuration
            .inactiveOrganisationStatus()
            .ifPresent(status -> written.add(WebCrmConfiguration.ORGANISATION_STATUS));
      }
      case PERSONS -> {
        configuration.personReferenceField().ifPresent(written::add);
        written.add(PERSON_STATUS);
      }
    }
    return written;
  }

  // --- listing ---

  @Override
  public Listing all() {
    return listing(list(1, Integer.MAX_VALUE, Optional.empty()));
  }

  @Override
  public Listing changedSince(Cursor cursor) {
    return changedSince(
        cursor.stamp().at().minus(configuration.overlap()).minus(cursor.listingTook()));
  }

  @Override
  public Listing changedSince(Instant since) {
    return listing(list(1, Integer.MAX_VALUE, Optional.of(since)));
  }

  /**
   * The records from one id to another, possibly some beyond, by id.
   *
   * <p>Pages start after the last id that was seen. Numbered pages would skip rows when others move
   * ahead of them while they are read, and change stamps do not order rows that have equal ones.
   */
  private List<Snapshot> list(int firstId, int lastId, Optional<Instant> since) {
    List<Snapshot> found = new ArrayList<>();
    int next = firstId;
    while (true) {
      List<Snapshot> page = query(Script.from(kind, columns, next, since));
      for (Snapshot record : page) {
        int id = number(record.id());
        if (id < next) {
          // The next page would skip rows, or would be this one for ever.
          throw unusable("the rows do not come in the order of their ids");
        }
        if (!kind.isSystemRow(id)) {
          found.add(record);
        }
        if (id == Integer.MAX_VALUE) {
          return found;
        }
        next = id + 1;
      }
      if (page.size() < PAGE_SIZE || next > lastId) {
        return found;
      }
      if (webCrm.isTimeUp()) {
        throw new ListTooLongException(SystemName.WEBCRM);
      }
    }
  }

  private Listing listing(List<Snapshot> records) {
    Optional<Stamp> largest = Optional.empty();
    for (Snapshot record : records) {
      largest = Stamp.largest(largest, record, kind.updatedAtColumn());
    }
    return new Listing(records, largest, Property.shown(properties, records));
  }

  private List<Snapshot> query(String script) {
    List<Columns> page =
        counted((api, authorization) -> api.query(authorization, script, 1, PAGE_SIZE), rows::list);
    return page.stream().map(this::snapshot).toList();
  }

  // --- reading ---

  @Override
  public Map<RecordId, Presence> read(Collection<Known> known, int listed) {
    Map<RecordId, Presence> read = new HashMap<>();
    SortedSet<Integer> wanted = new TreeSet<>();
    for (Known record : known) {
      RecordId id = record.id();
      if (!isId(id.value())) {
        read.put(id, new Presence.Unknown("Not an id that webCRM gives"));
      } else if (kind.isSystemRow(number(id))) {
        // For us there is no such record.
        read.put(id, new Presence.Gone());
      } else {
        wanted.add(number(id));
      }
    }
    List<Integer> ids = List.copyOf(wanted);
    if (ids.size() > 1) {
      readMany(ids, listed, read);
      Presence.takeOutOpen(read);
    }
    lookUp(
        ids.stream().map(WebCrmSide::recordId).filter(id -> !read.containsKey(id)).toList(), read);
    return read;
  }

  /** Reads records in as few calls as can be; what is not found gets no entry. */
  private void readMany(List<Integer> ids, int listed, Map<RecordId, Presence> read) {
    int batch = Script.fitting(kind, columns, ids, mostIds, LONGEST_SCRIPT);
    int batches = (ids.size() + batch - 1) / batch;
    if (listed > 0 && listed / PAGE_SIZE + 1 < batches) {
      readListed(ids, read);
    } else {
      readBatches(ids, read);
    }
  }

  private void readListed(List<Integer> ids, Map<RecordId, Presence> read) {
    try {
      keep(list(ids.getFirst(), ids.getLast(), Optional.empty()), ids, read);
    } catch (RemoteException e) {
      ids.forEach(id -> read.put(recordId(id), unknown(e)));
    }
  }

  private void readBatches(List<Integer> ids, Map<RecordId, Presence> read) {
    List<Integer> rest = ids;
    while (rest.size() > 1 && mostIds > 1) {
      int size = Script.fitting(kind, columns, rest, mostIds, LONGEST_SCRIPT);
      List<Integer> batch = rest.subList(0, size);
      try {
        keep(query(Script.ofIds(kind, columns, batch)), batch, read);
      } catch (RemoteException e) {
        if (MAYBE_TOO_LONG.contains(e.status())) {
          // Kept for the rest of the run; a single record is not asked for by a script.
          mostIds = size / 2;
          continue;
        }
        batch.forEach(id -> read.put(recordId(id), unknown(e)));
      }
      rest = rest.subList(size, rest.size());
    }
  }

  private static void keep(
      List<Snapshot> records, Collection<Integer> ids, Map<RecordId, Presence> read) {
    Set<Integer> wanted = Set.copyOf(ids);
    for (Snapshot record : records) {
      if (wanted.contains(number(record.id()))) {
        read.put(record.id(), new Presence.Present(record));
      }
    }
  }

  /** Looks the records up one by one. Only this proves that a record is gone. */
  private void lookUp(List<RecordId> ids, Map<RecordId, Presence> read) {
    int failuresInARow = 0;
    for (RecordId id : ids) {
      Presence presence;
      if (failuresInARow < MOST_FAILURES_IN_A_ROW) {
        try {
          presence = lookUp(id);
          failuresInARow = 0;
        } catch (RemoteException e) {
          presence = unknown(e);
          failuresInARow++;
        }
      } else {
        presence = new Presence.Unknown("webCRM failed several times in a row before it was asked");
      }
      read.put(id, presence);
    }
  }

  private Presence lookUp(RecordId id) {
    Optional<Columns> record;
    try {
      record =
          counted(
              (api, authorization) -> api.get(authorization, kind.collection(), number(id)),
              rows::one);
    } catch (RejectedException e) {
      if (e.status() == 404) {
        return new Presence.Gone();
      }
      throw e;
    }
    if (record.isEmpty()) {
      return new Presence.Unknown("webCRM answered with success and no record");
    }
    Snapshot snapshot = snapshot(record.get());
    return number(snapshot.id()) == number(id)
        ? new Presence.Present(snapshot)
        : new Presence.Unknown("webCRM answered with another record");
  }

  private static Presence unknown(RemoteException why) {
    return new Presence.Unknown("webCRM could not be read: " + why.title());
  }

  Snapshot snapshot(Columns record) {
    String id = record.text(kind.idColumn()).filter(WebCrmSide::isId).orElse("");
    if (id.isEmpty()) {
      throw unusable("a record without an id");
    }
    View view = View.EMPTY;
    for (Property property : properties) {
      view = view.with(property.name(), property.on(SystemName.WEBCRM).read(record));
    }
    return new Snapshot(
        new RecordId(id),
        view,
        record,
        inactive(record),
        record.text(PERSON_ORGANISATION).filter(WebCrmSide::isId).map(RecordId::new),
        record.text(kind.updatedAtColumn()).flatMap(Stamps::instant),
        record.text(kind.updatedByColumn()),
        record.text(kind.updatedByColumn()).filter(WebCrmSide::isIntegration).isPresent(),
        record.text(kind.createdAtColumn()).flatMap(Stamps::instant),
        record.text(kind.createdByColumn()).filter(WebCrmSide::isIntegration),
        lacking(record));
  }

  /**
   * Whether rows of /Queries show a person's status by name or by number is not known. Only the
   * name is understood: a number whose meaning is a guess must not end or take up links.
   */
  private Set<String> lacking(Columns record) {
    Set<String> lacking = new HashSet<>(Property.lacking(properties, SystemName.WEBCRM, record));
    boolean number =
        kind == WebCrm.Kind.PERSONS
            && record
                .text(PERSON_STATUS)
                .filter(text -> NUMBER.matcher(text).matches())
                .isPresent();
    if (number || STATE_COLUMNS.stream().anyMatch(record::lacks)) {
      lacking.add(Snapshot.STATE);
    }
    return lacking;
  }

  private static boolean isIntegration(String user) {
    return INTEGRATION.matcher(user).matches();
  }

  private Optional<String> inactive(Columns record) {
    return switch (kind) {
      case ORGANISATIONS ->
          configuration
              .inactiveOrganisationStatus()
              .filter(
                  status ->
                      record
                          .text(WebCrmConfiguration.ORGANISATION_STATUS)
                          .filter(now -> Text.matches(now, status))
                          .isPresent())
              .map(status -> "inactive by its status in webCRM");
      case PERSONS ->
          record
              .text(PERSON_STATUS)
              .filter(RESIGNED::equalsIgnoreCase)
              .map(status -> "Resigned in webCRM");
    };
  }

  // --- writing ---

  @Override
  public Created create(New record, IntentStore intentStore) {
    String body = Json.write(newRecord(record));
    return webCrm.alone(
        () ->
            counted(
                webCrm.clearance(intentStore),
                (api, authorization) -> api.create(authorization, kind.collection(), body),
                answer -> new Created(createdId(answer), Optional.empty())));
  }

  /** A record as it is sent to be created. */
  Map<String, Object> newRecord(New given) {
    Map<String, Object> record = new LinkedHashMap<>();
    record.put(kind.idColumn(), 0);
    record.putAll(given.columns());
    switch (kind) {
      case ORGANISATIONS ->
          configuration
              .organisationReferenceField()
              .ifPresent(f -> record.put(f, given.reference()));
      case PERSONS -> {
        if (given.owner().isEmpty()) {
          String title = "a person without an organisation";
          throw new RejectedException(SystemName.WEBCRM, 0, title, title);
        }
        record.put(PERSON_ORGANISATION, number(given.owner().get()));
        record.put(PERSON_STATUS, "Active");
        configuration.personReferenceField().ifPresent(f -> record.put(f, given.reference()));
      }
    }
    return record;
  }

  /** The new id; what a create answers is published for persons only (a bare number). */
  private Optional<RecordId> createdId(@Nullable String body) {
    JsonNode answer = Json.read(body);
    JsonNode id = answer.isObject() ? Json.field(answer, kind.idColumn()) : answer;
    return id(id.asText(""));
  }

  /** An id that webCRM gives; empty if the text is something else. */
  static Optional<RecordId> id(String text) {
    return Optional.of(text.strip()).filter(WebCrmSide::isId).map(RecordId::new);
  }

  /**
   * {@inheritDoc}
   *
   * <p>webCRM leaves unchanged what the body does not name (seen in live integrations; it is not
   * documented, so the first changes are watched) and says nothing of the result.
   */
  @Override
  public Optional<Snapshot> update(
      Snapshot current, Map<String, String> changed, Freshness freshness) {
    put(current.id(), changed, freshness);
    return Optional.empty();
  }

  /** Sends these columns of a record. */
  void put(RecordId record, Map<String, ? extends Object> changed, Freshness freshness) {
    int id = number(record);
    Map<String, Object> columnsOfIt = new LinkedHashMap<>();
    columnsOfIt.put(kind.idColumn(), id);
    columnsOfIt.putAll(changed);
    String body = Json.write(columnsOfIt);
    counted(
        webCrm.clearance(freshness),
        (api, authorization) -> api.update(authorization, kind.collection(), id, body),
        answer -> true);
  }

  @Override
  public Optional<UnmappedFields> unmappedFields() {
    return Optional.of(unmappedFields);
  }

  /** As many of the first ids as one call for these columns takes. */
  List<RecordId> fitting(List<RecordId> ids, List<String> some) {
    List<Integer> numbers = ids.stream().map(WebCrmSide::number).toList();
    return ids.subList(0, Script.fitting(kind, withId(some), numbers, mostIds, LONGEST_SCRIPT));
  }

  /** Only these columns of the records that are there, in one call. */
  Map<RecordId, Columns> queryWith(List<RecordId> ids, List<String> some) {
    Rows narrow = new Rows(withId(some), webCrm.leftOut());
    String script = Script.ofIds(kind, withId(some), ids.stream().map(WebCrmSide::number).toList());
    Map<RecordId, Columns> found = new HashMap<>();
    counted((api, authorization) -> api.query(authorization, script, 1, PAGE_SIZE), narrow::list)
        .forEach(
            record ->
                record
                    .text(kind.idColumn())
                    .flatMap(WebCrmSide::id)
                    .ifPresent(id -> found.put(id, record)));
    return found;
  }

  private List<String> withId(List<String> some) {
    List<String> all = new ArrayList<>(List.of(kind.idColumn()));
    all.addAll(some);
    return all;
  }

  /** A record with more columns than are kept otherwise. */
  Optional<Columns> readWith(RecordId id, List<String> more) {
    List<String> all = new ArrayList<>(columns);
    all.addAll(more);
    Rows wide = new Rows(all, webCrm.leftOut());
    return counted(
        (api, authorization) -> api.get(authorization, kind.collection(), number(id)), wide::one);
  }

  @Override
  public Optional<Bulk> bulk() {
    return bulk;
  }

  @Override
  public Map<String, String> deactivation() {
    return switch (kind) {
      case ORGANISATIONS ->
          configuration
              .inactiveOrganisationStatus()
              .map(status -> Map.of(WebCrmConfiguration.ORGANISATION_STATUS, status))
              .orElse(Map.of());
      case PERSONS -> Map.of(PERSON_STATUS, RESIGNED);
    };
  }

  /** {@inheritDoc} Which status an organisation had before is not known. */
  @Override
  public Map<String, String> activation() {
    return kind == WebCrm.Kind.PERSONS ? Map.of(PERSON_STATUS, "Active") : Map.of();
  }

  @Override
  public Lengths lengths() {
    if (lengths == null) {
      lengths = readLengths();
    }
    return lengths;
  }

  private Lengths readLengths() {
    Map<String, Integer> tenants;
    try {
      tenants = webCrm.textLengths(kind);
    } catch (RemoteException e) {
      // The sweep goes on with the usual lengths; the next run asks again.
      tenants = Map.of();
    }
    Map<String, Integer> limits = new HashMap<>();
    properties.forEach(property -> limits.putAll(property.on(SystemName.WEBCRM).usualLengths()));
    for (String column : columns) {
      Optional.ofNullable(tenants.get(column)).ifPresent(limit -> limits.put(column, limit));
    }
    return new Lengths(limits);
  }

  @Override
  public void rest() {
    webCrm.createsNoMore();
  }

  @Override
  public int calls() {
    return calls;
  }

  private <T> T counted(ApiCall request, Function<@Nullable String, T> read) {
    return counted(() -> true, request, read);
  }

  <T> T counted(Clearance clearance, ApiCall request, Function<@Nullable String, T> read) {
    return webCrm.call(
        clearance,
        (api, authorization) -> {
          calls++;
          return request.send(api, authorization);
        },
        read);
  }

  private static boolean isId(String text) {
    return ID.matcher(text).matches() && Long.parseLong(text) <= Integer.MAX_VALUE;
  }

  private static RecordId recordId(int id) {
    return new RecordId(Integer.toString(id));
  }

  private static int number(RecordId id) {
    return Integer.parseInt(id.value());
  }

  private static TransientException unusable(String how) {
    String title = "unusable answer (" + how + ")";
    return new TransientException(SystemName.WEBCRM, 200, title, title);
  }
}
