package no.tandem.sync;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;
import no.tandem.sync.Matcher.Match;
import no.tandem.sync.Matcher.Unlinked;

/**
 * One run of one pair of one tenant: from a trigger to the report.
 *
 * <p>Find what may have changed, read the truth of it on both sides, decide each record, carry the
 * decisions out, move the cursors.
 */
public final class Sync {
  private static final Logger LOG = System.getLogger(Sync.class.getName());

  /**
   * For how long after a creation was begun it may still be under way: a call may last until its
   * time-out, and another process may be making it. After that it is known to have failed, and the
   * record is created anew if it cannot be found.
   */
  static final Duration INTENT_LEASE = Duration.ofSeconds(60);

  private static final int PROGRESS_EVERY = 100;
  private static final int FEWEST_LINKS_TO_STOP_FOR = 2;

  private final Pair pair;
  private final Side left;
  private final Side right;
  private final Links links;
  private final Owners owners;
  private final Clock clock;
  private final Report.Builder report;
  private final Rules rules;
  private final Reconciler reconciler;
  private final Applier applier;

  /** The webCRM records that a complete listing gave in this run, for matching. */
  private Optional<Collection<Snapshot>> allRights = Optional.empty();

  public Sync(
      String tenant,
      Pair pair,
      Side left,
      Side right,
      Links links,
      Owners owners,
      Clock clock,
      Mode mode) {
    this.pair = pair;
    this.left = left;
    this.right = right;
    this.links = links;
    this.owners = owners;
    this.clock = clock;
    this.report = new Report.Builder(tenant, pair.name(), mode);
    this.rules =
        new Rules(
            pair.properties(),
            pair.conflict(),
            pair.ownerIsMapped(),
            pair.createsInWebCrm(),
            left.lengths(),
            right.lengths());
    this.reconciler = new Reconciler(rules);
    this.applier = new Applier(pair, rules, left, right, links, clock, report);
  }

  /** Runs, once. What goes wrong with a system is in the report. */
  public Report run(Trigger trigger) {
    try {
      switch (trigger) {
        case Trigger.Sweep sweep -> sweep(sweep.extent() == Trigger.Extent.FULL);
        case Trigger.Changed changed -> changed(changed);
      }
    } catch (RemoteException e) {
      report.stop(e.system() + " could not be read: " + e.text());
      LOG.log(Level.WARNING, "{0} stopped: {1} {2}", pair.name(), e.system(), e.title());
    } catch (Applier.SystemDownException e) {
      report.stop(String.valueOf(e.getMessage()));
      LOG.log(Level.WARNING, "{0} stopped: too many failures in a row", pair.name());
    }
    return report.build(
        Map.of(
            SystemName.POWEROFFICE,
            left.calls() + owners.calls(SystemName.POWEROFFICE),
            SystemName.WEBCRM,
            right.calls() + owners.calls(SystemName.WEBCRM)));
  }

  // --- what may have changed ---

  private void sweep(boolean full) {
    Optional<Cursor> leftCursor = links.cursor(SystemName.POWEROFFICE);
    Optional<Cursor> rightCursor = links.cursor(SystemName.WEBCRM);
    boolean allLefts = full || leftCursor.isEmpty();
    boolean everyRight = full || rightCursor.isEmpty();

    Instant begun = clock.instant();
    Listing leftListing = allLefts ? left.all() : left.changedSince(leftCursor.orElseThrow());
    Instant between = clock.instant();
    Listing rightListing = everyRight ? right.all() : right.changedSince(rightCursor.orElseThrow());
    Instant done = clock.instant();
    if (everyRight) {
      allRights = Optional.of(rightListing.snapshots());
    }

    boolean settled =
        full
            ? compareEverything(leftListing, rightListing, leftCursor, rightCursor)
            : followChanges(leftListing, rightListing);
    if (settled && report.mode() == Mode.APPLY && !report.isStopped()) {
      moveCursor(
          SystemName.POWEROFFICE,
          leftCursor,
          leftListing,
          Duration.between(begun, between),
          allLefts);
      moveCursor(
          SystemName.WEBCRM,
          rightCursor,
          rightListing,
          Duration.between(between, done),
          everyRight);
    }
  }

  private void moveCursor(
      SystemName system,
      Optional<Cursor> before,
      Listing listing,
      Duration took,
      boolean everything) {
    Optional<String> stamp =
        Stream.concat(before.map(Cursor::stamp).stream(), listing.largestStamp().stream())
            .max(Comparator.comparing(text -> OffsetDateTime.parse(text).toInstant()));
    if (stamp.isPresent()) {
      int listed =
          everything ? listing.snapshots().size() : before.map(Cursor::recordsListed).orElse(0);
      Cursor after = new Cursor(stamp.get(), roundedUp(took), listed);
      if (!before.equals(Optional.of(after))) {
        links.saveCursor(system, after);
      }
    }
  }

  /** To ten seconds, so that an idle sweep does not change the stored cursor for nothing. */
  private static Duration roundedUp(Duration took) {
    return Duration.ofSeconds((took.toSeconds() / 10 + 1) * 10);
  }

  private boolean followChanges(Listing leftListing, Listing rightListing) {
    Map<RecordId, Snapshot> lefts = byId(leftListing.snapshots());
    Map<RecordId, Snapshot> rights = byId(rightListing.snapshots());
    List<Link> unsettled = links.unsettled();
    Map<RecordId, RecordId> leftOfRight = new HashMap<>();
    links
        .claims(rights.keySet())
        .forEach(
            (id, claim) -> {
              if (claim.pair().equals(pair.name())) {
                leftOfRight.put(id, claim.left());
              }
            });
    Set<RecordId> due = dueAgain(unsettled, lefts, rights);
    Set<RecordId> hinted = new HashSet<>(due);
    hinted.addAll(lefts.keySet());
    hinted.addAll(leftOfRight.values());
    Map<RecordId, Link> stored = links.byLeft(hinted);

    for (RecordId id : hinted) {
      report.examined();
      Optional<Link> link = Optional.ofNullable(stored.get(id));
      Optional<Snapshot> leftNow = Optional.ofNullable(lefts.get(id));
      Optional<Snapshot> rightNow =
          link.flatMap(Link::right).flatMap(right -> Optional.ofNullable(rights.get(right)));
      if (link.isEmpty()
          ? leftNow.filter(Snapshot::active).isPresent()
          : differs(link.get(), leftNow, rightNow)) {
        due.add(id);
      }
      if (!due.contains(id)) {
        link.filter(Link::active).ifPresent(l -> confirm(l, leftNow, rightNow));
      }
    }
    return decideAndApply(due, stored, present(lefts), present(rights), unsettled, id -> false);
  }

  /** What of the held and deferred records is to be looked at again now. */
  private Set<RecordId> dueAgain(
      List<Link> unsettled, Map<RecordId, Snapshot> lefts, Map<RecordId, Snapshot> rights) {
    Set<RecordId> due = new HashSet<>();
    Set<RecordId> moved = new HashSet<>();
    for (Link link : unsettled) {
      Map<RecordId, String> candidates = candidates(link);
      Optional<Snapshot> leftNow = Optional.ofNullable(lefts.get(link.left()));
      if (leftNow.filter(now -> leftDiffers(link, now)).isPresent()) {
        // Others may have waited for it with an equal claim.
        moved.addAll(candidates.keySet());
      }
      candidates.forEach(
          (id, digest) -> {
            Snapshot now = rights.get(id);
            if (now != null && !now.digest().equals(digest)) {
              moved.add(id);
            }
          });
    }
    Set<RecordId> waitedFor = new HashSet<>();
    unsettled.forEach(link -> link.hold().flatMap(Hold::waitsFor).ifPresent(waitedFor::add));
    Set<RecordId> linked = owners.linked(waitedFor);
    Set<RecordId> decided = owners.decided(waitedFor);
    for (Link link : unsettled) {
      boolean passed =
          link.hold()
              .flatMap(Hold::waitsFor)
              .map(owner -> (link.held() ? linked : decided).contains(owner))
              .orElse(link.due());
      if (passed || candidates(link).keySet().stream().anyMatch(moved::contains)) {
        due.add(link.left());
      }
    }
    return due;
  }

  private static Map<RecordId, String> candidates(Link link) {
    return link.hold().map(Hold::candidates).orElse(Map.of());
  }

  /** Whether the stored link does not explain what the listings show of its records. */
  private static boolean differs(
      Link link, Optional<Snapshot> leftNow, Optional<Snapshot> rightNow) {
    return leftNow.filter(now -> leftDiffers(link, now)).isPresent()
        || rightNow.filter(now -> rightDiffers(link, now)).isPresent();
  }

  /** Both records are as in the link, so what we wrote has been read back: it is the base now. */
  private void confirm(Link link, Optional<Snapshot> leftNow, Optional<Snapshot> rightNow) {
    report.inSync();
    Base leftBase = leftNow.map(now -> link.leftBase().confirmed(now)).orElse(link.leftBase());
    Base rightBase = rightNow.map(now -> link.rightBase().confirmed(now)).orElse(link.rightBase());
    if (report.mode() == Mode.APPLY
        && (!leftBase.equals(link.leftBase()) || !rightBase.equals(link.rightBase()))) {
      try {
        links.save(
            link, link.inSync(leftBase, rightBase, link.hold(), link.bounces(), link.losers()));
      } catch (Links.StaleLinkException e) {
        // Whoever was faster has read the record as well.
        LOG.log(Level.DEBUG, "{0} {1} was confirmed by another run", pair.name(), link.left());
      }
    }
  }

  /** One record of one system may have changed: the truth about it is read by its id. */
  private void changed(Trigger.Changed trigger) {
    List<Link> unsettled = links.unsettled();
    Map<RecordId, Link> stored = new HashMap<>();
    Set<RecordId> due = new HashSet<>();
    if (trigger.system() == SystemName.POWEROFFICE) {
      stored.putAll(links.byLeft(Set.of(trigger.id())));
      due.add(trigger.id());
    } else {
      Optional<Links.Claim> claim =
          Optional.ofNullable(links.claims(Set.of(trigger.id())).get(trigger.id()))
              .filter(c -> c.pair().equals(pair.name()));
      claim.ifPresent(c -> stored.putAll(links.byLeft(Set.of(c.left()))));
      stored.values().removeIf(link -> !link.right().equals(Optional.of(trigger.id())));
      for (Link link : unsettled) {
        if (candidates(link).containsKey(trigger.id())) {
          stored.putAll(links.byLeft(Set.of(link.left())));
        }
      }
      due.addAll(stored.keySet());
    }
    due.forEach(id -> report.examined());
    decideAndApply(due, stored, Map.of(), Map.of(), unsettled, id -> false);
  }

  private boolean compareEverything(
      Listing leftListing,
      Listing rightListing,
      Optional<Cursor> leftCursor,
      Optional<Cursor> rightCursor) {
    Map<RecordId, Snapshot> lefts = byId(leftListing.snapshots());
    Map<RecordId, Snapshot> rights = byId(rightListing.snapshots());
    Map<RecordId, Link> stored = new TreeMap<>();
    links.all().forEach(link -> stored.put(link.left(), link));

    long active = stored.values().stream().filter(Link::active).count();
    if (active >= FEWEST_LINKS_TO_STOP_FOR && (lefts.isEmpty() || rights.isEmpty())) {
      report.stop(
          (lefts.isEmpty() ? SystemName.POWEROFFICE : SystemName.WEBCRM)
              + " lists no records although "
              + active
              + " are linked. Nothing was changed; check the keys and rights of the integration.");
      return false;
    }

    Set<RecordId> due = new HashSet<>();
    Set<RecordId> all = new HashSet<>(lefts.keySet());
    all.addAll(stored.keySet());
    for (RecordId id : all) {
      report.examined();
      Optional<Link> link = Optional.ofNullable(stored.get(id));
      Optional<Snapshot> leftNow = Optional.ofNullable(lefts.get(id));
      Optional<Snapshot> rightNow =
          link.flatMap(Link::right).flatMap(right -> Optional.ofNullable(rights.get(right)));
      if (!isSettled(link, leftNow, rightNow)) {
        due.add(id);
      } else if (link.filter(Link::active).isPresent()) {
        confirm(link.get(), leftNow, rightNow);
      }
    }
    return decideAndApply(
        due,
        stored,
        present(lefts),
        present(rights),
        List.of(),
        id ->
            Optional.ofNullable(stored.get(id))
                .filter(Link::active)
                .map(
                    link ->
                        seenBefore(Optional.ofNullable(lefts.get(id)), leftCursor)
                            && seenBefore(link.right().map(rights::get), rightCursor))
                .orElse(false));
  }

  /** Whether a full comparison finds nothing to do for the record. */
  private static boolean isSettled(
      Optional<Link> link, Optional<Snapshot> leftNow, Optional<Snapshot> rightNow) {
    if (link.isEmpty()) {
      return leftNow.filter(Snapshot::active).isEmpty();
    }
    return switch (link.get().state()) {
      case PENDING, CREATING -> false;
      case ENDED ->
          leftNow.filter(Snapshot::active).isEmpty() || rightNow.filter(Snapshot::active).isEmpty();
      case ACTIVE ->
          link.get().hold().isEmpty()
              && leftNow.isPresent()
              && rightNow.isPresent()
              && !differs(link.get(), leftNow, rightNow);
    };
  }

  /** Whether a record's present form must have been seen by the sweeps before. */
  private static boolean seenBefore(Optional<Snapshot> snapshot, Optional<Cursor> cursor) {
    return cursor.isPresent()
        && snapshot
            .flatMap(Snapshot::changedAt)
            .map(at -> !at.isAfter(OffsetDateTime.parse(cursor.get().stamp()).toInstant()))
            .orElse(true);
  }

  private static boolean leftDiffers(Link link, Snapshot now) {
    return switch (link.state()) {
      case PENDING, CREATING ->
          link.state() == Link.State.CREATING || hasChangedSince(link, Hold::leftDigest, now);
      case ENDED -> now.active() && hasChangedSince(link, Hold::leftDigest, now);
      case ACTIVE -> differs(link, link.leftBase(), Hold::leftDigest, now);
    };
  }

  private static boolean rightDiffers(Link link, Snapshot now) {
    return switch (link.state()) {
      case PENDING, CREATING -> false;
      case ENDED -> now.active() && hasChangedSince(link, Hold::rightDigest, now);
      case ACTIVE -> differs(link, link.rightBase(), Hold::rightDigest, now);
    };
  }

  private static boolean differs(
      Link link, Base base, Function<Hold, String> digest, Snapshot now) {
    boolean asInBase =
        now.active() && now.view().equals(base.view()) && now.owner().equals(base.owner());
    return !asInBase && (link.hold().isEmpty() || hasChangedSince(link, digest, now));
  }

  private static boolean hasChangedSince(Link link, Function<Hold, String> digest, Snapshot now) {
    return link.hold().map(digest).filter(now.digest()::equals).isEmpty();
  }

  // --- reading the truth, deciding, carrying out ---

  /**
   * Decides these records and carries the decisions out.
   *
   * @param drifted whether a difference in a record's link was there without a change having been
   *     seen
   * @return whether every outcome is stored
   */
  private boolean decideAndApply(
      Set<RecordId> due,
      Map<RecordId, Link> stored,
      Map<RecordId, Presence> lefts,
      Map<RecordId, Presence> rights,
      List<Link> unsettled,
      Predicate<RecordId> drifted) {
    List<Work> works = new ArrayList<>();
    Map<RecordId, Presence> leftTruth = readLefts(due, stored, lefts);
    Map<RecordId, Presence> rightTruth = readRights(due, stored, leftTruth, rights);
    for (RecordId id : due) {
      Optional<Link> link = Optional.ofNullable(stored.get(id));
      Presence rightNow =
          link.flatMap(Link::right)
              .map(r -> rightTruth.getOrDefault(r, new Presence.Gone()))
              .orElse(new Presence.Gone());
      works.add(new Work(id, link, truth(leftTruth, id), rightNow, Optional.empty()));
    }
    List<Decided> decided = decide(withOwners(works), unsettled);
    // Records that exist come first: creating takes long, and what was read grows old meanwhile.
    decided.sort(
        Comparator.comparing((Decided d) -> d.plan() instanceof Plan.Create)
            .thenComparing(d -> d.work().id()));
    boolean settled = true;
    int done = 0;
    for (Decided one : decided) {
      if (drifted.test(one.work().id()) && isRepair(one)) {
        report.drifted();
      }
      settled &= applier.apply(one.work(), one.plan());
      if (++done % PROGRESS_EVERY == 0) {
        LOG.log(Level.INFO, "{0}: {1} of {2} records", pair.name(), done, decided.size());
      }
    }
    return settled;
  }

  private record Decided(Work work, Plan plan) {}

  private static boolean isRepair(Decided one) {
    return switch (one.plan()) {
      case Plan.Nothing nothing -> false;
      case Plan.Forget forget -> false;
      case Plan.Wait wait -> false;
      case Plan.Create create -> true;
      case Plan.End end -> true;
      case Plan.Merge merge ->
          merge.writes()
              || !merge.leftBase().view().equals(one.work().linkOrNew().leftBase().view())
              || !merge.rightBase().view().equals(one.work().linkOrNew().rightBase().view());
    };
  }

  private Map<RecordId, Presence> readLefts(
      Set<RecordId> due, Map<RecordId, Link> stored, Map<RecordId, Presence> known) {
    List<Side.Known> missing =
        due.stream()
            .filter(id -> !known.containsKey(id))
            .map(
                id ->
                    new Side.Known(
                        id, Optional.ofNullable(stored.get(id)).flatMap(l -> l.leftBase().owner())))
            .toList();
    return completed(known, left, missing, SystemName.POWEROFFICE);
  }

  private Map<RecordId, Presence> readRights(
      Set<RecordId> due,
      Map<RecordId, Link> stored,
      Map<RecordId, Presence> leftTruth,
      Map<RecordId, Presence> known) {
    List<Side.Known> missing =
        due.stream()
            .flatMap(id -> Optional.ofNullable(stored.get(id)).stream())
            .filter(
                link ->
                    link.active()
                        || truth(leftTruth, link.left())
                            .snapshot()
                            .filter(Snapshot::active)
                            .isPresent())
            .flatMap(
                link ->
                    link.right().stream().map(id -> new Side.Known(id, link.rightBase().owner())))
            .filter(record -> !known.containsKey(record.id()))
            .toList();
    return completed(known, right, missing, SystemName.WEBCRM);
  }

  private Map<RecordId, Presence> completed(
      Map<RecordId, Presence> known, Side side, List<Side.Known> missing, SystemName system) {
    if (missing.isEmpty()) {
      return known;
    }
    Map<RecordId, Presence> all = new HashMap<>(known);
    int listed = links.cursor(system).map(Cursor::recordsListed).orElse(0);
    all.putAll(side.read(missing, listed));
    return all;
  }

  private static Presence truth(Map<RecordId, Presence> known, RecordId id) {
    return known.getOrDefault(id, new Presence.Unknown("It was not read"));
  }

  /** Adds what the owners are, for records that are to be linked or whose person was moved. */
  private List<Work> withOwners(List<Work> works) {
    List<Snapshot> asked =
        works.stream()
            .filter(Sync::needsOwner)
            .flatMap(work -> work.left().snapshot().stream())
            .toList();
    Map<RecordId, Owner> found = owners.of(asked, report.mode(), report);
    return works.stream()
        .map(
            work ->
                new Work(
                    work.id(),
                    work.link(),
                    work.left(),
                    work.right(),
                    Optional.ofNullable(found.get(work.id()))))
        .toList();
  }

  private static boolean needsOwner(Work work) {
    boolean active = work.left().snapshot().filter(Snapshot::active).isPresent();
    boolean linked = work.link().filter(l -> l.right().isPresent()).isPresent();
    boolean moved =
        !work.right()
            .snapshot()
            .flatMap(Snapshot::owner)
            .equals(work.link().flatMap(l -> l.rightBase().owner()));
    boolean intent = work.link().map(Link::state).filter(Link.State.CREATING::equals).isPresent();
    return (active || intent) && (!linked || (moved && work.right().snapshot().isPresent()));
  }

  private List<Decided> decide(List<Work> works, List<Link> unsettled) {
    List<Unlinked> toMatch = new ArrayList<>();
    for (Work work : works) {
      toMatch(work).ifPresent(toMatch::add);
    }
    Map<RecordId, Match> matches = match(toMatch, unsettled);
    List<Decided> decided = new ArrayList<>();
    for (Work work : works) {
      Optional<Match> match = Optional.ofNullable(matches.get(work.id()));
      if (match.isPresent() && match.get() instanceof Match.Ambiguous ambiguous) {
        decided.add(new Decided(work, new Plan.Wait(ambiguous(ambiguous))));
      } else {
        Work matched = withMatch(work, match);
        decided.add(new Decided(matched, decide(matched)));
      }
    }
    return decided;
  }

  private Plan decide(Work work) {
    Plan plan = reconciler.decide(work.link(), work.left(), work.right(), work.owner());
    boolean creating = work.link().map(Link::state).filter(Link.State.CREATING::equals).isPresent();
    if (creating && (plan instanceof Plan.Create || plan instanceof Plan.Forget)) {
      Instant until = work.link().flatMap(Link::intentAt).orElse(Instant.MIN).plus(INTENT_LEASE);
      if (clock.instant().isBefore(until)) {
        return new Plan.Wait(
            Hold.due("Its creation was begun less than a minute ago and may still be under way"));
      }
    }
    return plan;
  }

  private static Optional<Unlinked> toMatch(Work work) {
    boolean linked = work.link().filter(l -> l.right().isPresent()).isPresent();
    boolean intent = work.link().map(Link::state).filter(Link.State.CREATING::equals).isPresent();
    boolean placed = work.owner().isEmpty() || Owners.right(work.owner()).isPresent();
    if (linked || !placed) {
      return Optional.empty();
    }
    return work.left()
        .snapshot()
        .filter(snapshot -> snapshot.active() || intent)
        .map(snapshot -> new Unlinked(snapshot, Owners.right(work.owner()), intent));
  }

  private Map<RecordId, Match> match(List<Unlinked> records, List<Link> unsettled) {
    if (records.isEmpty()) {
      return Map.of();
    }
    // A script cannot ask for names without regard to blanks, and whether it ignores letter case is
    // not known; so that nothing is created twice, all records are read and compared here.
    Matcher matcher = new Matcher(pair, rules, allRights.orElseGet(() -> right.all().snapshots()));
    Set<RecordId> possible = matcher.possible(records);
    Set<RecordId> linked = new HashSet<>();
    links
        .claims(possible)
        .forEach(
            (id, claim) -> {
              if (!claim.released()) {
                linked.add(id);
              }
            });
    matcher.exclude(linked);
    Set<RecordId> ids = new HashSet<>();
    records.forEach(record -> ids.add(record.left().id()));
    Set<RecordId> contested = new HashSet<>();
    unsettled.stream()
        .filter(link -> !ids.contains(link.left()))
        .forEach(link -> link.hold().ifPresent(h -> contested.addAll(h.candidates().keySet())));
    return matcher.match(records, contested);
  }

  private static Work withMatch(Work work, Optional<Match> match) {
    if (match.isPresent() && match.get() instanceof Match.One one) {
      return new Work(
          work.id(), work.link(), work.left(), new Presence.Present(one.right()), work.owner());
    }
    return work;
  }

  private static Hold ambiguous(Match.Ambiguous match) {
    List<RecordId> ids = match.rights().keySet().stream().sorted().toList();
    return Hold.held(
            "More than one match: webCRM "
                + ids
                + " could be this record, or another record has an equal claim to it. Make the right"
                + " one differ from the others, or remove what is there twice.")
        .withCandidates(match.rights());
  }

  private static Map<RecordId, Snapshot> byId(List<Snapshot> snapshots) {
    Map<RecordId, Snapshot> byId = new LinkedHashMap<>();
    snapshots.forEach(snapshot -> byId.put(snapshot.id(), snapshot));
    return byId;
  }

  private static Map<RecordId, Presence> present(Map<RecordId, Snapshot> snapshots) {
    Map<RecordId, Presence> present = new HashMap<>();
    snapshots.forEach((id, snapshot) -> present.put(id, new Presence.Present(snapshot)));
    return present;
  }
}
