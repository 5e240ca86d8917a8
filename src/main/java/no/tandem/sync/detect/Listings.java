package no.tandem.sync.detect;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import no.tandem.sync.link.Link;
import no.tandem.sync.side.BySystem;
import no.tandem.sync.side.Listing;
import no.tandem.sync.side.Presence;
import no.tandem.sync.side.RecordId;
import no.tandem.sync.side.Snapshot;
import no.tandem.sync.side.SystemName;

/**
 * What both systems listed in this run.
 *
 * @param everyLeft whether every PowerOffice record is among them
 * @param everyRight whether every webCRM record is among them
 * @param open records that lack properties and are to be looked up: what a list lacks may have been
 *     edited. Where many lack some, it is the list that does not have them.
 */
public record Listings(
    Map<RecordId, Snapshot> lefts,
    Map<RecordId, Snapshot> rights,
    boolean everyLeft,
    boolean everyRight,
    BySystem<Set<RecordId>> open) {
  public static final Listings NOTHING =
      new Listings(Map.of(), Map.of(), false, false, new BySystem<>(Set.of(), Set.of()));

  public static Listings of(BySystem<SweepListing> seen) {
    return new Listings(
        byId(seen.powerOffice().listing()),
        byId(seen.webCrm().listing()),
        seen.powerOffice().everything(),
        seen.webCrm().everything(),
        seen.map(sweepListing -> open(sweepListing.listing())));
  }

  /** Some webCRM records, each looked up. */
  static Listings ofRead(Map<RecordId, Snapshot> rights) {
    return new Listings(Map.of(), rights, false, false, new BySystem<>(Set.of(), Set.of()));
  }

  private static Set<RecordId> open(Listing listing) {
    Set<RecordId> open = new HashSet<>();
    for (Snapshot snapshot : listing.snapshots()) {
      if (!snapshot.showsProperties()) {
        open.add(snapshot.id());
      }
    }
    return open.size() > Presence.MOST_LOOKED_UP ? Set.of() : open;
  }

  /** What this system listed. */
  Map<RecordId, Snapshot> in(SystemName system) {
    return new BySystem<>(lefts, rights).of(system);
  }

  /** What this system listed of a record. */
  Optional<Snapshot> of(SystemName system, RecordId id) {
    return Optional.ofNullable(in(system).get(id));
  }

  /** The linked webCRM record, unless another record has its id by now. */
  Optional<Snapshot> linked(Link link) {
    return right(link).filter(now -> !link.isOfAnother(now));
  }

  /** What has the id of the link's webCRM record by now. */
  Optional<Snapshot> right(Link link) {
    return link.right().flatMap(right -> Optional.ofNullable(rights.get(right)));
  }

  private static Map<RecordId, Snapshot> byId(Listing listing) {
    Map<RecordId, Snapshot> byId = new LinkedHashMap<>();
    listing.snapshots().forEach(snapshot -> byId.put(snapshot.id(), snapshot));
    return byId;
  }
}
