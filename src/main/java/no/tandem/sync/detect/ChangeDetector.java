package no.tandem.sync.detect;

import java.time.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.IntPredicate;
import java.util.stream.Stream;
import no.tandem.sync.link.Link;
import no.tandem.sync.link.LinkKey;
import no.tandem.sync.link.LinkReader;
import no.tandem.sync.pair.Pair;
import no.tandem.sync.report.Report;
import no.tandem.sync.side.BySystem;
import no.tandem.sync.side.Presence;
import no.tandem.sync.side.RecordId;
import no.tandem.sync.side.Snapshot;
import no.tandem.sync.side.SystemName;
import org.jspecify.annotations.Nullable;

/** Finds out which records a run has to look at: what may have changed, by what was listed. */
public final class ChangeDetector {
  /**
   * What a look at the listed records gives.
   *
   * @param due what is to be decided
   * @param confirmed what needs no decision: what was written has been read back
   * @param needNothing records that need neither
   * @param ownersSeen the place up to which owners' moves need not be read again; empty if that has
   *     not changed
   */
  public record Found(
      ToDecide due,
      List<Confirmation> confirmed,
      BySystem<Set<RecordId>> needNothing,
      Optional<String> ownersSeen) {

    private Found with(Optional<String> otherOwnersSeen) {
      return new Found(due, confirmed, needNothing, otherOwnersSeen);
    }
  }

  private final Pair pair;
  private final LinkReader links;
  private final CurrentRecords records;
  private final LinkComparison comparison;
  private final Retries retries;
  private final ListingCheck check;
  private final Report.Builder report;

  /**
   * @param isTooMuch whether this many records are more than a whole budget
   */
  public ChangeDetector(
      Sources sources,
      Clock clock,
      IntPredicate isTooMuch,
      ListingCheck check,
      Report.Builder report) {
    this.pair = sources.pair();
    this.links = sources.links();
    this.records = new CurrentRecords(sources, clock.instant());
    this.comparison = new LinkComparison(clock);
    this.retries = new Retries(sources, clock, isTooMuch);
    this.check = check;
    this.report = report;
  }

  // --- what changed ---

  /**
   * What the listed changes and the held and deferred records give to do.
   *
   * @param asBefore records that are as they were when they needed nothing
   * @return empty if the run has to stop, which is then in the report
   */
  public Optional<Found> changes(Listings listed, BySystem<Set<RecordId>> asBefore) {
    List<Link> unsettled = links.unsettled();
    Set<RecordId> rights = without(listed.rights().keySet(), asBefore.webCrm());
    Map<RecordId, LinkReader.Claim> claims = links.claims(rights);
    // It may be the counterpart of one that had none.
    boolean hasNew =
        rights.stream()
            .filter(id -> !claims.containsKey(id))
            .anyMatch(id -> listed.of(SystemName.WEBCRM, id).filter(Snapshot::active).isPresent());
    Retries.Moved moved = retries.moved();
    List<Link> again = new ArrayList<>(unsettled);
    again.addAll(moved.waiting());
    return compared(
            listed,
            without(listed.lefts().keySet(), hasNew ? Set.of() : asBefore.powerOffice()),
            rights,
            claims,
            unsettled,
            retries.among(again, listed))
        .map(found -> found.with(moved.seen()));
  }

  /**
   * Compares what was listed with what is stored of it.
   *
   * @param lookedAtLefts which PowerOffice records
   * @param lookedAtRights which webCRM records; what is linked to one that was not listed is due
   * @param claims who holds these
   * @param due what is due anyhow
   */
  private Optional<Found> compared(
      Listings listed,
      Set<RecordId> lookedAtLefts,
      Set<RecordId> lookedAtRights,
      Map<RecordId, LinkReader.Claim> claims,
      List<Link> unsettled,
      Set<LinkKey> due) {
    Map<RecordId, Snapshot> lefts = listed.lefts();
    Map<RecordId, Snapshot> rights = listed.rights();
    Map<RecordId, LinkKey> linkOfRight = new HashMap<>();
    Set<RecordId> inbound = new TreeSet<>();
    for (RecordId id : lookedAtRights) {
      Optional<LinkReader.Claim> claim = Optional.ofNullable(claims.get(id));
      claim.filter(c -> c.pair().equals(pair.name())).ifPresent(c -> linkOfRight.put(id, c.key()));
      if (claim.isEmpty() && listed.of(SystemName.WEBCRM, id).filter(this::isNew).isPresent()) {
        inbound.add(id);
      }
    }
    Set<RecordId> unclaimed = Set.copyOf(inbound);
    unsettled.stream()
        .filter(link -> link.key().isAwaiting() && comparison.backsOff(link))
        .flatMap(
            link ->
                link.right().stream()
                    .filter(id -> !LinkComparison.rightHasChanged(link, rights.get(id))))
        .forEach(inbound::remove);
    Set<LinkKey> hinted = new TreeSet<>(due);
    hinted.addAll(LinkKey.ofAll(lookedAtLefts));
    hinted.addAll(linkOfRight.values());
    Map<LinkKey, Link> stored = links.byKey(hinted);
    if (!check.hasTheSameRecords(listed, stored.values())) {
      return Optional.empty();
    }
    linkOfRight.forEach(
        (id, key) -> {
          if (!rights.containsKey(id) && isOf(stored.get(key), id)) {
            due.add(key);
          }
        });
    inbound.addAll(inPlaceOfEnded(stored.values(), listed));
    inbound.forEach(id -> report.examined());

    List<Confirmation> confirmed = new ArrayList<>();
    for (LinkKey key : hinted) {
      report.examined();
      Optional<Link> link = Optional.ofNullable(stored.get(key));
      Optional<Snapshot> leftNow = key.left().map(lefts::get);
      Optional<Snapshot> rightNow = link.flatMap(listed::linked);
      boolean lost =
          link.filter(Link::active)
              .filter(l -> listed.right(l).filter(l::isOfAnother).isPresent())
              .isPresent();
      if (link.filter(Link::ignored).isPresent()) {
        due.remove(key);
      } else if (link.isEmpty()
          ? leftNow.filter(Snapshot::active).isPresent()
          : lost || comparison.differs(link.get(), listed)) {
        due.add(key);
      } else if (!due.contains(key)) {
        link.filter(Link::active)
            .flatMap(l -> confirmed(l, leftNow, rightNow))
            .ifPresent(confirmed::add);
      }
    }
    Set<LinkKey> busy = new HashSet<>(due);
    confirmed.forEach(one -> busy.add(one.before().key()));
    Set<RecordId> quietLefts = new HashSet<>(lefts.keySet());
    busy.forEach(key -> key.left().ifPresent(quietLefts::remove));
    Set<RecordId> quietRights = without(rights.keySet(), unclaimed);
    quietRights.removeAll(inbound);
    linkOfRight.forEach(
        (id, key) -> {
          if (busy.contains(key)) {
            quietRights.remove(id);
          }
        });
    return Optional.of(
        new Found(
            ToDecide.of(due, inbound, stored, unsettled),
            confirmed,
            new BySystem<>(quietLefts, quietRights),
            Optional.empty()));
  }

  private static Set<RecordId> without(Set<RecordId> some, Set<RecordId> others) {
    Set<RecordId> rest = new HashSet<>(some);
    rest.removeAll(others);
    return rest;
  }

  /** New webCRM records that have the id of one that is gone and whose link has ended. */
  private Set<RecordId> inPlaceOfEnded(Collection<Link> stored, Listings listed) {
    Set<RecordId> reused = new TreeSet<>();
    for (Link link : stored) {
      if (!link.claims()) {
        listed
            .right(link)
            .filter(link::isOfAnother)
            .filter(this::isNew)
            .ifPresent(right -> reused.add(right.id()));
      }
    }
    if (!reused.isEmpty()) {
      // Another link may have it by now.
      Map<RecordId, LinkReader.Claim> claims = links.claims(reused);
      reused.removeIf(
          id -> Optional.ofNullable(claims.get(id)).filter(claim -> !claim.released()).isPresent());
    }
    return reused;
  }

  private boolean isNew(Snapshot right) {
    return pair.createsInPowerOffice()
        && right.active()
        && pair.isToBeCreatedInPowerOffice().test(right);
  }

  private static boolean isOf(@Nullable Link link, RecordId right) {
    return link != null && link.right().equals(Optional.of(right));
  }

  // --- what was named ---

  /** These PowerOffice records may have changed. */
  public ToDecide named(Set<RecordId> lefts) {
    List<Link> unsettled = links.unsettled();
    Map<LinkKey, Link> stored = links.byKey(LinkKey.ofAll(lefts));
    Set<LinkKey> due = new TreeSet<>(LinkKey.ofAll(lefts));
    stored.values().stream().filter(Link::ignored).forEach(link -> due.remove(link.key()));
    due.forEach(one -> report.examined());
    return ToDecide.of(due, Set.of(), stored, unsettled);
  }

  /**
   * What hooks gave to do.
   *
   * @param found which of the named records differ, as in a sweep
   * @param read what webCRM has of them
   * @param gone those that it has no more
   */
  public record Hinted(Found found, Listings read, Set<RecordId> gone) {}

  /**
   * These webCRM records may have changed. They are read together and compared, so that hooks about
   * our own writes cost no more than that.
   *
   * @return empty if there is nothing to read, or the run has to stop, which is then in the report
   */
  public Optional<Hinted> hinted(Set<RecordId> rights) {
    if (rights.isEmpty()) {
      return Optional.empty();
    }
    Map<RecordId, LinkReader.Claim> claims = links.claims(rights);
    List<Link> unsettled = links.unsettled();
    Set<RecordId> known = new HashSet<>(rights);
    known.removeIf(id -> !isOurs(Optional.ofNullable(claims.get(id))));
    Set<LinkKey> ambiguous = new TreeSet<>();
    for (Link link : unsettled) {
      Set<RecordId> candidates = new HashSet<>(Retries.candidates(link).keySet());
      candidates.retainAll(rights);
      if (!candidates.isEmpty()) {
        ambiguous.add(link.key());
        known.addAll(candidates);
      }
    }
    Map<RecordId, Snapshot> present = new TreeMap<>();
    Set<RecordId> gone = new HashSet<>();
    records
        .named(known)
        .forEach(
            (id, presence) -> {
              presence.snapshot().ifPresent(snapshot -> present.put(id, snapshot));
              if (presence instanceof Presence.Gone) {
                gone.add(id);
              }
            });
    Listings listed = Listings.ofRead(present);
    return compared(listed, Set.of(), known, claims, unsettled, ambiguous)
        .map(found -> new Hinted(found, listed, gone));
  }

  /** Whether this pair has linked, or may link, a record with such a claim. */
  private boolean isOurs(Optional<LinkReader.Claim> claim) {
    return claim.map(c -> c.pair().equals(pair.name())).orElse(pair.createsInPowerOffice());
  }

  // --- once the run has its lease ---

  /**
   * What is to be decided, with what is stored of it by now. What was listed need not be listed
   * again: a record whose link is newer is read by its id.
   *
   * @return empty if no other run has stored anything of it meanwhile
   */
  public Optional<ToDecide> again(ToDecide before) {
    Map<LinkKey, Link> known = new HashMap<>();
    before.unsettled().forEach(link -> known.put(link.key(), link));
    known.putAll(before.stored());
    Set<LinkKey> asked = new TreeSet<>(LinkKey.ofAll(before.lefts()));
    before.stored().values().stream()
        .filter(link -> link.key().isAwaiting())
        .filter(link -> link.right().filter(before.inbound()::contains).isPresent())
        .forEach(link -> asked.add(link.key()));
    Map<LinkKey, Link> now = links.byKey(asked);
    List<Link> unsettled = links.unsettled();
    Set<RecordId> unclaimed = new TreeSet<>(before.inbound());
    known.values().forEach(link -> link.right().ifPresent(unclaimed::remove));
    Set<RecordId> claimed = unclaimed.isEmpty() ? Set.of() : links.claims(unclaimed).keySet();
    boolean changed =
        !claimed.isEmpty()
            || asked.stream().anyMatch(key -> known.containsKey(key) && !now.containsKey(key))
            || Stream.concat(now.values().stream(), unsettled.stream())
                .anyMatch(link -> isNewer(link, known.get(link.key())));
    if (!changed) {
      return Optional.empty();
    }
    Map<LinkKey, Link> stored = new HashMap<>(before.stored());
    stored.keySet().removeAll(asked);
    stored.putAll(now);
    Set<RecordId> inbound = new TreeSet<>(before.inbound());
    inbound.removeAll(claimed);
    return Optional.of(new ToDecide(before.lefts(), inbound, stored, unsettled));
  }

  private static boolean isNewer(Link link, @Nullable Link known) {
    return known == null || link.version() > known.version();
  }

  // --- everything ---

  /**
   * Compares all records with all links.
   *
   * @return what differs; empty if the run has to stop, which is then in the report
   */
  public Optional<Found> everything(Listings listed) {
    Map<RecordId, Snapshot> lefts = listed.lefts();
    Map<LinkKey, Link> stored = new TreeMap<>();
    links.all().forEach(link -> stored.put(link.key(), link));
    if (!check.hasRecords(listed, stored.values())
        || !check.hasTheSameRecords(listed, stored.values())) {
      return Optional.empty();
    }
    Set<LinkKey> due = new TreeSet<>();
    Set<LinkKey> all = new TreeSet<>(LinkKey.ofAll(lefts.keySet()));
    all.addAll(stored.keySet());
    List<Confirmation> confirmed = new ArrayList<>();
    for (LinkKey key : all) {
      report.examined();
      Optional<Link> link = Optional.ofNullable(stored.get(key));
      Optional<Snapshot> leftNow = key.left().map(lefts::get);
      Optional<Snapshot> rightNow = link.flatMap(listed::linked);
      link.filter(Link::active).ifPresent(l -> report.compared());
      if (!comparison.needsNothing(key, link, listed)) {
        due.add(key);
      } else if (link.filter(Link::active).isPresent()) {
        confirmed(link.get(), leftNow, rightNow).ifPresent(confirmed::add);
      }
    }
    Set<RecordId> inbound = inbound(listed, stored.values());
    inbound.forEach(id -> report.examined());
    return Optional.of(
        new Found(
            ToDecide.of(due, inbound, stored, List.of()),
            confirmed,
            new BySystem<>(Set.of(), Set.of()),
            Optional.empty()));
  }

  private Set<RecordId> inbound(Listings listed, Collection<Link> stored) {
    Set<RecordId> known = new HashSet<>();
    stored.forEach(link -> link.right().ifPresent(known::add));
    Set<RecordId> inbound = new TreeSet<>();
    listed
        .rights()
        .forEach(
            (id, right) -> {
              if (isNew(right) && !known.contains(id)) {
                inbound.add(id);
              }
            });
    inbound.removeAll(links.claims(inbound).keySet());
    inbound.addAll(inPlaceOfEnded(stored, listed));
    return inbound;
  }

  /** The record is in sync. */
  private Optional<Confirmation> confirmed(
      Link link, Optional<Snapshot> leftNow, Optional<Snapshot> rightNow) {
    report.inSync();
    return Confirmation.of(link, leftNow, rightNow);
  }
}
