package no.tandem.sync.plan;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import no.tandem.sync.side.Cursor;
import no.tandem.sync.side.Freshness;
import no.tandem.sync.side.Lengths;
import no.tandem.sync.side.Listing;
import no.tandem.sync.side.Presence;
import no.tandem.sync.side.RecordId;
import no.tandem.sync.side.Side;
import no.tandem.sync.side.Snapshot;
import no.tandem.sync.side.SystemName;

/** One system's records in memory, which keeps what was written to it. */
final class MemorySide implements Side {

  /**
   * One write.
   *
   * @param id empty for a record that was created
   */
  record Write(SystemName system, Optional<RecordId> id, Map<String, String> columns) {}

  private final SystemName system;
  private final Instant now;
  private final Map<RecordId, Presence> records = new TreeMap<>();
  private final List<Write> writes = new ArrayList<>();

  MemorySide(SystemName system, Instant now) {
    this.system = system;
    this.now = now;
  }

  void put(RecordId id, Presence presence) {
    records.put(id, presence);
  }

  Presence get(RecordId id) {
    return records.getOrDefault(id, new Presence.Gone());
  }

  List<Write> writes() {
    return List.copyOf(writes);
  }

  private List<Snapshot> snapshots() {
    return records.values().stream().flatMap(record -> record.snapshot().stream()).toList();
  }

  @Override
  public Listing all() {
    return new Listing(snapshots(), Optional.empty());
  }

  @Override
  public Listing changedSince(Cursor cursor) {
    return all();
  }

  @Override
  public Listing changedSince(Instant since) {
    return all();
  }

  @Override
  public Map<RecordId, Presence> read(Collection<Known> known, int listed) {
    Map<RecordId, Presence> found = new HashMap<>();
    known.forEach(record -> found.put(record.id(), get(record.id())));
    return found;
  }

  @Override
  public Created create(New record, IntentStore intentStore) {
    intentStore.store();
    Map<String, String> columns = record.columns();
    writes.add(new Write(system, Optional.empty(), columns));
    RecordId id = new RecordId("new-" + (records.size() + 1));
    records.put(id, new Presence.Present(Staged.snapshot(system, id, columns, now)));
    return new Created(Optional.of(id), Optional.empty());
  }

  /** As the two systems do it: PowerOffice answers with the record, webCRM with nothing. */
  @Override
  public Optional<Snapshot> update(
      Snapshot current, Map<String, String> columns, Freshness freshness) {
    freshness.check();
    writes.add(new Write(system, Optional.of(current.id()), Map.copyOf(columns)));
    Map<String, String> texts = new HashMap<>();
    for (String column : List.of(Staged.column(system), Staged.STATUS)) {
      current.columns().text(column).ifPresent(text -> texts.put(column, text));
    }
    texts.putAll(columns);
    Snapshot stored = Staged.snapshot(system, current.id(), texts, now);
    records.put(current.id(), new Presence.Present(stored));
    return system == SystemName.POWEROFFICE ? Optional.of(stored) : Optional.empty();
  }

  @Override
  public Map<String, String> deactivation() {
    return Map.of(Staged.STATUS, Staged.INACTIVE);
  }

  @Override
  public Map<String, String> activation() {
    return Map.of(Staged.STATUS, "");
  }

  @Override
  public Lengths lengths() {
    return Lengths.UNKNOWN;
  }

  @Override
  public int calls() {
    return writes.size();
  }
}
