package no.tandem.simulation;

import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import no.tandem.sync.pair.Property;
import no.tandem.sync.side.Columns;
import no.tandem.sync.side.SystemName;

/**
 * No record that changed before what the next sweep lists is left without an outcome: the cursor
 * does not pass it.
 */
final class Cursor implements Promise {
  private static final Duration OVERLAP = Duration.ofMinutes(2);

  private final Systems systems;
  private final Ledger ledger;
  private final Table table;
  private final Set<SystemName> creates;

  Cursor(Systems systems, Ledger ledger, Table table, Set<SystemName> creates) {
    this.systems = systems;
    this.ledger = ledger;
    this.table = table;
    this.creates = creates;
  }

  @Override
  public Optional<String> stored(Instance process, Change change) {
    if (!change.isCursor() || change.isErased()) {
      return Optional.empty();
    }
    String pair = change.pair();
    SystemName system =
        change.key().endsWith(SystemName.WEBCRM.key()) ? SystemName.WEBCRM : SystemName.POWEROFFICE;
    Instant listedFrom = listedFrom(change);
    Map<Long, Stored> byRecord = byRecord(pair, system);
    Set<String> awaited = awaited(pair);
    String kind =
        system == SystemName.POWEROFFICE ? Systems.powerOfficeKind(pair) : Systems.webCrmKind(pair);
    for (Map.Entry<Systems.Key, Columns> entry : systems.all(system, kind).entrySet()) {
      Systems.Key record = entry.getKey();
      Columns columns = entry.getValue();
      // Excused: what changed later is listed by the next sweep, and inactive records are not.
      if (changedAt(record, columns).isBefore(listedFrom) && Systems.isActive(record, columns)) {
        Stored link = byRecord.get(record.id());
        if (link == null && isExpected(system, columns, awaited)) {
          return Optional.of(process + " moved " + change.key() + " past " + record + ", unknown");
        }
        if (link != null && isBehind(link, system, columns)) {
          return Optional.of(process + " moved " + change.key() + " past the change of " + record);
        }
      }
    }
    return Optional.empty();
  }

  private static Instant listedFrom(Change cursor) {
    return cursor
        .text("instant")
        .map(Instant::parse)
        .orElseGet(() -> OffsetDateTime.parse(cursor.text("stamp").orElseThrow()).toInstant())
        .minus(OVERLAP)
        .minusSeconds(Long.parseLong(cursor.item().get("listingTook").n()));
  }

  private static Instant changedAt(Systems.Key record, Columns columns) {
    String column =
        record.system() == SystemName.POWEROFFICE
            ? "LastChangedDateTimeOffset"
            : record.kind().equals("PERSONS") ? "PersonUpdatedAt" : "OrganisationUpdatedAt";
    return OffsetDateTime.parse(columns.text(column).orElseThrow()).toInstant();
  }

  private Map<Long, Stored> byRecord(String pair, SystemName system) {
    Map<Long, Stored> links = new HashMap<>();
    for (Stored link : table.links()) {
      if (link.pair().equals(pair) && !link.isAwaited()) {
        if (system == SystemName.POWEROFFICE) {
          links.put(link.leftKey().id(), link);
        } else if (link.isActive()) {
          links.put(link.rightKey().orElseThrow().id(), link);
        }
      }
    }
    return links;
  }

  private Set<String> awaited(String pair) {
    Set<String> awaited = new HashSet<>();
    for (Stored link : table.links()) {
      if (link.pair().equals(pair) && link.isAwaited()) {
        awaited.add(link.left());
      }
    }
    return awaited;
  }

  /**
   * Whether every such record has a link. Excused: records are not created from webCRM's in every
   * world, and what was made for a webCRM record is linked under that one's name first.
   */
  private boolean isExpected(SystemName system, Columns columns, Set<String> awaited) {
    return system == SystemName.POWEROFFICE
        && creates.contains(SystemName.WEBCRM)
        && !awaited.contains(Table.reference(columns));
  }

  /** Excused: what is held is looked at in the next sweep, cursor or not. */
  private boolean isBehind(Stored link, SystemName system, Columns columns) {
    return link.isActive()
        && link.hold().isEmpty()
        && ledger.propertiesOf(link.pair()).stream()
            .anyMatch(property -> isBehind(link, system, property, columns));
  }

  /** Excused: so is what waits to be read back. */
  private static boolean isBehind(
      Stored link, SystemName system, Property property, Columns columns) {
    Optional<String> known = Optional.ofNullable(link.base(system).get(property.name()));
    return !property.on(system).read(columns).equals(known)
        && !(system == SystemName.WEBCRM && link.isToBeReadBack(property.name()));
  }
}
