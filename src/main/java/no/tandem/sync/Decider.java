package no.tandem.sync;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
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
import java.util.TreeSet;
import java.util.stream.Stream;
import no.tandem.sync.Matcher.Match;
import no.tandem.sync.Matcher.Unlinked;
import no.tandem.sync.Survey.Due;
import no.tandem.sync.Survey.Listed;

/**
 * Reads the truth about records, finds counterparts for those that have none, and asks the
 * reconciler. Writes nothing.
 */
final class Decider {
  /**
   * For how long after a creation was begun it may still be under way: a call may last until its
   * time-out, and another process may be making it. After that it is known to have failed, and the
   * record is created anew if it cannot be found.
   */
  static final Duration INTENT_LEASE = Duration.ofSeconds(60);

  /**
   * The same where creations may go in a call with many others, which a server can go on handling
   * after nobody waits for its answer any more.
   */
  static final Duration BULK_INTENT_LEASE = Duration.ofMinutes(5);

  private final Pair pair;
  private final Rules rules;
  private final Side left;
  private final Side right;
  private final Links links;
  private final Owners owners;
  private final Clock clock;
  private final Instant begun;
  private final Reconciler reconciler;
  private Optional<Collection<Snapshot>> everyLeft = Optional.empty();
  private Optional<Collection<Snapshot>> everyRight = Optional.empty();

  /**
   * @param begun when the run had read nothing yet
   */
  Decider(
      Pair pair,
      Rules rules,
      Side left,
      Side right,
      Links links,
      Owners owners,
      Clock clock,
      Instant begun) {
    this.pair = pair;
    this.rules = rules;
    this.left = left;
    this.right = right;
    this.links = links;
    this.owners = owners;
    this.clock = clock;
    this.begun = begun;
    this.reconciler = new Reconciler(rules);
  }

  /**
   * Decides what is due.
   *
   * @param owning whether a holder organisation that is missing is created now
   */
  List<Decided> decide(Due due, Listed listed, Mode owning, Report.Builder report) {
    if (listed.everyLeft()) {
      everyLeft = Optional.of(listed.lefts().values());
    }
    if (listed.everyRight()) {
      everyRight = Optional.of(listed.rights().values());
    }
    Map<RecordId, Work> works = new TreeMap<>();
    works(due.lefts(), due.stored(), listed).forEach(work -> works.put(work.id(), work));
    Set<RecordId> begun =
        due.news().isEmpty() && toMatch(works.values()).isEmpty()
            ? Set.of()
            : begun(due.unsettled(), works.keySet());
    Awaited awaited = awaited(due, listed, works);
    works(awaited.rivals(), links.byLeft(awaited.rivals()), listed)
        .forEach(work -> works.putIfAbsent(work.id(), work));
    Set<RecordId> asked = Set.copyOf(works.keySet());
    works(begun, links.byLeft(begun), listed).forEach(work -> works.putIfAbsent(work.id(), work));

    List<Work> owned = withOwners(List.copyOf(works.values()), owning, report);
    Map<RecordId, Set<RecordId>> alike = new HashMap<>();
    Map<RecordId, Match> matches = match(toMatch(owned), due.unsettled(), works.keySet(), alike);
    List<Decided> decided = new ArrayList<>();
    for (Work work : owned) {
      if (asked.contains(work.id())) {
        decided.add(decide(work, Optional.ofNullable(matches.get(work.id()))));
      }
    }
    makeRoom(decided, alike, listed);
    Set<RecordId> contested = contested(matches.values(), due.unsettled(), works.keySet());
    Optional<Instant> notLookedFor =
        owned.stream()
            .filter(work -> work.intent() && !matches.containsKey(work.id()))
            .flatMap(work -> work.link().flatMap(Link::intentAt).stream())
            .min(Comparator.naturalOrder());
    for (Work work : awaited.works()) {
      decideAwaited(work, awaited, contested, notLookedFor).ifPresent(decided::add);
    }
    return decided;
  }

  /**
   * Creations that were begun and whose outcome is not known. What was made for one record looks
   * like the counterpart of every other of its name, so they are all looked for together, also
   * where only another record is to be decided.
   */
  private static Set<RecordId> begun(List<Link> unsettled, Set<RecordId> known) {
    Set<RecordId> begun = new TreeSet<>();
    unsettled.stream()
        .filter(link -> link.state() == Link.State.CREATING && link.due())
        .map(Link::left)
        .filter(id -> !Link.isAwaited(id) && !known.contains(id))
        .forEach(begun::add);
    return begun;
  }

  private Decided decide(Work work, Optional<Match> match) {
    return switch (match.orElseGet(Match.None::new)) {
      case Match.Ambiguous ambiguous -> new Decided(work, new Plan.Wait(ambiguous(ambiguous)));
      case Match.One one -> decide(work.with(work.left(), new Presence.Present(one.right())));
      case Match.None none -> decide(work);
    };
  }

  /**
   * A record that would be created may be one that was made anew, by hand, for one that is away by
   * now: then the link of that one ends first, and the webCRM record is free for this one. Where
   * that link does not end, because the record is to be made active again, this one is created.
   *
   * @param alike by record: records that are linked to what looks like its counterpart
   */
  private void makeRoom(List<Decided> decided, Map<RecordId, Set<RecordId>> alike, Listed listed) {
    Set<RecordId> asked = new TreeSet<>();
    for (Decided one : decided) {
      if (one.plan() instanceof Plan.Create) {
        asked.addAll(alike.getOrDefault(one.work().id(), Set.of()));
      }
    }
    if (asked.isEmpty()) {
      return;
    }
    Map<RecordId, Link> stored = new HashMap<>(links.byLeft(asked));
    stored.values().removeIf(link -> !link.active() || link.ignored());
    Map<RecordId, Decided> away = new TreeMap<>();
    for (Work work : works(stored.keySet(), stored, listed)) {
      if (!isActive(work.left())) {
        Decided end = decide(work);
        if (end.plan() instanceof Plan.End || isDue(end.plan())) {
          away.put(work.id(), end);
        }
      }
    }
    decided.replaceAll(
        one ->
            one.plan() instanceof Plan.Create
                ? alike.getOrDefault(one.work().id(), Set.of()).stream()
                    .flatMap(id -> Optional.ofNullable(away.get(id)).stream())
                    .findFirst()
                    .map(gone -> new Decided(one.work(), new Plan.Wait(inPlaceOf(gone.work()))))
                    .orElse(one)
                : one);
    decided.forEach(one -> away.remove(one.work().id()));
    decided.addAll(away.values());
  }

  private static boolean isDue(Plan plan) {
    return plan instanceof Plan.Wait wait && wait.hold().kind() == Hold.Kind.DUE;
  }

  private static Hold inPlaceOf(Work away) {
    return Hold.due(
        "It looks like webCRM "
            + away.rightId().map(RecordId::value).orElse("")
            + ", which is linked to PowerOffice "
            + away.id()
            + ". That one seems to be gone; it is looked at first");
  }

  /** Decides one record whose truth is known. */
  Decided decide(Work work) {
    return new Decided(
        work,
        unlessUnderWay(
            work, reconciler.decide(work.link(), work.left(), work.right(), work.owner())));
  }

  /** A creation that may still be under way is not made again. */
  private Plan unlessUnderWay(Work work, Plan plan) {
    if (work.intent() && (plan instanceof Plan.Create || plan instanceof Plan.Forget)) {
      boolean alone = Link.isAwaited(work.id()) || right.bulk().isEmpty();
      Instant until =
          work.link()
              .flatMap(Link::intentAt)
              .orElse(Instant.MIN)
              .plus(alone ? INTENT_LEASE : BULK_INTENT_LEASE);
      if (clock.instant().isBefore(until)) {
        return new Plan.Wait(
            Hold.due("Its creation was begun a short while ago and may still be under way"));
      }
    }
    return plan;
  }

  // --- reading the truth ---

  /**
   * The records as both systems have them now: never older than their links, or what another run
   * has brought over between the two readings would look like an edit that takes it back.
   */
  List<Work> works(Collection<RecordId> ids, Map<RecordId, Link> stored, Listed listed) {
    Map<RecordId, Presence> knownLefts = new HashMap<>(present(listed.lefts()));
    everyLeft.ifPresent(
        all -> all.forEach(s -> knownLefts.putIfAbsent(s.id(), new Presence.Present(s))));
    Map<RecordId, Presence> knownRights = new HashMap<>(present(listed.rights()));
    for (RecordId id : ids) {
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
                        new Side.Known(
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
                .filter(link -> link.active() || isActive(truth(lefts, link.left())) || ours(link))
                .flatMap(
                    link ->
                        link.right().stream()
                            .map(id -> new Side.Known(id, link.rightBase().owner())))
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
              return new Work(id, link, truth(lefts, id), rightNow, Optional.empty());
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
          .filter(right -> isActive(truth(rights, right)))
          .ifPresent(right -> ended.put(id, right));
    }
    if (ended.isEmpty()) {
      return Set.of();
    }
    Map<RecordId, Links.Claim> claims = links.claims(ended.values());
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

  private boolean isOf(Links.Claim claim, RecordId left) {
    return claim.pair().equals(pair.name()) && claim.left().equals(left);
  }

  /** Whether we made a record inactive that may have to become active again. */
  private static boolean ours(Link link) {
    return link.deactivated().isPresent();
  }

  private Map<RecordId, Presence> completed(
      Map<RecordId, Presence> known, Side side, List<Side.Known> wanted, SystemName system) {
    List<Side.Known> missing =
        wanted.stream().filter(record -> !known.containsKey(record.id())).toList();
    if (missing.isEmpty()) {
      return known;
    }
    Map<RecordId, Presence> all = new HashMap<>(known);
    int listed = links.cursor(system).map(Cursor::recordsListed).orElse(0);
    all.putAll(side.read(missing, listed));
    return all;
  }

  private static Map<RecordId, Presence> present(Map<RecordId, Snapshot> snapshots) {
    Map<RecordId, Presence> present = new HashMap<>();
    snapshots.forEach((id, snapshot) -> present.put(id, new Presence.Present(snapshot)));
    return present;
  }

  private static Presence truth(Map<RecordId, Presence> known, RecordId id) {
    return known.getOrDefault(id, new Presence.Unknown("It was not read"));
  }

  private static boolean isActive(Presence presence) {
    return presence.snapshot().filter(Snapshot::active).isPresent();
  }

  // --- owners ---

  /** Adds what the owners are, for records that are to be linked or whose person was moved. */
  private List<Work> withOwners(List<Work> works, Mode mode, Report.Builder report) {
    List<Snapshot> asked =
        works.stream()
            .filter(Decider::needsOwner)
            .flatMap(work -> work.left().snapshot().stream())
            .toList();
    Map<RecordId, Owner> found = owners.of(asked, mode, report);
    return works.stream()
        .map(work -> work.with(Optional.ofNullable(found.get(work.id()))))
        .toList();
  }

  private static boolean needsOwner(Work work) {
    boolean linked = work.link().filter(l -> l.right().isPresent()).isPresent();
    boolean moved =
        !work.right()
            .snapshot()
            .flatMap(Snapshot::owner)
            .equals(work.link().flatMap(l -> l.rightBase().owner()));
    return (isActive(work.left()) || work.intent())
        && (!linked || (moved && work.right().snapshot().isPresent()));
  }

  // --- counterparts in webCRM ---

  private static List<Unlinked> toMatch(Collection<Work> works) {
    List<Unlinked> unlinked = new ArrayList<>();
    for (Work work : works) {
      boolean linked = work.link().filter(l -> l.right().isPresent()).isPresent();
      boolean placed = work.owner().isEmpty() || Owners.linked(work.owner()).isPresent();
      if (!linked && placed) {
        work.left()
            .snapshot()
            .filter(snapshot -> snapshot.active() || work.intent())
            .map(
                snapshot ->
                    new Unlinked(
                        snapshot, Owners.linked(work.owner()), work.link().flatMap(Link::intentAt)))
            .ifPresent(unlinked::add);
      }
    }
    return unlinked;
  }

  private Map<RecordId, Match> match(
      List<Unlinked> records,
      List<Link> unsettled,
      Set<RecordId> decidedNow,
      Map<RecordId, Set<RecordId>> alike) {
    if (records.isEmpty()) {
      return Map.of();
    }
    // A script cannot ask for names without regard to blanks, and whether it ignores letter case is
    // not known; so that nothing is created twice, all records are read and compared here.
    if (everyRight.isEmpty()) {
      everyRight = Optional.of(right.all().snapshots());
    }
    Matcher matcher = new Matcher(pair, rules, everyRight.get());
    Map<RecordId, Links.Claim> claims = new HashMap<>(links.claims(matcher.possible(records)));
    claims.values().removeIf(Links.Claim::released);
    for (Unlinked record : records) {
      Set<RecordId> linkedOnes = new TreeSet<>();
      for (RecordId similar : matcher.similar(record)) {
        Optional.ofNullable(claims.get(similar))
            .filter(claim -> claim.pair().equals(pair.name()))
            .ifPresent(claim -> linkedOnes.add(claim.left()));
      }
      if (!linkedOnes.isEmpty()) {
        alike.put(record.left().id(), linkedOnes);
      }
    }
    matcher.exclude(claims.keySet());
    return matcher.match(records, contested(List.of(), unsettled, decidedNow));
  }

  /** webCRM records that might belong to a PowerOffice record, but it is not clear. */
  private static Set<RecordId> contested(
      Collection<Match> matches, List<Link> unsettled, Set<RecordId> decidedNow) {
    Set<RecordId> contested = new HashSet<>();
    unsettled.stream()
        .filter(link -> !decidedNow.contains(link.left()))
        .forEach(link -> link.hold().ifPresent(h -> contested.addAll(h.candidates().keySet())));
    for (Match match : matches) {
      switch (match) {
        case Match.Ambiguous ambiguous -> contested.addAll(ambiguous.rights().keySet());
        case Match.One one -> contested.add(one.right().id());
        case Match.None none -> {}
      }
    }
    return contested;
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

  // --- counterparts in PowerOffice ---

  /**
   * webCRM records that are new to PowerOffice.
   *
   * @param works each with the PowerOffice record that was created for it, if one bears its
   *     reference
   * @param rivals unlinked PowerOffice records that may be the counterpart of one of them
   * @param ended by webCRM record: PowerOffice records that look the same, and whose links ended
   */
  private record Awaited(
      List<Work> works, Set<RecordId> rivals, Map<RecordId, Set<RecordId>> ended) {
    static final Awaited NONE = new Awaited(List.of(), Set.of(), Map.of());
  }

  /** Takes those PowerOffice records out of the works that were created for a webCRM record. */
  private Awaited awaited(Due due, Listed listed, Map<RecordId, Work> works) {
    Map<RecordId, Snapshot> created = createdFor(works.values());
    Set<RecordId> ids = new TreeSet<>(due.news());
    ids.addAll(created.keySet());
    if (ids.isEmpty()) {
      return Awaited.NONE;
    }
    created.values().forEach(snapshot -> works.remove(snapshot.id()));
    Map<RecordId, Links.Claim> claims = links.claims(ids);
    Map<RecordId, Link> stored =
        new HashMap<>(links.byLeft(ids.stream().map(Link::awaited).toList()));
    // An operator's retry comes with the link as it is once it is not ignored any more.
    stored.replaceAll((name, link) -> due.stored().getOrDefault(name, link));
    ids.removeIf(
        id -> Optional.ofNullable(stored.get(Link.awaited(id))).filter(Link::ignored).isPresent());
    Map<RecordId, Presence> rights =
        completed(
            present(listed.rights()),
            right,
            ids.stream()
                .map(
                    id ->
                        new Side.Known(
                            id,
                            Optional.ofNullable(stored.get(Link.awaited(id)))
                                .flatMap(l -> l.rightBase().owner())))
                .toList(),
            SystemName.WEBCRM);
    List<Snapshot> snapshots =
        ids.stream().flatMap(id -> truth(rights, id).snapshot().stream()).toList();
    Map<RecordId, Owner> ownersOf = owners.ofNew(snapshots);
    Map<RecordId, Snapshot> bearing = bearingReference(ids, stored, created);

    List<Work> found = new ArrayList<>();
    for (RecordId id : ids) {
      Optional<Link> link = Optional.ofNullable(stored.get(Link.awaited(id)));
      boolean takenByOther =
          Optional.ofNullable(claims.get(id))
              .filter(claim -> !claim.left().equals(Link.awaited(id)))
              .isPresent();
      Presence rightNow = takenByOther ? new Presence.Gone() : truth(rights, id);
      Optional<Owner> owner = Optional.ofNullable(ownersOf.get(id));
      // One that was created belongs to this record, whatever became of the owner since.
      boolean inScope =
          !takenByOther
              && (bearing.containsKey(id)
                  || ((link.isPresent()
                          || rightNow
                              .snapshot()
                              .filter(pair.isToBeCreatedInPowerOffice())
                              .isPresent())
                      && (!owners.any() || owner.isPresent())));
      if (inScope || link.isPresent()) {
        Presence leftNow =
            Optional.ofNullable(bearing.get(id))
                .<Presence>map(Presence.Present::new)
                .orElse(new Presence.Gone());
        found.add(
            new Work(
                Link.awaited(id), link, leftNow, inScope ? rightNow : new Presence.Gone(), owner));
      }
    }
    return withRivals(found);
  }

  /** PowerOffice records without a link that bear our reference to a record that awaits them. */
  private Map<RecordId, Snapshot> createdFor(Collection<Work> works) {
    return createdFor(
        works.stream()
            .filter(work -> work.link().filter(l -> l.right().isPresent()).isEmpty())
            .flatMap(work -> work.left().snapshot().stream()));
  }

  /** By the webCRM record that awaits it. */
  private Map<RecordId, Snapshot> createdFor(Stream<Snapshot> unlinked) {
    Map<RecordId, Snapshot> bearing = new TreeMap<>();
    unlinked.forEach(
        snapshot -> pair.createdFor(snapshot).ifPresent(id -> bearing.putIfAbsent(id, snapshot)));
    Map<RecordId, Links.Claim> claims = links.claims(bearing.keySet());
    bearing
        .keySet()
        .removeIf(
            id ->
                Optional.ofNullable(claims.get(id))
                    .filter(claim -> claim.left().equals(Link.awaited(id)))
                    .isEmpty());
    return bearing;
  }

  /** The same for all records whose creation was begun. */
  private Map<RecordId, Snapshot> bearingReference(
      Set<RecordId> ids, Map<RecordId, Link> stored, Map<RecordId, Snapshot> created) {
    Map<RecordId, Snapshot> bearing = new HashMap<>(created);
    boolean begun = stored.values().stream().anyMatch(l -> l.state() == Link.State.CREATING);
    if (begun) {
      for (Snapshot snapshot : allLefts()) {
        pair.createdFor(snapshot)
            .filter(ids::contains)
            .ifPresent(id -> bearing.putIfAbsent(id, snapshot));
      }
      // An operator may have linked it to another webCRM record meanwhile.
      Map<RecordId, Link> known =
          links.byLeft(bearing.values().stream().map(Snapshot::id).toList());
      bearing
          .values()
          .removeIf(
              snapshot ->
                  Optional.ofNullable(known.get(snapshot.id())).filter(Link::active).isPresent());
    }
    return bearing;
  }

  private Collection<Snapshot> allLefts() {
    if (everyLeft.isEmpty()) {
      everyLeft = Optional.of(left.all().snapshots());
    }
    return everyLeft.get();
  }

  /** Looks for PowerOffice records that are there already. */
  private Awaited withRivals(List<Work> works) {
    Map<RecordId, Snapshot> missing = new LinkedHashMap<>();
    Map<RecordId, RecordId> webCrmOwner = new HashMap<>();
    for (Work work : works) {
      if (work.left().snapshot().isEmpty()) {
        work.right().snapshot().ifPresent(snapshot -> missing.put(snapshot.id(), snapshot));
        Owners.linked(work.owner())
            .ifPresent(
                owner ->
                    work.right()
                        .snapshot()
                        .flatMap(Snapshot::owner)
                        .ifPresent(id -> webCrmOwner.put(owner, id)));
      }
    }
    if (missing.isEmpty()) {
      return new Awaited(works, Set.of(), Map.of());
    }
    Matcher matcher = new Matcher(pair, rules, missing.values());
    Map<RecordId, Set<RecordId>> similar = new HashMap<>();
    List<Snapshot> alike = new ArrayList<>();
    for (Snapshot snapshot : allLefts()) {
      Optional<RecordId> owner =
          snapshot.owner().flatMap(id -> Optional.ofNullable(webCrmOwner.get(id)));
      if (snapshot.active() && (!owners.any() || owner.isPresent())) {
        Set<RecordId> rights = matcher.similar(new Unlinked(snapshot, owner, Optional.empty()));
        if (!rights.isEmpty()) {
          similar.put(snapshot.id(), rights);
          alike.add(snapshot);
        }
      }
    }
    // What was created for one webCRM record is not the counterpart of another that looks the same.
    createdFor(alike.stream()).values().forEach(created -> similar.remove(created.id()));
    Set<RecordId> rivals = new TreeSet<>(similar.keySet());
    Map<RecordId, Set<RecordId>> ended = new HashMap<>();
    links
        .byLeft(similar.keySet())
        .forEach(
            (id, link) -> {
              if (link.active() || link.ignored() || link.state() == Link.State.ENDED) {
                rivals.remove(id);
              }
              if (!link.active() && !rivals.contains(id)) {
                similar
                    .getOrDefault(id, Set.of())
                    .forEach(r -> ended.computeIfAbsent(r, x -> new TreeSet<>()).add(id));
              }
            });
    return new Awaited(works, rivals, ended);
  }

  /**
   * @param notLookedFor when the earliest creation in webCRM was begun whose outcome could not be
   *     looked for now, as its PowerOffice record could not be read
   */
  private Optional<Decided> decideAwaited(
      Work work, Awaited awaited, Set<RecordId> contested, Optional<Instant> notLookedFor) {
    Optional<RecordId> id = work.right().snapshot().map(Snapshot::id);
    boolean maybeOurs =
        work.right()
            .snapshot()
            .flatMap(Snapshot::createdByIntegration)
            .filter(
                at ->
                    notLookedFor
                        .filter(begun -> !at.isBefore(begun.minus(Matcher.CLOCKS_APART)))
                        .isPresent())
            .isPresent();
    if (work.left().snapshot().isEmpty() && maybeOurs) {
      return Optional.of(
          new Decided(
              work,
              new Plan.Wait(
                  Hold.due(
                      "It may have been created for a PowerOffice record that cannot be read now"))));
    }
    if (work.left().snapshot().isEmpty() && id.filter(contested::contains).isPresent()) {
      // It is, or may be, the counterpart of a PowerOffice record that is decided on its own.
      return work.link()
          .map(
              link ->
                  new Decided(
                      work,
                      new Plan.Wait(
                          Hold.held("A PowerOffice record that is there may be the same"))));
    }
    Plan plan = reconciler.decideAwaited(work.link(), work.left(), work.right(), work.owner());
    Set<RecordId> lookAlikes =
        id.flatMap(r -> Optional.ofNullable(awaited.ended().get(r))).orElse(Set.of());
    if (plan instanceof Plan.Create && !lookAlikes.isEmpty()) {
      plan =
          new Plan.Wait(
              Hold.held(
                  "PowerOffice "
                      + lookAlikes
                      + " looks the same, and its link has ended. Link the two by hand, or make one"
                      + " of them differ."));
    }
    if (work.link().isEmpty() && plan instanceof Plan.Forget) {
      return Optional.empty();
    }
    return Optional.of(new Decided(work, unlessUnderWay(work, plan)));
  }
}
