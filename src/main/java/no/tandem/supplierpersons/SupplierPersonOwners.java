package no.tandem.supplierpersons;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import no.tandem.functions.Connections;
import no.tandem.persons.HolderOrganisation;
import no.tandem.sync.detect.Owner;
import no.tandem.sync.link.LinkKey;
import no.tandem.sync.link.LinkReader;
import no.tandem.sync.link.Units;
import no.tandem.sync.round.Holder;
import no.tandem.sync.round.Owners;
import no.tandem.sync.side.RecordId;
import no.tandem.sync.side.Side;
import no.tandem.sync.side.Snapshot;
import no.tandem.sync.side.SystemName;

/** A supplier belongs to no organisation, so its person goes under the holder organisation. */
final class SupplierPersonOwners implements Owners {
  private final Side organisations;
  private final HolderOrganisation holder;

  SupplierPersonOwners(Connections connections) {
    organisations = connections.organisations();
    holder = connections.holder(organisations);
  }

  @Override
  public Found of(Collection<Snapshot> records) {
    if (records.isEmpty()) {
      return new Found(Map.of(), List.of());
    }
    Holder.Found found = holder.find();
    Map<RecordId, Owner> owners = new HashMap<>();
    records.forEach(record -> owners.put(record.id(), found.owner()));
    return new Found(owners, found.actions());
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
  public LinkReader.Moves moves(String after, int most) {
    return LinkReader.Moves.NONE;
  }

  @Override
  public Set<LinkKey> linkedAmong(Collection<LinkKey> owners) {
    return Set.of();
  }

  @Override
  public Set<LinkKey> decidedAmong(Collection<LinkKey> owners) {
    return Set.of();
  }

  @Override
  public Optional<Holder> holder() {
    return Optional.of(holder);
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
