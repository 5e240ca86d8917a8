package no.tandem.sync.plan;

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
import no.tandem.sync.detect.CurrentRecords;
import no.tandem.sync.detect.Listings;
import no.tandem.sync.detect.OwnerReader;
import no.tandem.sync.detect.PairPrecedence;
import no.tandem.sync.detect.RecordState;
import no.tandem.sync.detect.Sources;
import no.tandem.sync.detect.ToDecide;
import no.tandem.sync.link.Hold;
import no.tandem.sync.link.Link;
import no.tandem.sync.link.LinkKey;
import no.tandem.sync.link.LinkReader;
import no.tandem.sync.link.Reason;
import no.tandem.sync.pair.Matching;
import no.tandem.sync.pair.Pair;
import no.tandem.sync.pair.Rules;
import no.tandem.sync.plan.Matcher.Match;
import no.tandem.sync.report.Action;
import no.tandem.sync.side.RecordId;
import no.tandem.sync.side.Snapshot;
import no.tandem.sync.side.SystemName;
import no.tandem.sync.side.Timing;

/**
 * Reads the truth about records ({@link CurrentRecords}), finds counterparts for those that have
 * none ({@link CounterpartFinder}, {@link InboundPlanner}), and asks the reconciler. Writes
 * nothing.
 */
public final class Planner {
  private final Pair pair;
  private final Rules rules;
  private final LinkReader links;
  private final OwnerReader owners;
  private final Timing timing;
  private final OwnWriteReader ownWriteReader;
  private final Instant begun;
  private final CurrentRecords current;
  private final Reconciler reconciler;
  private final CounterpartFinder counterparts;
  private final PairPrecedence precedence;
  private final InboundPlanner inboundPlanner;

  /**
   * @param begun when the run had read nothing yet
   */
  public Planner(Sources sources, Rules rules, Instant begun) {
    this.pair = sources.pair();
    this.rules = rules;
    this.links = sources.links();
    this.owners = sources.owners();
    this.timing = sources.timing();
    this.begun = begun;
    this.ownWriteReader = new OwnWriteReader(sources.runState(), timing, begun);
    this.precedence = sources.precedence();
    this.current = new CurrentRecords(sources, begun);
    this.reconciler = new Reconciler(rules);
    this.counterparts = new CounterpartFinder(pair, rules, links, current);
    this.inboundPlanner = new InboundPlanner(sources, rules, current, reconciler, ownWriteReader);
  }

  public Rules rules() {
    return rules;
  }

  /**
   * What is decided.
   *
   * @param ofHolder what would be done for the holder organisation, if it is needed
   */
  public record Decision(List<Planned> decided, List<Action> ofHolder) {}

  /** Decides what is due. */
  public Decision decide(ToDecide due, Listings listed) {
    current.learn(listed);
    Map<LinkKey, RecordState> states = new TreeMap<>();
    states(due.lefts(), due.stored(), listed).forEach(state -> states.put(state.key(), state));
    Set<RecordId> creating =
        due.inbound().isEmpty() && !CounterpartFinder.anyToFind(states.values())
            ? Set.of()
            : creating(due.unsettled(), states.keySet());
    InboundPlanner.Found inbound = inboundPlanner.find(due, listed, states);
    join(states, inbound.rivals(), listed);
    Set<LinkKey> asked = Set.copyOf(states.keySet());
    join(states, rivals(states.values()), listed);
    join(states, creating, listed);

    OwnerReader.Found owners = ownersOf(states.values());
    List<RecordState> owned =
        states.values().stream()
            .map(state -> state.with(state.key().left().map(owners.byRecord()::get)))
            .toList();
    Matcher.Claims claims = CounterpartFinder.claims(due.unsettled(), states.keySet());
    CounterpartFinder.Found found = counterparts.find(owned, claims);
    owned.forEach(state -> states.put(state.key(), state));
    Map<LinkKey, Hold> waits = precedence.waits(states, found.single());
    List<Planned> decided = new ArrayList<>();
    for (RecordState state : owned) {
      if (asked.contains(state.key())) {
        decided.add(
            Optional.ofNullable(waits.get(state.key()))
                .map(hold -> remembering(new Planned(state, new Plan.Wait(hold)), memory -> true))
                .orElseGet(() -> decide(state, found.match(state.key()))));
      }
    }
    makeRoom(decided, found.alike(), listed);
    Set<RecordId> contested = new HashSet<>(claims.rights());
    contested.addAll(CounterpartFinder.contested(found.matches().values()));
    // Doubts that are held for a person are known by what is stored of them (InboundPlanner).
    Optional<Instant> notLookedFor =
        owned.stream()
            .filter(state -> state.intent() && found.match(state.key()).isEmpty())
            .flatMap(state -> state.link().filter(link -> !link.held()).stream())
            .flatMap(link -> link.intentAt().stream())
            .min(Comparator.naturalOrder());
    for (RecordState state : inbound.states()) {
      inboundPlanner
          .decide(state, inbound, contested, notLookedFor)
          .map(
              one ->
                  new Planned(
                      one.state(),
                      unlessUnderWay(
                          one.state(), Refusals.respected(pair, one.state(), one.plan()))))
          .ifPresent(decided::add);
    }
    return new Decision(decided, owners.ofHolder());
  }

  /** Adds others, as they may be the counterparts of the same records. */
  private void join(Map<LinkKey, RecordState> states, Set<RecordId> others, Listings listed) {
    states(others, links.byKey(LinkKey.ofAll(others)), listed)
        .forEach(state -> states.putIfAbsent(state.key(), state));
  }

  /**
   * Creations that were begun and whose outcome is not known. What was made for one record looks
   * like the counterpart of every other of its name, so they are all looked for together, also
   * where only another record is to be decided.
   */
  private static Set<RecordId> creating(List<Link> unsettled, Set<LinkKey> known) {
    Set<RecordId> creating = new TreeSet<>();
    unsettled.stream()
        .filter(link -> link.state() == Link.State.CREATING && link.due())
        .filter(link -> !known.contains(link.key()))
        .forEach(link -> link.left().ifPresent(creating::add));
    return creating;
  }

  /** Who had an equal claim when a record was held: whether they still do has to be seen now. */
  private static Set<RecordId> rivals(Collection<RecordState> states) {
    Set<RecordId> rivals = new TreeSet<>();
    Set<RecordId> known = new HashSet<>();
    for (RecordState state : states) {
      state.key().left().ifPresent(known::add);
      state.link().ifPresent(link -> rivals.addAll(link.ambiguity().rivals()));
    }
    rivals.removeAll(known);
    return rivals;
  }

  private Planned decide(RecordState state, Optional<Match> match) {
    if (match.isEmpty()) {
      // Of what was not looked for now, what is known stays known.
      return remembering(decide(state), memory -> true);
    }
    return switch (match.get()) {
      case Match.Ambiguous ambiguous ->
          new Planned(
              state, unlessUnderWay(state, new Plan.Wait(ambiguous(state, ambiguous.ambiguity()))));
      case Match.Referring referring ->
          new Planned(
              state, unlessUnderWay(state, new Plan.Wait(referenceHold(referring.right()))));
      case Match.One one -> decide(state.with(state.left(), current.certain(one.right())));
      case Match.None none -> remembering(decide(state), Hold.Ambiguity::isNoneOfThem);
    };
  }

  private static Hold referenceHold(Snapshot right) {
    Map<RecordId, String> one = Map.of(right.id(), right.digest());
    return Hold.held(Reason.hasReference(right.id()))
        .with(Hold.Ambiguity.of(Matching.BY_REFERENCE, one, 0, Set.of()));
  }

  /**
   * A record that would be created may be one that was made again, by hand, for one that is away by
   * now: then the link of that one ends first, and the webCRM record is free for this one. Where
   * that link does not end, because the record is to be made active again or a system does not take
   * what the end asks for, this one is created.
   *
   * @param alike by record: the links to what looks like its counterpart
   */
  private void makeRoom(List<Planned> decided, Map<LinkKey, Set<LinkKey>> alike, Listings listed) {
    Set<LinkKey> asked = new TreeSet<>();
    for (Planned one : decided) {
      if (one.plan() instanceof Plan.Create) {
        asked.addAll(alike.getOrDefault(one.state().key(), Set.of()));
      }
    }
    if (asked.isEmpty()) {
      return;
    }
    Map<LinkKey, Link> stored = new HashMap<>(links.byKey(asked));
    stored.values().removeIf(link -> !link.active() || link.ignored());
    Map<LinkKey, Planned> away = new TreeMap<>();
    List<RecordId> lefts = stored.keySet().stream().flatMap(key -> key.left().stream()).toList();
    for (RecordState state : states(lefts, stored, listed)) {
      if (!state.left().isActive() && !state.isHeldAsItIs()) {
        Planned end = decide(state);
        if (end.plan() instanceof Plan.End || waits(end.plan(), Hold.Kind.DEFERRED)) {
          away.put(state.key(), end);
        }
      }
    }
    decided.replaceAll(
        one ->
            one.plan() instanceof Plan.Create
                ? alike.getOrDefault(one.state().key(), Set.of()).stream()
                    .flatMap(key -> Optional.ofNullable(away.get(key)).stream())
                    .findFirst()
                    .map(gone -> new Planned(one.state(), new Plan.Wait(inPlaceOf(gone.state()))))
                    .orElse(one)
                : one);
    decided.forEach(one -> away.remove(one.state().key()));
    decided.addAll(away.values());
  }

  private static boolean waits(Plan plan, Hold.Kind kind) {
    return plan instanceof Plan.Wait wait && wait.hold().kind() == kind;
  }

  private static Hold inPlaceOf(RecordState away) {
    return Hold.deferred(Reason.looksLikeLinked(away.rightId(), away.key()));
  }

  private static Hold ambiguous(RecordState state, Hold.Ambiguity ambiguity) {
    return Hold.held(Reason.ambiguous(state.key(), ambiguity)).with(ambiguity);
  }

  private static Planned remembering(Planned decided, Predicate<Hold.Ambiguity> which) {
    Optional<Hold.Ambiguity> memory =
        decided
            .state()
            .link()
            .filter(link -> !decided.state().linked())
            .map(Link::ambiguity)
            .filter(Hold.Ambiguity::remembers)
            .filter(which);
    return memory.isPresent() && decided.plan() instanceof Plan.Wait wait
        ? new Planned(decided.state(), new Plan.Wait(wait.hold().with(memory.get())))
        : decided;
  }

  public OwnWriteReader ownWriteReader() {
    return ownWriteReader;
  }

  /** Decides one record whose truth is known. */
  public Planned decide(RecordState state) {
    Plan plan =
        reconciler.decide(
            state.link(),
            state.left(),
            state.right(),
            state.owner(),
            ownWriteReader.facts(state.link()));
    return new Planned(state, unlessUnderWay(state, Refusals.respected(pair, state, plan)));
  }

  /** Decides again on a record that was read again. */
  public Planned again(Planned one) {
    RecordState state = one.state();
    return state.key().isAwaiting()
        ? new Planned(
            state,
            reconciler.decideAwaited(
                state.link(),
                state.left(),
                state.right(),
                state.owner(),
                ownWriteReader.facts(state.link())))
        : decide(state);
  }

  /** Only these records of a system can be counterparts of what is decided. */
  public void learn(SystemName system, Collection<Snapshot> snapshots) {
    current.learn(system, snapshots);
  }

  /** These records are known to be gone. */
  public void presumeGone(Map<SystemName, Set<RecordId>> records) {
    current.presumeGone(records);
  }

  /** The records as both systems have them now. */
  public List<RecordState> states(
      Collection<RecordId> ids, Map<LinkKey, Link> stored, Listings listed) {
    return current.states(ids, stored, listed);
  }

  /** A creation that may still be under way is found or left alone. */
  private Plan unlessUnderWay(RecordState state, Plan plan) {
    boolean found = plan instanceof Plan.Merge || plan instanceof Plan.End;
    boolean underWay =
        state.intent()
            && state
                .link()
                .flatMap(link -> link.intentAt().map(at -> timing.overAt(link.missingIn(), at)))
                // What was listed before that may lack it, however late it is by now.
                .filter(begun::isBefore)
                .isPresent();
    return underWay && !found ? new Plan.Wait(Hold.deferred(Reason.underWay())) : plan;
  }

  // --- owners ---

  /** What the owners are of records that are to be linked or whose person was moved. */
  private OwnerReader.Found ownersOf(Collection<RecordState> states) {
    return owners.of(
        states.stream()
            .filter(Planner::needsOwner)
            .flatMap(state -> state.left().snapshot().stream())
            .toList());
  }

  private static boolean needsOwner(RecordState state) {
    boolean moved =
        !state
            .right()
            .snapshot()
            .flatMap(Snapshot::owner)
            .equals(state.link().flatMap(l -> l.rightBase().owner()));
    return (state.left().isActive() || state.intent())
        && (!state.linked() || (moved && state.right().snapshot().isPresent()));
  }
}
