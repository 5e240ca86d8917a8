package no.tandem.poweroffice;

import jakarta.ws.rs.ProcessingException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import no.tandem.sync.pair.Property;
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
import no.tandem.sync.side.View;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;

/** PowerOffice's records of one kind, for one run. */
final class PowerOfficeSide implements Side {
  private static final int PAGE_SIZE = 5000;
  private static final int LOOK_UPS_FOR_A_PAGE = 10;

  private static final String ID = "Id";
  static final String STAMP = "LastChangedDateTimeOffset";
  private static final String OWNER = "ContactId";

  /** The fields that hold true or false; PowerOffice wants these as such in what is sent. */
  private static final Set<String> SWITCHES = Set.of("IsActive", "IsArchived", "IsPerson");

  /** What shows whether a record is active and whose it is, where it is asked for. */
  private static final Set<String> STATE_FIELDS =
      Set.of("IsActive", "IsArchived", "IsPerson", OWNER);

  private final PowerOffice powerOffice;
  private final PowerOffice.Kind kind;
  private final List<Property> properties;
  private final Set<String> fields = new LinkedHashSet<>();
  private final AtomicInteger calls = new AtomicInteger();

  /** All records as this run has seen them last, once it has listed them. */
  private final Map<RecordId, Snapshot> seen = new HashMap<>();

  /** Since when changes have to be listed to bring them up to date. */
  private Optional<Instant> seenUpTo = Optional.empty();

  private int lookedUp;

  PowerOfficeSide(PowerOffice powerOffice, PowerOffice.Kind kind, List<Property> properties) {
    this.powerOffice = powerOffice;
    this.kind = kind;
    this.properties = List.copyOf(properties);
    fields.addAll(fields(kind, properties));
  }

  /** What is asked for and kept. */
  static List<String> fields(PowerOffice.Kind kind, List<Property> properties) {
    List<String> fields = new ArrayList<>(List.of(ID, STAMP));
    fields.addAll(kind.fields());
    properties.forEach(property -> fields.addAll(property.left().columns()));
    return fields.stream().distinct().toList();
  }

  @Override
  public Listing all() {
    Instant begun = powerOffice.waiting().clock().instant();
    Listing listing = list(null);
    seen.clear();
    remember(listing, begun);
    return listing;
  }

  @Override
  public Listing changedSince(Cursor cursor) {
    return changedSince(
        cursor.stamp().at().minus(powerOffice.overlap()).minus(cursor.listingTook()));
  }

  @Override
  public Listing changedSince(Instant since) {
    return list(Stamps.filter(since));
  }

  @Override
  public Map<RecordId, Presence> read(Collection<Known> known, int listed) {
    Map<RecordId, Presence> found = new LinkedHashMap<>();
    if (!known.isEmpty() && !cheaperOneByOne(known, listed)) {
      try {
        bringUpToDate();
        for (Known record : known) {
          Optional.ofNullable(seen.get(record.id()))
              .ifPresent(snapshot -> found.put(record.id(), new Presence.Present(snapshot)));
        }
      } catch (RemoteException e) {
        known.forEach(record -> found.put(record.id(), unknown(e)));
      }
    }
    Presence.takeOutOpen(found);
    // A list alone never says that a record is gone.
    known.forEach(record -> found.computeIfAbsent(record.id(), id -> lookUp(record)));
    return found;
  }

  private void bringUpToDate() {
    if (seenUpTo.isEmpty()) {
      all();
    } else {
      Instant begun = powerOffice.waiting().clock().instant();
      remember(changedSince(seenUpTo.get()), begun);
    }
  }

  /** The next list of changes begins so early that it shows what this one could not yet. */
  private void remember(Listing listing, Instant begun) {
    listing.snapshots().forEach(snapshot -> seen.put(snapshot.id(), snapshot));
    // A stamp far ahead would hide all changes.
    Instant latest = begun.minus(Stamp.CLOCKS_APART);
    Instant from =
        listing
            .largestStamp()
            .map(stamp -> stamp.notAfter(latest).at())
            .orElse(latest)
            .minus(powerOffice.overlap());
    seenUpTo = Optional.of(seenUpTo.filter(before -> before.isAfter(from)).orElse(from));
  }

  @Override
  public Created create(New given, IntentStore intentStore) {
    Map<String, Object> record = new TreeMap<>();
    given
        .columns()
        .forEach(
            (column, text) -> {
              if (!Text.isEmpty(text)) {
                record.put(column, value(column, text));
              }
            });
    String referenceField =
        kind.referenceField()
            .orElseThrow(
                () -> {
                  String title = kind.path() + " are never created in PowerOffice";
                  return new RejectedException(SystemName.POWEROFFICE, 0, title, title);
                });
    record.put(referenceField, given.reference());
    if (kind == PowerOffice.Kind.CONTACT_PERSONS) {
      // Inactive by default.
      record.put("IsActive", true);
    } else if (!record.containsKey("EmailAddress")) {
      // A customer without e-mail is rejected unless its invoices are printed.
      record.put("InvoiceDeliveryType", "Print");
    }
    return powerOffice.call(
        kind,
        powerOffice.clearance(intentStore),
        calls::incrementAndGet,
        api -> {
          RestResponse<byte[]> answer =
              kind == PowerOffice.Kind.CONTACT_PERSONS
                  ? api.createUnderOwner(kind.path(), path(given.owner()), record)
                  : api.create(kind.path(), record);
          Optional<Columns> row =
              body(answer).map(json -> Json.object(json, fields, powerOffice.leftOut()));
          return new Created(
              row.flatMap(r -> r.text(ID)).map(RecordId::new),
              row.filter(this::showsTheRecord).map(this::snapshot));
        });
  }

  @Override
  public Optional<Snapshot> update(
      Snapshot current, Map<String, String> columns, Freshness freshness) {
    if (columns.isEmpty()) {
      return Optional.of(current);
    }
    List<PatchOperation> operations = new ArrayList<>();
    new TreeMap<>(columns)
        .forEach(
            (column, text) -> operations.add(PatchOperation.replace(column, value(column, text))));
    String id = current.id().value();
    return powerOffice.call(
        kind,
        powerOffice.clearance(freshness),
        calls::incrementAndGet,
        api -> {
          RestResponse<byte[]> answer =
              kind == PowerOffice.Kind.CONTACT_PERSONS
                  ? api.patchUnderOwner(kind.path(), path(current.owner()), id, operations)
                  : api.patch(kind.path(), id, operations);
          return stored(answer);
        });
  }

  /**
   * {@inheritDoc}
   *
   * <p>A contact is archived in all its roles; PowerOffice rejects that while a balance is open.
   */
  @Override
  public Map<String, String> deactivation() {
    return isContact() ? Map.of("IsArchived", "true") : Map.of("IsActive", "false");
  }

  @Override
  public Map<String, String> activation() {
    return isContact() ? Map.of("IsArchived", "false") : Map.of("IsActive", "true");
  }

  private boolean isContact() {
    return switch (kind) {
      case CUSTOMERS, SUPPLIERS, SUPPLIER_PERSONS -> true;
      case DEPARTMENTS, CONTACT_PERSONS -> false;
    };
  }

  @Override
  public Lengths lengths() {
    // None is documented for the mapped fields.
    return Lengths.UNKNOWN;
  }

  @Override
  public int calls() {
    return calls.get();
  }

  private <T> T call(Function<PowerOfficeApi, T> request) {
    return powerOffice.call(kind, calls::incrementAndGet, request);
  }

  private Listing list(@Nullable String changedAfter) {
    Map<RecordId, Snapshot> found = new LinkedHashMap<>();
    Optional<Stamp> largest = Optional.empty();
    boolean more = true;
    for (int number = 1; more; number++) {
      Page page = page(changedAfter, number);
      int before = found.size();
      for (Snapshot snapshot : page.snapshots()) {
        // A record that changes while pages are read can come twice, the later one being newer.
        found.put(snapshot.id(), snapshot);
        largest = Stamp.largest(largest, snapshot, STAMP);
      }
      more = page.more();
      if (more && found.size() == before) {
        throw unusable("a page brings nothing new and yet promises more");
      }
      if (more && powerOffice.isTimeUp()) {
        throw new ListTooLongException(SystemName.POWEROFFICE);
      }
    }
    List<Snapshot> all = List.copyOf(found.values());
    return new Listing(all, largest, Property.shown(properties, all));
  }

  /**
   * @param more whether another page is to be asked for
   */
  private record Page(List<Snapshot> snapshots, boolean more) {
    static final Page EMPTY = new Page(List.of(), false);
  }

  private Page page(@Nullable String changedAfter, int number) {
    try {
      return call(
          api -> {
            RestResponse<byte[]> answer =
                api.list(kind.path(), changedAfter, number, PAGE_SIZE, String.join(",", fields));
            if (answer.getStatus() == 204) {
              return Page.EMPTY;
            }
            List<Columns> rows = Json.array(readableBody(answer), fields, powerOffice.leftOut());
            // Whether every server sends the header is not documented, so a full page counts too.
            boolean more = rows.size() >= PAGE_SIZE || namesNextPage(answer);
            return new Page(rows.stream().map(this::snapshot).toList(), more && !rows.isEmpty());
          });
    } catch (RejectedException e) {
      // What comes after the last page is not documented: 204, an empty array or 404.
      if (number > 1 && e.status() == 404) {
        return Page.EMPTY;
      }
      throw e;
    }
  }

  private static boolean namesNextPage(RestResponse<byte[]> answer) {
    return Optional.ofNullable(answer.getHeaderString("X-Pagination"))
        .flatMap(Json::object)
        .flatMap(pagination -> pagination.text("nextPageLink"))
        .isPresent();
  }

  /**
   * All records are listed once, when that takes no longer than the look-ups so far; from then on a
   * list of what has changed is enough.
   */
  private boolean cheaperOneByOne(Collection<Known> known, int listed) {
    int pages = Math.max(1, Math.ceilDiv(listed, PAGE_SIZE));
    // A full page of what is not asked for takes as long as some look-ups.
    int list = seenUpTo.isPresent() ? 1 : 1 + LOOK_UPS_FOR_A_PAGE * (pages - 1) - lookedUp;
    return (known.size() == 1 || known.size() <= list)
        && known.stream().allMatch(this::canBeLookedUp);
  }

  private boolean canBeLookedUp(Known record) {
    return kind != PowerOffice.Kind.CONTACT_PERSONS || record.owner().isPresent();
  }

  private Presence lookUp(Known record) {
    if (!canBeLookedUp(record)) {
      return new Presence.Unknown("not listed by PowerOffice, and its owner is not known");
    }
    String id = record.id().value();
    lookedUp++;
    try {
      return call(
          api -> {
            RestResponse<byte[]> answer =
                kind == PowerOffice.Kind.CONTACT_PERSONS
                    ? api.getUnderOwner(kind.path(), path(record.owner()), id)
                    : api.get(kind.path(), id);
            Columns row = Json.object(readableBody(answer), fields, powerOffice.leftOut());
            return new Presence.Present(snapshot(row));
          });
    } catch (RejectedException e) {
      return e.status() == 404 ? new Presence.Gone() : unknown(e);
    } catch (TransientException e) {
      return unknown(e);
    }
  }

  private static Presence unknown(RemoteException e) {
    return new Presence.Unknown("not readable in PowerOffice: " + e.title());
  }

  private Snapshot snapshot(Columns row) {
    RecordId id =
        row.text(ID).map(RecordId::new).orElseThrow(() -> new ProcessingException("no Id"));
    Map<String, String> values = new HashMap<>();
    for (Property property : properties) {
      property.left().read(row).ifPresent(value -> values.put(property.name(), value));
    }
    return new Snapshot(
        id,
        new View(values),
        row,
        inactive(row),
        kind == PowerOffice.Kind.CONTACT_PERSONS
            ? row.text(OWNER).map(RecordId::new)
            : Optional.empty(),
        row.text(STAMP).flatMap(Stamps::instant),
        // PowerOffice does not say who changed or created a record.
        Optional.empty(),
        false,
        Optional.empty(),
        Optional.empty(),
        lacking(row));
  }

  private Set<String> lacking(Columns row) {
    Set<String> lacking = new HashSet<>(Property.lacking(properties, SystemName.POWEROFFICE, row));
    if (STATE_FIELDS.stream().anyMatch(row::lacks)) {
      lacking.add(Snapshot.STATE);
    }
    return lacking;
  }

  private Optional<String> inactive(Columns row) {
    if (kind == PowerOffice.Kind.SUPPLIER_PERSONS && !row.isTrue("IsPerson")) {
      return Optional.of("is a company, not a person");
    }
    if (row.isTrue("IsArchived")) {
      return Optional.of("archived in PowerOffice");
    }
    return row.text("IsActive").filter("false"::equalsIgnoreCase).isPresent()
        ? Optional.of("inactive in PowerOffice")
        : Optional.empty();
  }

  /**
   * The record that a change was answered with. The change holds, whether the answer shows it or
   * not.
   */
  private Optional<Snapshot> stored(RestResponse<byte[]> answer) {
    Optional<byte[]> body = body(answer);
    try {
      return body.map(json -> snapshot(Json.object(json, fields, powerOffice.leftOut())));
    } catch (ProcessingException e) {
      return Optional.empty();
    }
  }

  /** Whether it is the record, and not its id alone. */
  private boolean showsTheRecord(Columns row) {
    return row.text(ID).isPresent()
        && properties.stream().anyMatch(property -> property.left().read(row).isPresent());
  }

  private static byte[] readableBody(RestResponse<byte[]> answer) {
    return body(answer).orElseThrow(() -> new ProcessingException("empty"));
  }

  private static Optional<byte[]> body(RestResponse<byte[]> answer) {
    if (answer.getStatus() >= 300) {
      throw new ProcessingException("status " + answer.getStatus());
    }
    return Optional.ofNullable(answer.getEntity()).filter(bytes -> bytes.length > 0);
  }

  private static String path(Optional<RecordId> owner) {
    return owner
        .orElseThrow(() -> new IllegalArgumentException("A contact person is under its owner"))
        .value();
  }

  private static @Nullable Object value(String column, String text) {
    if (Text.isEmpty(text)) {
      return null;
    }
    return SWITCHES.contains(column) ? (Object) Boolean.valueOf(text) : Text.canonical(text);
  }

  private static TransientException unusable(String why) {
    return new TransientException(SystemName.POWEROFFICE, 200, why, why);
  }
}
