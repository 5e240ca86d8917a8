package no.tandem.simulation;

import java.time.Instant;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import no.tandem.sync.side.Bulk;
import no.tandem.sync.side.Cursor;
import no.tandem.sync.side.Freshness;
import no.tandem.sync.side.Lengths;
import no.tandem.sync.side.Listing;
import no.tandem.sync.side.Presence;
import no.tandem.sync.side.RecordId;
import no.tandem.sync.side.Side;
import no.tandem.sync.side.Snapshot;
import no.tandem.sync.side.UnmappedFields;

/** A side that does everything as another one does. */
class SideDecorator implements Side {
  protected final Side real;

  SideDecorator(Side real) {
    this.real = real;
  }

  @Override
  public Listing all() {
    return real.all();
  }

  @Override
  public Listing changedSince(Cursor cursor) {
    return real.changedSince(cursor);
  }

  @Override
  public Listing changedSince(Instant since) {
    return real.changedSince(since);
  }

  @Override
  public Map<RecordId, Presence> read(Collection<Known> known, int listed) {
    return real.read(known, listed);
  }

  @Override
  public Created create(New record, IntentStore intentStore) {
    return real.create(record, intentStore);
  }

  @Override
  public Optional<Snapshot> update(
      Snapshot current, Map<String, String> columns, Freshness freshness) {
    return real.update(current, columns, freshness);
  }

  @Override
  public Optional<UnmappedFields> unmappedFields() {
    return real.unmappedFields();
  }

  @Override
  public Optional<Bulk> bulk() {
    return real.bulk();
  }

  @Override
  public Map<String, String> deactivation() {
    return real.deactivation();
  }

  @Override
  public Map<String, String> activation() {
    return real.activation();
  }

  @Override
  public Lengths lengths() {
    return real.lengths();
  }

  @Override
  public void rest() {
    real.rest();
  }

  @Override
  public int calls() {
    return real.calls();
  }
}
