package no.tandem.sync;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import no.tandem.sync.apply.Applier;
import no.tandem.sync.apply.FirstUpdates;
import no.tandem.sync.apply.OperatorSteps;
import no.tandem.sync.apply.Targets;
import no.tandem.sync.detect.CurrentRecords;
import no.tandem.sync.detect.Listings;
import no.tandem.sync.detect.RecordState;
import no.tandem.sync.detect.ToDecide;
import no.tandem.sync.link.History;
import no.tandem.sync.link.Hold;
import no.tandem.sync.link.Link;
import no.tandem.sync.link.LinkKey;
import no.tandem.sync.link.LinkReader;
import no.tandem.sync.link.Links;
import no.tandem.sync.link.RunState;
import no.tandem.sync.pair.Pair;
import no.tandem.sync.plan.Plan;
import no.tandem.sync.plan.Planned;
import no.tandem.sync.plan.Planner;
import no.tandem.sync.report.Mode;
import no.tandem.sync.report.Report;
import no.tandem.sync.report.Run;
import no.tandem.sync.round.Pipeline;
import no.tandem.sync.side.BySystem;
import no.tandem.sync.side.Freshness;
import no.tandem.sync.side.Presence;
import no.tandem.sync.side.RecordId;
import no.tandem.sync.side.RecordReader;
import no.tandem.sync.side.Side;
import no.tandem.sync.side.Snapshot;
import no.tandem.sync.side.SystemName;

/** What an operator asks for of one record: it is read, decided and carried out by itself. */
final class OperatorCommands {
  private static final Logger LOG = System.getLogger(Sync.class.getName());
  private static final int FORGET_AT_MOST = 3;

  private final Pair pair;
  private final BySystem<Side> sides;
  private final LinkReader links;
  private final History history;
  private final RunState runState;
  private final Clock clock;
  private final Run run;
  private final RunParts parts;
  private final Report.Builder report;

  OperatorCommands(Targets targets, RunParts parts, Report.Builder report) {
    this.pair = targets.pair();
    this.sides = targets.sides();
    this.links = targets.links();
    this.history = targets.history();
    this.runState = targets.runState();
    this.clock = targets.clock();
    this.run = targets.run();
    this.parts = parts;
    this.report = report;
  }

  void edit(Trigger.Edit edit) {
    report.examined();
    try {
      edit(edit, parts.pipeline().applier().freshness(clock.instant()));
    } catch (Freshness.TooOldException e) {
      // It waited long for its place in the limit: it is read again once, and then sent.
      edit(edit, Freshness.ANY);
    }
  }

  private void edit(Trigger.Edit edit, Freshness freshness) {
    Instant readAt = clock.instant();
    Planner planner = parts.pipeline().planner();
    Applier applier = parts.pipeline().applier();
    Optional<Link> stored = links.get(edit.link());
    Optional<RecordId> left = edit.link().left();
    if (left.isEmpty() || stored.filter(Link::active).isEmpty()) {
      report.stop("PowerOffice " + edit.link() + " is not linked; there is nothing to edit.");
      return;
    }
    RecordState state =
        planner
            .states(Set.of(left.get()), Map.of(edit.link(), stored.get()), Listings.NOTHING)
            .getFirst();
    Optional<Snapshot> target = state.in(edit.system()).snapshot();
    if (target.filter(Snapshot::active).isEmpty()) {
      report.stop("The record in " + edit.system() + " is not there or not active.");
      return;
    }
    Map<String, Optional<String>> values = new HashMap<>(edit.values());
    List<String> leftAlone = new ArrayList<>();
    edit.onlyIf()
        .forEach(
            (property, expected) -> {
              if (!target.get().view().get(property).equals(expected)) {
                values.remove(property);
                leftAlone.add(property);
              }
            });
    Optional<RecordState> edited =
        applier.operatorSteps().edit(state, edit.system(), target.get(), values, freshness);
    leftAlone.forEach(
        property -> applier.operatorSteps().leaveAlone(state, property, edit.system()));
    if (edited.isPresent()) {
      applier.apply(planner.decide(edited.get()), readAt);
      applier.finish();
    }
  }

  private void forgetOnce(LinkKey key) {
    Optional<Link> stored = links.get(key);
    report.examined();
    if (stored.isEmpty()) {
      if (run.mode() == Mode.APPLY) {
        eraseHistory(key);
      }
      return;
    }
    // Both are read, whatever the link's state: one that is there may not be made again.
    Link link = stored.get();
    Presence leftNow =
        key.left()
            .map(id -> read(sides.powerOffice(), id, link.leftBase().owner()))
            .orElse(new Presence.Gone());
    Presence rightNow =
        link.right()
            .map(found -> read(sides.webCrm(), found, link.rightBase().owner()))
            .orElse(new Presence.Gone());
    RecordState state = new RecordState(key, stored, leftNow, rightNow, Optional.empty());
    parts.pipeline().applier().operatorSteps().erase(state);
    if (run.mode() == Mode.APPLY) {
      link.right().ifPresent(found -> FirstUpdates.forget(runState, found));
      eraseHistory(key);
    }
  }

  /** What another run stores meanwhile would leave values behind: then all is done again. */
  void forget(LinkKey key) {
    for (int left = FORGET_AT_MOST; left > 1; left--) {
      try {
        forgetOnce(key);
        return;
      } catch (Links.StaleLinkException e) {
        LOG.log(Level.INFO, "{0} {1} was changed while it was erased", pair.name(), key);
      }
    }
    forgetOnce(key);
  }

  private static Presence read(Side side, RecordId id, Optional<RecordId> owner) {
    return CurrentRecords.of(side.read(List.of(new RecordReader.Known(id, owner)), 0), id);
  }

  /** Under all names that the record's history has had. */
  private void eraseHistory(LinkKey key) {
    List<LinkKey> names = new ArrayList<>(List.of(key));
    for (int i = 0; i < names.size(); i++) {
      LinkKey name = names.get(i);
      history.of(name).stream()
          .flatMap(entry -> entry.formerly().stream())
          .filter(former -> !names.contains(former))
          .forEach(names::add);
      history.erase(name);
    }
  }

  void resolve(Trigger.Resolve resolve) {
    LinkKey key = resolve.link();
    Optional<Link> stored = links.get(key);
    report.examined();
    switch (resolve.resolution()) {
      case Trigger.Resolution.Ignore ignore -> ignore(key, stored);
      case Trigger.Resolution.LinkTo to -> linkTo(key, stored, to.right());
      case Trigger.Resolution.Create create -> create(key, stored);
      case Trigger.Resolution.Retry retry -> again(key, stored, parts.pipeline());
      case Trigger.Resolution.Take take -> {
        if (stored.filter(Link::active).isEmpty()) {
          report.stop(key + " is not linked, so there is no side to take. Link it first.");
          return;
        }
        again(key, stored, parts.taking(take.system()));
      }
    }
  }

  private void create(LinkKey key, Optional<Link> stored) {
    SystemName missing = key.isAwaiting() ? SystemName.POWEROFFICE : SystemName.WEBCRM;
    if (!pair.creates().contains(missing)) {
      report.stop("Nothing is created in " + missing + ": the pair is set so.");
    } else if (!isLinkedOrBeingMade(key, stored) && (stored.isPresent() || exists(key))) {
      OperatorSteps acts = parts.pipeline().applier().operatorSteps();
      Link toBeCreated = acts.noneOfThem(stored.orElseGet(() -> Link.of(key)));
      supersede(stored);
      lookAt(key, toBeCreated, parts.pipeline());
    }
  }

  private void ignore(LinkKey key, Optional<Link> stored) {
    if (stored.isEmpty() && !exists(key)) {
      return;
    }
    parts
        .pipeline()
        .applier()
        .operatorSteps()
        .ignore(
            new RecordState(
                key, stored, new Presence.Unknown(""), new Presence.Unknown(""), Optional.empty()));
  }

  /** Whether there is a record of which nothing is stored yet; if not, the report says so. */
  private boolean exists(LinkKey key) {
    SystemName system = key.isAwaiting() ? SystemName.WEBCRM : SystemName.POWEROFFICE;
    Side side = sides.of(system);
    RecordId record = key.record();
    Presence now = read(side, record, Optional.empty());
    boolean there =
        switch (now) {
          case Presence.Present present -> true;
          case Presence.Gone gone -> false;
          // Some records are found by their id only under their owner.
          case Presence.Unknown unknown ->
              side.all().snapshots().stream().anyMatch(one -> one.id().equals(record));
        };
    if (!there) {
      report.stop(
          system
              + " shows no record "
              + record
              + " among the "
              + pair.name()
              + ", and nothing is stored of it.");
    }
    return there;
  }

  /** Looks at a record as if it had not been held. */
  private void again(LinkKey key, Optional<Link> stored, Pipeline with) {
    if (stored.isEmpty()) {
      report.stop("Nothing is stored of " + key + ".");
      return;
    }
    // The link first: an entry without its record comes to nothing, a record without its entry
    // would wait for ever.
    Link released = with.applier().operatorSteps().released(stored.get());
    supersede(stored);
    lookAt(key, released, with);
  }

  private void supersede(Optional<Link> decidedByHand) {
    if (run.mode() == Mode.APPLY) {
      parts
          .proposer()
          .supersede(
              decidedByHand.flatMap(Link::proposed).map(Hold.Proposed::entry).stream().toList());
    }
  }

  private void lookAt(LinkKey key, Link link, Pipeline with) {
    ToDecide due =
        ToDecide.of(
            Set.of(key),
            Set.of(),
            Map.of(key, link),
            links.unsettled().stream().filter(other -> !other.key().equals(key)).toList());
    Instant readAt = clock.instant();
    Planner.Decision decision = with.planner().decide(due, Listings.NOTHING);
    List<Planned> asked =
        decision.decided().stream()
            .filter(
                one ->
                    one.state().key().equals(key)
                        || one.state().leftId().map(LinkKey::of).equals(Optional.of(key)))
            .toList();
    if (run.mode() == Mode.PLAN) {
      asked.forEach(one -> with.applier().apply(one, readAt));
      report.addHolder(decision.ofHolder());
      return;
    }
    List<Planned> toDo =
        asked.stream().map(one -> needsOwner(one) ? one.waitingForOwner() : one).toList();
    for (Planned one : with.holderFirst().ready(toDo, decision.ofHolder(), with.planner())) {
      with.applier().apply(one, readAt);
    }
  }

  /** Nothing is made before its owner is linked, and nothing that may have been is forgotten. */
  private static boolean needsOwner(Planned one) {
    return one.isPlanned()
        && (one.plan() instanceof Plan.Create
            || (one.plan() instanceof Plan.Forget && one.state().intent()));
  }

  /** Whether it cannot be decided by hand now who it is; then the report says why. */
  private boolean isLinkedOrBeingMade(LinkKey key, Optional<Link> stored) {
    if (stored.filter(Link::active).isPresent()) {
      report.stop(
          "PowerOffice "
              + key
              + " is linked already, to webCRM "
              + stored.get().right().get()
              + ".");
      return true;
    }
    if (stored.filter(link -> link.state() == Link.State.CREATING && !link.held()).isPresent()) {
      report.stop(
          (key.isAwaiting()
                  ? "A PowerOffice record is being made for it"
                  : "A webCRM record is being made for PowerOffice " + key)
              + ", and whether that succeeded is not known yet. Call 'retry', or wait for the next"
              + " sweep; then decide if that still has to be.");
      return true;
    }
    return false;
  }

  private void linkTo(LinkKey key, Optional<Link> stored, RecordId target) {
    if (isLinkedOrBeingMade(key, stored)) {
      return;
    }
    Optional<LinkReader.Claim> claim =
        Optional.ofNullable(links.claims(Set.of(target)).get(target));
    if (claim.filter(c -> !c.released()).isPresent()) {
      report.stop("webCRM " + target + " is linked already, in " + claim.get().pair() + ".");
      return;
    }
    Instant readAt = clock.instant();
    Link unlinked = stored.orElseGet(() -> Link.of(key)).notCreated(Optional.empty());
    RecordState state =
        new RecordState(
            key,
            Optional.of(unlinked),
            key.left()
                .map(id -> read(sides.powerOffice(), id, unlinked.leftBase().owner()))
                .orElse(new Presence.Gone()),
            read(sides.webCrm(), target, Optional.empty()),
            Optional.empty());
    if (state.left().snapshot().filter(Snapshot::active).isEmpty()
        || state.right().snapshot().filter(Snapshot::active).isEmpty()) {
      report.stop("Both records must be there and active to be linked.");
      return;
    }
    parts.pipeline().applier().apply(parts.pipeline().planner().decide(state), readAt);
  }
}
