package no.tandem.sync.plan;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import no.tandem.sync.detect.CurrentRecords;
import no.tandem.sync.detect.Listings;
import no.tandem.sync.detect.Owner;
import no.tandem.sync.detect.OwnerReader;
import no.tandem.sync.detect.RecordState;
import no.tandem.sync.detect.Sources;
import no.tandem.sync.detect.ToDecide;
import no.tandem.sync.link.Hold;
import no.tandem.sync.link.Link;
import no.tandem.sync.link.LinkKey;
import no.tandem.sync.link.LinkReader;
import no.tandem.sync.link.Reason;
import no.tandem.sync.pair.Pair;
import no.tandem.sync.pair.Rules;
import no.tandem.sync.plan.Matcher.Unlinked;
import no.tandem.sync.side.Presence;
import no.tandem.sync.side.RecordId;
import no.tandem.sync.side.RecordReader;
import no.tandem.sync.side.Snapshot;
import no.tandem.sync.side.Stamp;
import no.tandem.sync.side.SystemName;
import no.tandem.sync.side.Timing;

/** Decides on webCRM records that are new to PowerOffice, and those whose creation there is due. */
final class InboundPlanner {

  /**
   * What there is to decide on.
   *
   * @param states each with the PowerOffice record that was created for it, if one has its
   *     reference
   * @param rivals unlinked PowerOffice records that may be the counterpart of one of them
   * @param ended by webCRM record: PowerOffice records that look the same, and whose links ended
   */
  record Found(List<RecordState> states, Set<RecordId> rivals, Map<RecordId, Set<RecordId>> ended) {
    static final Found NOTHING = new Found(List.of(), Set.of(), Map.of());
  }

  private final Pair pair;
  private final Rules rules;
  private final LinkReader links;
  private final List<LinkReader> others;
  private final OwnerReader owners;
  private final Timing timing;
  private final CurrentRecords current;
  private final Reconciler reconciler;
  private final OwnWriteReader ownWriteReader;
  private Optional<List<Link>> creatingElsewhere = Optional.empty();

  InboundPlanner(
      Sources sources,
      Rules rules,
      CurrentRecords current,
      Reconciler reconciler,
      OwnWriteReader ownWriteReader) {
    this.pair = sources.pair();
    this.rules = rules;
    this.links = sources.links();
    this.others = sources.others();
    this.owners = sources.owners();
    this.timing = sources.timing();
    this.current = current;
    this.reconciler = reconciler;
    this.ownWriteReader = ownWriteReader;
  }

  /** Takes those PowerOffice records out of the states that were created for a webCRM record. */
  Found find(ToDecide due, Listings listed, Map<LinkKey, RecordState> states) {
    Map<RecordId, Snapshot> created = createdFor(states.values());
    Set<RecordId> ids = new TreeSet<>(due.inbound());
    ids.addAll(created.keySet());
    if (ids.isEmpty()) {
      return Found.NOTHING;
    }
    created.values().forEach(snapshot -> states.remove(LinkKey.of(snapshot.id())));
    Map<RecordId, LinkReader.Claim> claims = links.claims(ids);
    Map<LinkKey, Link> stored =
        new HashMap<>(links.byKey(ids.stream().map(LinkKey::awaiting).toList()));
    // An operator's retry comes with the link as it is once it is not ignored any more.
    ids.stream()
        .map(LinkKey::awaiting)
        .filter(due.stored()::containsKey)
        .forEach(key -> stored.put(key, due.stored().get(key)));
    ids.removeIf(
        id ->
            Optional.ofNullable(stored.get(LinkKey.awaiting(id)))
                .filter(Link::ignored)
                .isPresent());
    Map<RecordId, Presence> rights =
        current.rights(
            listed,
            ids.stream()
                .map(
                    id ->
                        new RecordReader.Known(
                            id,
                            Optional.ofNullable(stored.get(LinkKey.awaiting(id)))
                                .flatMap(l -> l.rightBase().owner())))
                .toList());
    List<Snapshot> snapshots =
        ids.stream().flatMap(id -> CurrentRecords.of(rights, id).snapshot().stream()).toList();
    Map<RecordId, Owner> ownersOf = owners.ofNew(snapshots);
    Map<RecordId, Snapshot> referring = withReference(ids, stored, created);

    List<RecordState> found = new ArrayList<>();
    for (RecordId id : ids) {
      Optional<Link> link = Optional.ofNullable(stored.get(LinkKey.awaiting(id)));
      boolean takenByOther =
          Optional.ofNullable(claims.get(id))
              .filter(claim -> !claim.key().equals(LinkKey.awaiting(id)))
              .filter(claim -> !(claim.released() && due.inbound().contains(id)))
              .isPresent();
      Presence rightNow = takenByOther ? new Presence.Gone() : CurrentRecords.of(rights, id);
      Optional<Owner> owner = Optional.ofNullable(ownersOf.get(id));
      // One that was created belongs to this record, whatever became of the owner since.
      boolean inScope =
          !takenByOther
              && (referring.containsKey(id)
                  || ((link.isPresent()
                          || rightNow
                              .snapshot()
                              .filter(pair.isToBeCreatedInPowerOffice())
                              .isPresent())
                      && (!owners.any() || owner.isPresent())));
      if (inScope || link.isPresent()) {
        Presence leftNow =
            Optional.ofNullable(referring.get(id))
                .<Presence>map(Presence.Present::new)
                .orElse(new Presence.Gone());
        found.add(
            new RecordState(
                LinkKey.awaiting(id),
                link,
                leftNow,
                inScope ? rightNow : new Presence.Gone(),
                owner));
      }
    }
    return withRivals(found);
  }

  /** PowerOffice records without a link that have our reference to a record that awaits them. */
  private Map<RecordId, Snapshot> createdFor(Collection<RecordState> states) {
    return createdFor(
        states.stream()
            .filter(state -> !state.linked())
            .flatMap(state -> state.left().snapshot().stream()));
  }

  /** By the webCRM record that awaits it. */
  private Map<RecordId, Snapshot> createdFor(Stream<Snapshot> unlinked) {
    Map<RecordId, Snapshot> referring = new TreeMap<>();
    unlinked.forEach(
        snapshot -> pair.createdFor(snapshot).ifPresent(id -> referring.putIfAbsent(id, snapshot)));
    Map<RecordId, LinkReader.Claim> claims = links.claims(referring.keySet());
    referring
        .keySet()
        .removeIf(
            id ->
                Optional.ofNullable(claims.get(id))
                    .filter(claim -> claim.key().equals(LinkKey.awaiting(id)))
                    .isEmpty());
    return referring;
  }

  /** The same for all records whose creation was begun. */
  private Map<RecordId, Snapshot> withReference(
      Set<RecordId> ids, Map<LinkKey, Link> stored, Map<RecordId, Snapshot> created) {
    Map<RecordId, Snapshot> referring = new HashMap<>(created);
    boolean begun = stored.values().stream().anyMatch(l -> l.state() == Link.State.CREATING);
    if (begun) {
      for (Snapshot snapshot : current.everyLeft()) {
        pair.createdFor(snapshot)
            .filter(ids::contains)
            .ifPresent(id -> referring.putIfAbsent(id, snapshot));
      }
      // An operator may have linked it to another webCRM record meanwhile.
      Map<LinkKey, Link> known =
          links.byKey(referring.values().stream().map(Snapshot::id).map(LinkKey::of).toList());
      referring
          .values()
          .removeIf(
              snapshot ->
                  Optional.ofNullable(known.get(LinkKey.of(snapshot.id())))
                      .filter(Link::active)
                      .isPresent());
    }
    return referring;
  }

  /** Looks for PowerOffice records that are there already. */
  private Found withRivals(List<RecordState> states) {
    Map<RecordId, Snapshot> missing = new LinkedHashMap<>();
    Map<RecordId, RecordId> webCrmOwner = new HashMap<>();
    for (RecordState state : states) {
      if (state.left().snapshot().isEmpty()) {
        state.right().snapshot().ifPresent(snapshot -> missing.put(snapshot.id(), snapshot));
        Owner.linked(state.owner())
            .ifPresent(
                owner ->
                    state
                        .right()
                        .snapshot()
                        .flatMap(Snapshot::owner)
                        .ifPresent(id -> webCrmOwner.put(owner, id)));
      }
    }
    if (missing.isEmpty()) {
      return new Found(states, Set.of(), Map.of());
    }
    Matcher matcher = new Matcher(pair, rules, missing.values());
    Map<RecordId, Set<RecordId>> similar = new HashMap<>();
    List<Snapshot> alike = new ArrayList<>();
    for (Snapshot snapshot : current.everyLeft()) {
      Optional<RecordId> owner =
          snapshot.owner().flatMap(id -> Optional.ofNullable(webCrmOwner.get(id)));
      if (snapshot.active() && (!owners.any() || owner.isPresent())) {
        Set<RecordId> rights = matcher.similar(Unlinked.of(snapshot, owner));
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
        .byKey(LinkKey.ofAll(similar.keySet()))
        .forEach(
            (key, link) -> {
              RecordId id = key.left().orElseThrow();
              if (link.active() || link.ignored() || link.state() == Link.State.ENDED) {
                rivals.remove(id);
              }
              if (!link.active() && !rivals.contains(id)) {
                similar
                    .getOrDefault(id, Set.of())
                    .forEach(r -> ended.computeIfAbsent(r, x -> new TreeSet<>()).add(id));
              }
            });
    return new Found(states, rivals, ended);
  }

  /**
   * Decides on one of them.
   *
   * @param contested webCRM records that are, or may be, the counterpart of a PowerOffice record
   * @param notLookedFor when the earliest creation in webCRM was begun whose outcome could not be
   *     looked for now, as its PowerOffice record could not be read
   */
  Optional<Planned> decide(
      RecordState state, Found found, Set<RecordId> contested, Optional<Instant> notLookedFor) {
    Optional<RecordId> id = state.right().snapshot().map(Snapshot::id);
    boolean isNoneOfThem = state.link().filter(l -> l.ambiguity().isNoneOfThem()).isPresent();
    if (isNoneOfThem && !state.intent()) {
      return Optional.of(
          new Planned(
              state,
              reconciler.decideAwaited(
                  state.link(),
                  state.left(),
                  state.right(),
                  state.owner(),
                  ownWriteReader.facts(state.link()))));
    }
    boolean maybeOurs = notLookedFor.filter(begun -> mayBeMadeSince(begun, state)).isPresent();
    if (state.left().snapshot().isEmpty() && maybeOurs) {
      return Optional.of(new Planned(state, new Plan.Wait(Hold.deferred(Reason.mayBeOurs()))));
    }
    if (state.left().snapshot().isEmpty() && id.filter(contested::contains).isPresent()) {
      // It is, or may be, the counterpart of a PowerOffice record that is decided on its own.
      return state
          .link()
          .map(link -> new Planned(state, new Plan.Wait(Hold.held(Reason.mayBeKnown()))));
    }
    Plan plan =
        reconciler.decideAwaited(
            state.link(),
            state.left(),
            state.right(),
            state.owner(),
            ownWriteReader.facts(state.link()));
    Set<RecordId> lookAlikes =
        id.flatMap(r -> Optional.ofNullable(found.ended().get(r))).orElse(Set.of());
    if (plan instanceof Plan.Create && !lookAlikes.isEmpty()) {
      plan = new Plan.Wait(Hold.held(Reason.looksLikeEnded(lookAlikes)));
    }
    if (plan instanceof Plan.Create) {
      plan = mayBeMadeForAnother(state).<Plan>map(Plan.Wait::new).orElse(plan);
    }
    if (state.link().isEmpty() && plan instanceof Plan.Forget) {
      return Optional.empty();
    }
    return Optional.of(new Planned(state, plan));
  }

  private static boolean mayBeMadeSince(Instant begun, RecordState state) {
    return state
        .right()
        .snapshot()
        .flatMap(Snapshot::createdByIntegration)
        .filter(at -> !at.isBefore(begun.minus(Stamp.CLOCKS_APART)))
        .isPresent();
  }

  /** Why to wait, if the webCRM record may have been made for one that is not looked at now. */
  private Optional<Hold> mayBeMadeForAnother(RecordState state) {
    Optional<Instant> made = state.right().snapshot().flatMap(Snapshot::createdByIntegration);
    if (made.isEmpty()) {
      return Optional.empty();
    }
    Instant latest = made.get().minus(Stamp.CLOCKS_APART);
    return creatingElsewhere().stream()
        .filter(
            link ->
                link.intentAt()
                    .filter(
                        at ->
                            mayBeMadeSince(at, state)
                                && timing.overAt(SystemName.WEBCRM, at).isAfter(latest))
                    .isPresent())
        .findFirst()
        .map(link -> Hold.held(Reason.mayBeAnothers(link.key())));
  }

  /** Creations in webCRM that were begun in other pairs, or wait for a person in this one. */
  private List<Link> creatingElsewhere() {
    if (creatingElsewhere.isEmpty()) {
      creatingElsewhere =
          Optional.of(
              Stream.concat(
                      others.stream().flatMap(other -> other.unsettled().stream()),
                      links.unsettled().stream().filter(Link::waitsForAPerson))
                  .filter(link -> link.state() == Link.State.CREATING)
                  .filter(link -> !link.key().isAwaiting())
                  .toList());
    }
    return creatingElsewhere.get();
  }
}
