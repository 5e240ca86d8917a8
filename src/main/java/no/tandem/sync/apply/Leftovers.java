package no.tandem.sync.apply;

import java.util.Collection;
import java.util.HashMap;
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
  /** How many are looked up in one full sweep; the others have their turn the night after. */
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
        .filter(link -> link.state() == Link.State.ENDED)
        .filter(link -> link.left().filter(id -> !listed.lefts().containsKey(id)).isPresent())
        .filter(link -> link.right().filter(listed.rights()::containsKey).isEmpty())
        .limit(AT_ONCE)
        .forEach(link -> link.left().ifPresent(id -> away.put(id, link)));
    if (away.isEmpty()) {
      return;
    }
    Map<RecordId, Presence> lefts =
        left.read(
            away.entrySet().stream()
                .map(one -> new RecordReader.Known(one.getKey(), one.getValue().leftBase().owner()))
                .toList(),
            0);
    away.keySet().removeIf(id -> !(CurrentRecords.of(lefts, id) instanceof Presence.Gone));
    Map<RecordId, Presence> rights =
        right.read(
            away.values().stream()
                .flatMap(
                    link ->
                        link.right().stream()
                            .map(id -> new RecordReader.Known(id, link.rightBase().owner())))
                .toList(),
            0);
    for (Link link : away.values()) {
      Optional<RecordId> id = link.right();
      if (id.filter(r -> CurrentRecords.of(rights, r) instanceof Presence.Gone).isPresent()) {
        links.forget(link);
      }
    }
  }
}
