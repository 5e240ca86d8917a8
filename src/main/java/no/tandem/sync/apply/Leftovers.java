package no.tandem.sync.apply;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import no.tandem.sync.detect.CurrentRecords;
import no.tandem.sync.detect.Listings;
import no.tandem.sync.link.Link;
import no.tandem.sync.link.Links;
import no.tandem.sync.side.BySystem;
import no.tandem.sync.side.Presence;
import no.tandem.sync.side.RecordId;
import no.tandem.sync.side.RecordReader;
import no.tandem.sync.side.Side;

/**
 * What is stored of records that are gone in both systems. Nothing can become of them any more, and
 * their values have no business here: what remains is the history, until it expires.
 */
public final class Leftovers {
  /** So many are looked up in one full sweep; the others have their turn the night after. */
  static final int AT_ONCE = 100;

  private final Side left;
  private final Side right;
  private final Links links;

  public Leftovers(BySystem<Side> sides, Links links) {
    this.left = sides.powerOffice();
    this.right = sides.webCrm();
    this.links = links;
  }

  /**
   * Removes them.
   *
   * @param listed all records of both systems
   */
  public void forget(Collection<Link> stored, Listings listed) {
    Map<RecordId, Link> away = new HashMap<>();
    stored.stream()
        .filter(link -> link.state() == Link.State.ENDED && !Link.isAwaited(link.left()))
        .filter(link -> !listed.lefts().containsKey(link.left()))
        .filter(link -> link.right().filter(listed.rights()::containsKey).isEmpty())
        .limit(AT_ONCE)
        .forEach(link -> away.put(link.left(), link));
    if (away.isEmpty()) {
      return;
    }
    Map<RecordId, Presence> lefts =
        left.read(
            away.values().stream()
                .map(link -> new RecordReader.Known(link.left(), link.leftBase().owner()))
                .toList(),
            0);
    List<Link> goneInPowerOffice =
        away.values().stream()
            .filter(link -> CurrentRecords.of(lefts, link.left()) instanceof Presence.Gone)
            .toList();
    Map<RecordId, Presence> rights =
        right.read(
            goneInPowerOffice.stream()
                .flatMap(
                    link ->
                        link.right().stream()
                            .map(id -> new RecordReader.Known(id, link.rightBase().owner())))
                .toList(),
            0);
    for (Link link : goneInPowerOffice) {
      Optional<RecordId> id = link.right();
      if (id.filter(r -> CurrentRecords.of(rights, r) instanceof Presence.Gone).isPresent()) {
        links.forget(link);
      }
    }
  }
}
