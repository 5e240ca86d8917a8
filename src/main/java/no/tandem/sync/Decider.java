package no.tandem.sync;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import no.tandem.sync.Matcher.Match;

/**
 * Reads the truth about records ({@link Truth}), finds counterparts for those that have none
 * ({@link Counterparts}, {@link Newcomers}), and asks the reconciler. Writes nothing.
 */
final class Decider {
  private final Pair pair;
  private final Rules rules;
  private final LinkReader links;
  private final OwnerReader owners;
  private final Timing timing;
  private final Witness witness;
  private final Instant begun;
  private final Truth truth;
  private final Reconciler reconciler;
  private final Counterparts counterparts;
  private final Precedence precedence;
  private final Newcomers newcomers;

  /**
   * @param begun when the run had read nothing yet
   */
  Decider(Sources sources, Rules rules, Instant begun) {
    this.pair = sources.pair();
    this.rules = rules;
    this.links = sources.links();
    this.owners = sources.owners();
    this.timing = sources.timing();
    this.begun = begun;
    this.witness = new Witness(links, timing, begun);
    this.precedence = sources.precedence();
    this.truth = new Truth(sources, begun);
    this.reconciler = new Reconciler(rules);
    this.counterparts = new Counterparts(pair, rules, links, truth);
    this.newcomers = new Newcomers(sources, rules, truth, reconciler, witness);
  }

  Rules rules() {
    return rules;
  }

  /**
   * What is decided.
   *
   * @param ofHolder what would be done for the holder organisation, if it is needed
   */
  record Decision(List<Decided> decided, List<Action> ofHolder) {}

  /** Decides what is due. */
  Decision decide(ToDecide due, Listings listed) {
    truth.learn(listed);
    Map<RecordId, Work> works = new TreeMap<>();
    works(due.lefts(), due.stored(), listed).forEach(work -> works.put(work.id(), work));
    Set<RecordId> creating =
        due.inbound().isEmpty() && !Counterparts.anyToFind(works.values())
            ? Set.of()
            : creating(due.unsettled(), works.keySet());
    Newcomers.Found news = newcomers.find(due, listed, works);
    works(news.rivals(), links.byLeft(news.rivals()), listed)
        .forEach(work -> works.putIfAbsent(work.id(), work));
    Set<RecordId> asked = Set.copyOf(works.keySet());
    Set<RecordId> rivals = rivals(works.values());
    works(rivals, links.byLeft(rivals), listed).forEach(work -> works.putIfAbsent(work.id(), work));
    works(creating, links.byLeft(creating), listed)
        .forEach(work -> works.putIfAbsent(work.id(), work));

    OwnerReader.Found owners = ownersOf(works.values());
    List<Work> owned =
        works.values().stream()
            .map(work -> work.with(Optional.ofNullable(owners.byRecord().get(work.id()))))
            .toList();
    Matcher.Claims claims = Counterparts.claims(due.unsettled(), works.keySet());
    Counterparts.Found found = counterparts.find(owned, claims);
    owned.forEach(work -> works.put(work.id(), work));
    Map<RecordId, Hold> waits = precedence.waits(works, found.single());
    List<Decided> decided = new ArrayList<>();
    for (Work work : owned) {
      if (asked.contains(work.id())) {
        decided.add(
            Optional.ofNullable(waits.get(work.id()))
                .map(hold -> remembering(new Decided(work, new Plan.Wait(hold)), memory -> true))
                .orElseGet(() -> decide(work, found.match(work.id()))));
      }
    }
    makeRoom(decided, found.alike(), listed);
    Set<RecordId> contested = new HashSet<>(claims.rights());
    contested.addAll(Counterparts.contested(found.matches().values()));
    // Doubts that are held for a person are known by what is stored of them (Newcomers).
    Optional<Instant> notLookedFor =
        owned.stream()
            .filter(work -> work.intent() && found.match(work.id()).isEmpty())
            .flatMap(work -> work.link().filter(link -> !link.held()).stream())
            .flatMap(link -> link.intentAt().stream())
            .min(Comparator.naturalOrder());
    for (Work work : news.works()) {
      newcomers
          .decide(work, news, contested, notLookedFor)
          .map(
              one ->
                  new Decided(
                      one.work(),
                      unlessUnderWay(one.work(), Refusals.respected(pair, one.work(), one.plan()))))
          .ifPresent(decided::add);
    }
    return new Decision(decided, owners.ofHolder());
  }

  /**
   * Creations that were begun and whose outcome is not known. What was made for one record looks
   * like the counterpart of every other of its name, so they are all looked for together, also
   * where only another record is to be decided.
   */
  private static Set<RecordId> creating(List<Link> unsettled, Set<RecordId> known) {
    Set<RecordId> creating = new TreeSet<>();
    unsettled.stream()
        .filter(link -> link.state() == Link.State.CREATING && link.due())
        .map(Link::left)
        .filter(id -> !Link.isAwaited(id) && !known.contains(id))
        .forEach(creating::add);
    return creating;
  }

  /** Who had an equal claim when a record was held: whether they still do has to be seen now. */
  private static Set<RecordId> rivals(Collection<Work> works) {
    Set<RecordId> rivals = new TreeSet<>();
    Set<RecordId> known = new HashSet<>();
    for (Work work : works) {
      known.add(work.id());
      work.link().ifPresent(link -> rivals.addAll(link.ambiguity().rivals()));
    }
    rivals.removeAll(known);
    return rivals;
  }

  private Decided decide(Work work, Optional<Match> match) {
    if (match.isEmpty()) {
      // Of what was not looked for now, what is known stays known.
      return remembering(decide(work), memory -> true);
    }
    return switch (match.get()) {
      case Match.Ambiguous ambiguous ->
          new Decided(
              work, unlessUnderWay(work, new Plan.Wait(ambiguous(work, ambiguous.ambiguity()))));
      case Match.Bearing bearing ->
          new Decided(work, unlessUnderWay(work, new Plan.Wait(bearing(bearing.right()))));
      case Match.One one -> decide(work.with(work.left(), truth.certain(one.right())));
      case Match.None none -> remembering(decide(work), Hold.Ambiguity::isNoneOfThem);
    };
  }

  private static Hold bearing(Snapshot right) {
    Map<RecordId, String> one = Map.of(right.id(), right.digest());
    return Hold.held(Reason.bearsReference(right.id()))
        .with(Hold.Ambiguity.of(Matching.BY_REFERENCE, one, 0, Set.of()));
  }

  /**
   * A record that would be created may be one that was made again, by hand, for one that is away by
   * now: then the link of that one ends first, and the webCRM record is free for this one. Where
   * that link does not end, because the record is to be made active again or a system does not take
   * what the end asks for, this one is created.
   *
   * @param alike by record: records that are linked to what looks like its counterpart
   */
  private void makeRoom(
      List<Decided> decided, Map<RecordId, Set<RecordId>> alike, Listings listed) {
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
      if (!work.left().isActive() && !work.isHeldAsItIs()) {
        Decided end = decide(work);
        if (end.plan() instanceof Plan.End || waits(end.plan(), Hold.Kind.DUE)) {
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

  private static boolean waits(Plan plan, Hold.Kind kind) {
    return plan instanceof Plan.Wait wait && wait.hold().kind() == kind;
  }

  private static Hold inPlaceOf(Work away) {
    return Hold.due(Reason.looksLikeLinked(away.rightId(), away.id()));
  }

  private static Hold ambiguous(Work work, Hold.Ambiguity ambiguity) {
    return Hold.held(Reason.ambiguous(work.id(), ambiguity)).with(ambiguity);
  }

  private static Decided remembering(Decided decided, Predicate<Hold.Ambiguity> which) {
    Optional<Hold.Ambiguity> memory =
        decided
            .work()
            .link()
            .filter(link -> !decided.work().linked())
            .map(Link::ambiguity)
            .filter(Hold.Ambiguity::remembers)
            .filter(which);
    return memory.isPresent() && decided.plan() instanceof Plan.Wait wait
        ? new Decided(decided.work(), new Plan.Wait(wait.hold().with(memory.get())))
        : decided;
  }

  Witness witness() {
    return witness;
  }

  /** Decides one record whose truth is known. */
  Decided decide(Work work) {
    Plan plan =
        reconciler.decide(
            work.link(), work.left(), work.right(), work.owner(), witness.facts(work.link()));
    return new Decided(work, unlessUnderWay(work, Refusals.respected(pair, work, plan)));
  }

  /** Decides again on a record that was read again. */
  Decided again(Decided one) {
    Work work = one.work();
    return Link.isAwaited(work.id())
        ? new Decided(
            work,
            reconciler.decideAwaited(
                work.link(), work.left(), work.right(), work.owner(), witness.facts(work.link())))
        : decide(work);
  }

  /** Only these records of a system can be counterparts of what is decided. */
  void learn(SystemName system, Collection<Snapshot> snapshots) {
    truth.learn(system, snapshots);
  }

  /** These records are known to be gone. */
  void presumeGone(Map<SystemName, Set<RecordId>> records) {
    truth.presumeGone(records);
  }

  /** The records as both systems have them now. */
  List<Work> works(Collection<RecordId> ids, Map<RecordId, Link> stored, Listings listed) {
    return truth.works(ids, stored, listed);
  }

  /** A creation that may still be under way is found or left alone. */
  private Plan unlessUnderWay(Work work, Plan plan) {
    boolean found = plan instanceof Plan.Merge || plan instanceof Plan.End;
    boolean underWay =
        work.intent()
            && work.link()
                .flatMap(link -> link.intentAt().map(at -> timing.overAt(link.missingIn(), at)))
                // What was listed before that may lack it, however late it is by now.
                .filter(begun::isBefore)
                .isPresent();
    return underWay && !found ? new Plan.Wait(Hold.due(Reason.underWay())) : plan;
  }

  // --- owners ---

  /** What the owners are of records that are to be linked or whose person was moved. */
  private OwnerReader.Found ownersOf(Collection<Work> works) {
    return owners.of(
        works.stream()
            .filter(Decider::needsOwner)
            .flatMap(work -> work.left().snapshot().stream())
            .toList());
  }

  private static boolean needsOwner(Work work) {
    boolean moved =
        !work.right()
            .snapshot()
            .flatMap(Snapshot::owner)
            .equals(work.link().flatMap(l -> l.rightBase().owner()));
    return (work.left().isActive() || work.intent())
        && (!work.linked() || (moved && work.right().snapshot().isPresent()));
  }
}
