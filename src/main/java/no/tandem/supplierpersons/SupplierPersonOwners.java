package no.tandem.supplierpersons;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import no.tandem.functions.Connections;
import no.tandem.sync.HolderOrganisation;
import no.tandem.sync.Mode;
import no.tandem.sync.Owner;
import no.tandem.sync.Owners;
import no.tandem.sync.RecordId;
import no.tandem.sync.Report;
import no.tandem.sync.Side;
import no.tandem.sync.Snapshot;
import no.tandem.sync.SystemName;
import no.tandem.sync.Units;

/** A supplier belongs to no organisation, so its person goes under the holder organisation. */
final class SupplierPersonOwners implements Owners {
  private final Side organisations;
  private final HolderOrganisation holder;

  SupplierPersonOwners(Connections connections) {
    organisations = connections.organisations();
    holder = connections.holder(organisations);
  }

  @Override
  public Map<RecordId, Owner> of(Collection<Snapshot> records, Mode mode, Report.Builder report) {
    Map<RecordId, Owner> owners = new HashMap<>();
    if (!records.isEmpty()) {
      Owner found = holder.find(mode, report);
      records.forEach(record -> owners.put(record.id(), found));
    }
    return owners;
  }

  /** Supplier persons are never created in PowerOffice. */
  @Override
  public Map<RecordId, Owner> ofNew(Collection<Snapshot> records) {
    return Map.of();
  }

  @Override
  public boolean any() {
    return true;
  }

  @Override
  public Set<RecordId> linkedAmong(Collection<RecordId> owners) {
    return Set.of();
  }

  @Override
  public Set<RecordId> decidedAmong(Collection<RecordId> owners) {
    return Set.of();
  }

  @Override
  public int calls(SystemName system) {
    return system == SystemName.WEBCRM ? organisations.calls() : 0;
  }

  @Override
  public Units units() {
    return holder.units();
  }
}
