package no.tandem.sync.detect;

import java.time.Instant;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import no.tandem.sync.link.Base;
import no.tandem.sync.link.Link;
import no.tandem.sync.link.LinkKey;
import no.tandem.sync.link.LinkReader;
import no.tandem.sync.link.RunStateReader;
import no.tandem.sync.pair.Pair;
import no.tandem.sync.side.Cursor;
import no.tandem.sync.side.Presence;
import no.tandem.sync.side.RecordId;
import no.tandem.sync.side.RecordReader;
import no.tandem.sync.side.Snapshot;
import no.tandem.sync.side.SystemName;

/**
 * The records as both systems have them now: from what the run has listed, and what that does not
 * show is read by its id. Nothing is gone that was not looked up.
 */
public final class CurrentRecords {
  private final Pair pair;
  private final RecordReader left;
  private final RecordReader right;
  private final LinkReader links;
  private final RunStateReader runState;
  private final Instant begun;
  private Optional<Collection<Snapshot>> everyLeft = Optional.empty();
  private Optional<Collection<Snapshot>> everyRight = Optional.empty();
  private final Map<SystemName, Set<RecordId>> gone = new EnumMap<>(SystemName.class);

  /**
   * @param begun when the run had read nothing yet
   */
  public CurrentRecords(Sources sources, Instant begun) {
    this.pair = sources.pair();
    this.left = sources.left();
    this.right = sources.right();
    this.links = sources.links();
    this.runState = sources.runState();
    this.begun = begun;
  }

  /** Takes over the lists that are complete, so that they need not be asked for again. */
  public void learn(Listings listed) {
    if (listed.everyLeft()) {
      everyLeft = Optional.of(listed.lefts().values());
    }
    if (listed.everyRight()) {
      everyRight = Optional.of(listed.rights().values());
    }
  }

  /** Takes these for all records of the system. */
  public void learn(SystemName system, Collection<Snapshot> snapshots) {
    if (system == SystemName.POWEROFFICE) {
      everyLeft = Optional.of(snapshots);
    } else {
      everyRight = Optional.of(snapshots);
    }
  }

  /** Takes these to be gone without looking them up. */
  public void presumeGone(Map<SystemName, Set<RecordId>> records) {
    gone.putAll(records);
  }

  /** All PowerOffice records, listed once. */
  public Collection<Snapshot> everyLeft() {
    if (everyLeft.isEmpty()) {
      everyLeft = Optional.of(left.all().snapshots());
    }
    return everyLeft.get();
  }

  /** All webCRM records, listed once. */
  public Collection<Snapshot> everyRight() {
    if (everyRight.isEmpty()) {
      everyRight = Optional.of(right.all().snapshots());
    }
    return everyRight.get();
  }

  /**
   * The records as both systems have them now: never older than their links, or what another run
   * has brought over between the two readings would look like an edit that takes it back.
   */
  public List<RecordState> states(
      Collection<RecordId> ids, Map<LinkKey, Link> theirLinks, Listings listed) {
    Map<RecordId, Link> stored = new HashMap<>();
    theirLinks.values().forEach(link -> link.left().ifPresent(left -> stored.put(left, link)));
    Map<RecordId, Presence> knownLefts = new HashMap<>(present(listed.lefts()));
    everyLeft.ifPresent(
        all -> all.forEach(s -> knownLefts.putIfAbsent(s.id(), new Presence.Present(s))));
    Map<RecordId, Presence> knownRights = new HashMap<>(present(listed.rights()));
    knownLefts.values().removeIf(CurrentRecords::leavesStateOpen);
    for (RecordId id : ids) {
      Optional<Link> resting = Optional.ofNullable(stored.get(id)).filter(link -> !link.active());
      Optional.ofNullable(stored.get(id))
          .ifPresent(
              link -> {
                if (listed.open().powerOffice().contains(id)
                    || leavesOpen(of(knownLefts, id), link, link.leftBase())) {
                  knownLefts.remove(id);
                }
                link.right()
                    .filter(
                        right ->
                            listed.open().webCrm().contains(right)
                                || leavesOpen(of(knownRights, right), link, link.rightBase()))
                    .ifPresent(knownRights::remove);
              });
      // Whether it may be taken up again is not decided by what may mean anything.
      resting
          .flatMap(Link::right)
          .filter(right -> leavesStateOpen(of(knownRights, right)))
          .ifPresent(knownRights::remove);
      Optional<Link> newer =
          Optional.ofNullable(stored.get(id)).filter(link -> link.mayBeNewerThan(begun));
      if (newer.isPresent()) {
        knownLefts.remove(id);
        newer.flatMap(Link::right).ifPresent(knownRights::remove);
      }
    }
    Map<RecordId, Presence> lefts =
        completed(
            knownLefts,
            left,
            ids.stream()
                .map(
                    id ->
                        new RecordReader.Known(
                            id,
                            Optional.ofNullable(stored.get(id)).flatMap(l -> l.leftBase().owner())))
                .toList(),
            SystemName.POWEROFFICE);
    Map<RecordId, Presence> rights =
        completed(
            knownRights,
            right,
            ids.stream()
                .flatMap(id -> Optional.ofNullable(stored.get(id)).stream())
                .filter(link -> link.active() || isActive(lefts, link) || ours(link))
                .flatMap(
                    link ->
                        link.right().stream()
                            .map(id -> new RecordReader.Known(id, link.rightBase().owner())))
                .toList(),
            SystemName.WEBCRM);
    Set<RecordId> lost = lost(ids, stored, rights);
    return ids.stream()
        .map(
            id -> {
              Optional<Link> link = Optional.ofNullable(stored.get(id));
              Presence rightNow =
                  link.flatMap(Link::right)
                      .filter(r -> !lost.contains(id))
                      .map(r -> rights.getOrDefault(r, new Presence.Gone()))
                      .orElse(new Presence.Gone());
              return new RecordState(
                  LinkKey.of(id), link, of(lefts, id), rightNow, Optional.empty());
            })
        .toList();
  }

  /** Links that ended, and whose webCRM record has another link by now: for them it is gone. */
  private Set<RecordId> lost(
      Collection<RecordId> ids, Map<RecordId, Link> stored, Map<RecordId, Presence> rights) {
    Map<RecordId, RecordId> ended = new HashMap<>();
    for (RecordId id : ids) {
      Optional.ofNullable(stored.get(id))
          .filter(link -> link.state() == Link.State.ENDED)
          .flatMap(Link::right)
          .filter(right -> of(rights, right).isActive())
          .ifPresent(right -> ended.put(id, right));
    }
    if (ended.isEmpty()) {
      return Set.of();
    }
    Map<RecordId, LinkReader.Claim> claims = links.claims(ended.values());
    ended
        .entrySet()
        .removeIf(
            one ->
                Optional.ofNullable(claims.get(one.getValue()))
                    .filter(claim -> !claim.released())
                    .filter(claim -> !isOf(claim, one.getKey()))
                    .isEmpty());
    return ended.keySet();
  }

  private boolean isOf(LinkReader.Claim claim, RecordId left) {
    return claim.pair().equals(pair.name()) && claim.key().equals(LinkKey.of(left));
  }

  private static boolean isActive(Map<RecordId, Presence> lefts, Link link) {
    return link.left().filter(left -> of(lefts, left).isActive()).isPresent();
  }

  /** Whether we made a record inactive that may have to become active again. */
  private static boolean ours(Link link) {
    return link.deactivated().isPresent();
  }

  /** webCRM records: as listed, and what of the wanted ones is not, read. */
  public Map<RecordId, Presence> rights(Listings listed, List<RecordReader.Known> wanted) {
    return completed(present(listed.rights()), right, wanted, SystemName.WEBCRM);
  }

  /** What webCRM has of the records of these ids, whose owners need not be known. */
  Map<RecordId, Presence> named(Set<RecordId> ids) {
    return rights(
        Listings.NOTHING,
        ids.stream().map(id -> new RecordReader.Known(id, Optional.empty())).toList());
  }

  private Map<RecordId, Presence> completed(
      Map<RecordId, Presence> known,
      RecordReader side,
      List<RecordReader.Known> wanted,
      SystemName system) {
    List<RecordReader.Known> missing =
        wanted.stream().filter(record -> !known.containsKey(record.id())).toList();
    if (missing.isEmpty()) {
      return known;
    }
    Map<RecordId, Presence> all = new HashMap<>(known);
    Set<RecordId> presumed = gone.getOrDefault(system, Set.of());
    if (!presumed.isEmpty()) {
      missing.stream()
          .filter(record -> presumed.contains(record.id()))
          .forEach(record -> all.put(record.id(), new Presence.Gone()));
      missing = missing.stream().filter(record -> !presumed.contains(record.id())).toList();
    }
    int listed = runState.cursor(system).map(Cursor::recordsListed).orElse(0);
    all.putAll(side.read(missing, listed));
    return all;
  }

  /** Whether a list leaves open what a record waits for, or whether a value was emptied. */
  private static boolean leavesOpen(Presence presence, Link link, Base base) {
    return presence
        .snapshot()
        .filter(snapshot -> !snapshot.lacking().isEmpty())
        .filter(snapshot -> link.hold().isPresent() || snapshot.leavesOpen(base.view()))
        .isPresent();
  }

  private static boolean leavesStateOpen(Presence presence) {
    return presence.snapshot().filter(snapshot -> !snapshot.showsState()).isPresent();
  }

  /**
   * The record itself, or what its own look-up says if the list did not show whether it is active.
   */
  public Presence certain(Snapshot right) {
    return right.showsState()
        ? new Presence.Present(right)
        : rights(Listings.NOTHING, List.of(new RecordReader.Known(right.id(), right.owner())))
            .getOrDefault(right.id(), new Presence.Unknown("It was not read"));
  }

  private static Map<RecordId, Presence> present(Map<RecordId, Snapshot> snapshots) {
    Map<RecordId, Presence> present = new HashMap<>();
    snapshots.forEach((id, snapshot) -> present.put(id, new Presence.Present(snapshot)));
    return present;
  }

  /** What was read of a record. */
  public static Presence of(Map<RecordId, Presence> known, RecordId id) {
    return known.getOrDefault(id, new Presence.Unknown("It was not read"));
  }
}
