package no.tandem.sync;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import no.tandem.sync.Survey.Due;
import no.tandem.sync.Survey.Listed;
import org.jspecify.annotations.Nullable;

/**
 * One run of one pair of one tenant: from a trigger to the report.
 *
 * <p>Find what may have changed ({@link Survey}), read the truth of it on both sides and decide
 * each record ({@link Decider}), carry the decisions out ({@link Applier}) as far as the budget
 * allows and propose the rest ({@link Round}), move the cursors, and carry out what a person has
 * approved ({@link Turn}).
 */
public final class Sync {
  private static final Logger LOG = System.getLogger(Sync.class.getName());

  /** So many of many records that a list lacks are looked up before it is believed. */
  private static final int SAMPLE = 20;

  private static final int FORGET_AT_MOST = 3;

  private final Pair pair;
  private final Side left;
  private final Side right;
  private final Links links;
  private final List<Links> others;
  private final Optional<Links> first;
  private final Precedence precedence;
  private final Owners owners;
  private final Timing timing;
  private final RunLease lease;
  private final Clock clock;
  private final Instant begun;
  private final Proposals proposals;
  private final Brake brake;
  private final Proposer proposer;
  private final Run run;
  private final Report.Builder report;
  private final Survey survey;
  private @Nullable Deciding deciding;

  /**
   * @param others the links of the tenant's other pairs whose webCRM records are of the same kind
   * @param first those of the one whose records are settled before this pair's, if there is one
   */
  public Sync(
      String tenant,
      Pair pair,
      Side left,
      Side right,
      Links links,
      List<Links> others,
      Optional<Links> first,
      Owners owners,
      Timing timing,
      RunLease lease,
      Clock clock,
      Budget budget,
      Proposals proposals,
      Run run) {
    this.pair = pair;
    this.left = left;
    this.right = right;
    this.links = links;
    this.others = List.copyOf(others);
    this.first = first;
    this.precedence = new Precedence(pair, first);
    this.owners = owners;
    this.timing = timing;
    this.lease = lease;
    this.clock = clock;
    this.begun = clock.instant();
    this.proposals = proposals;
    this.brake = new Brake(budget, links, proposals, clock);
    this.proposer = new Proposer(pair, links, proposals, clock);
    this.run = run;
    this.report = new Report.Builder(tenant, pair.name(), run.mode(), run.id(), run.listener());
    this.survey =
        new Survey(
            pair,
            right,
            links,
            owners,
            precedence,
            clock,
            number -> brake.isTooMuch(number, 0),
            report);
  }

  private record Deciding(Rules rules, Decider decider, Applier applier) {}

  /**
   * What decides and writes. An idle sweep does neither, and so spares the call that the lengths of
   * webCRM's fields cost.
   */
  private Deciding deciding() {
    Deciding made = deciding;
    if (made == null) {
      made = deciding(pair.rules(left.lengths(), right.lengths()));
      deciding = made;
    }
    return made;
  }

  private Deciding deciding(Rules rules) {
    Decider decider =
        new Decider(pair, rules, left, right, links, others, owners, precedence, timing, begun);
    return new Deciding(
        rules,
        decider,
        new Applier(
            pair,
            rules,
            left,
            right,
            links,
            timing,
            decider.witness(),
            decider::again,
            begun,
            clock,
            run,
            report));
  }

  /** Runs, once. What goes wrong with a system is in the report. */
  public Report run(Trigger trigger) {
    try {
      start(trigger);
    } catch (Fence.ClosedException e) {
      report.stop("Another run has taken this pair over, as this one had slept for too long.");
      LOG.log(Level.WARNING, "{0} stopped: it has lost its lease", pair.name());
    } catch (ListTooLongException e) {
      report.stop(e.reason().text());
      LOG.log(Level.ERROR, "{0} stopped: {1}", pair.name(), e.reason().code());
    } catch (RemoteException e) {
      report.stop(e.system() + " could not be read: " + e.text());
      LOG.log(Level.WARNING, "{0} stopped: {1} {2}", pair.name(), e.system(), e.title());
    } catch (Links.StaleLinkException e) {
      report.stop("Another run was faster with this record; try again.");
    }
    tellWhatWaits();
    return report.build(
        Map.of(
            SystemName.POWEROFFICE,
            left.calls() + owners.calls(SystemName.POWEROFFICE),
            SystemName.WEBCRM,
            right.calls() + owners.calls(SystemName.WEBCRM)),
        Stream.concat(others.stream(), first.stream())
            .map(Links::units)
            .reduce(links.units().plus(owners.units()).plus(proposals.units()), Units::plus));
  }

  private void start(Trigger trigger) {
    try {
      switch (trigger) {
        case Trigger.Sweep sweep -> {
          sweep(sweep.extent() == Trigger.Extent.FULL);
          approve();
          turn();
        }
        case Trigger.Turn turn -> turn();
        case Trigger.Changed changed -> changed(changed);
        case Trigger.Edit edit -> ifLeased(() -> edit(edit));
        case Trigger.Settle settle -> ifLeased(() -> settle(settle));
        case Trigger.Forget forget -> ifLeased(() -> forgetFor(forget.left()));
      }
    } finally {
      right.rest();
      lease.release();
    }
  }

  private void ifLeased(Runnable act) {
    if (isLeased()) {
      act.run();
    }
  }

  /** Whether the run may write, as far as other runs are concerned. */
  private boolean isLeased() {
    if (run.mode() == Mode.APPLY && !lease.take()) {
      report.busy();
      return false;
    }
    return true;
  }

  // --- sweeps ---

  private void sweep(boolean full) {
    Optional<Cursor> leftCursor = links.cursor(SystemName.POWEROFFICE);
    Optional<Cursor> rightCursor = links.cursor(SystemName.WEBCRM);
    boolean everyLeft = full || leftCursor.isEmpty();
    boolean everyRight = full || rightCursor.isEmpty();

    if (!everyLeft && !everyRight) {
      report.followsChanges();
    }

    Instant before = clock.instant();
    Listing lefts = everyLeft ? left.all() : left.changedSince(leftCursor.orElseThrow());
    Instant between = clock.instant();
    Listing rights = everyRight ? right.all() : right.changedSince(rightCursor.orElseThrow());
    Instant done = clock.instant();
    if (lacksColumns(SystemName.POWEROFFICE, leftCursor, lefts)
        || lacksColumns(SystemName.WEBCRM, rightCursor, rights)) {
      return;
    }
    Listed listed = Listed.of(lefts, rights, everyLeft, everyRight);

    Map<SystemName, Cursor> cursors = new EnumMap<>(SystemName.class);
    after(leftCursor, lefts, Duration.between(before, between), everyLeft)
        .ifPresent(cursor -> cursors.put(SystemName.POWEROFFICE, cursor));
    after(rightCursor, rights, Duration.between(between, done), everyRight)
        .ifPresent(cursor -> cursors.put(SystemName.WEBCRM, cursor));
    Map<SystemName, Cursor> known = new EnumMap<>(cursors);
    known.putIfAbsent(
        SystemName.POWEROFFICE, new Cursor(new Stamp(before.toString(), before), Duration.ZERO, 0));
    known.putIfAbsent(
        SystemName.WEBCRM, new Cursor(new Stamp(before.toString(), before), Duration.ZERO, 0));
    boolean first = leftCursor.isEmpty() && rightCursor.isEmpty();
    Optional<Due> due = full ? survey.everything(listed) : Optional.of(survey.changes(listed));
    Set<RecordId> presumed = new HashSet<>();
    if (due.isEmpty() || (full && !presumeGone(listed, due.get().stored(), presumed))) {
      return;
    }
    Predicate<RecordId> drifted =
        full ? Survey.drift(listed, due.get().stored(), leftCursor, rightCursor) : id -> false;
    boolean settled =
        due.get().isNothing()
            || round()
                .carryOut(new Round.Task(due.get(), listed, drifted, presumed, true, first, known));
    if (settled && run.mode() == Mode.APPLY && !report.isStopped()) {
      moveCursor(SystemName.POWEROFFICE, leftCursor, cursors);
      moveCursor(SystemName.WEBCRM, rightCursor, cursors);
      if (full) {
        new Leftovers(left, right, links).forget(due.get().stored().values(), listed);
      }
    }
  }

  /** A column that many records lack and that was there before has not been emptied by users. */
  private boolean lacksColumns(SystemName system, Optional<Cursor> cursor, Listing listing) {
    Set<String> lacking = cursor.map(known -> known.lackedBy(listing)).orElse(Set.of());
    if (!lacking.isEmpty()) {
      report.stop(
          system
              + "'s list does not have "
              + String.join(", ", lacking)
              + " any more. Nothing was changed; check the rights of the integration.");
    }
    return !lacking.isEmpty();
  }

  private Round round() {
    return new Round(
        pair,
        links,
        brake,
        proposer,
        run,
        report,
        this::isLeased,
        survey::again,
        deciding().decider(),
        deciding().applier());
  }

  /**
   * Where a list lacks more linked records than may end without a person, some of them are looked
   * up by their ids. If these are gone, the others are taken to be gone as well: that is only
   * proposed, and each is looked up before its own link ends.
   *
   * @param presumed gets the links of those that were not looked up
   * @return false if the list cannot be right
   */
  private boolean presumeGone(Listed listed, Map<RecordId, Link> stored, Set<RecordId> presumed) {
    for (SystemName system : SystemName.values()) {
      Map<RecordId, Side.Known> missing = Survey.missing(system, stored, listed);
      if (!brake.isTooMuch(missing.size(), 0)) {
        continue;
      }
      List<Side.Known> all = List.copyOf(missing.values());
      List<Side.Known> sample = new ArrayList<>();
      for (int i = 0; i < Math.min(SAMPLE, all.size()); i++) {
        sample.add(all.get((int) ((long) i * all.size() / Math.min(SAMPLE, all.size()))));
      }
      // One by one, and not by another list of everything.
      Map<RecordId, Presence> found =
          (system == SystemName.POWEROFFICE ? left : right).read(sample, Integer.MAX_VALUE);
      if (!found.values().stream().allMatch(Presence.Gone.class::isInstance)) {
        report.stop(
            system
                + "'s list lacks "
                + missing.size()
                + " linked records, and of "
                + sample.size()
                + " that were looked up not all are gone. Nothing was changed; check the rights of"
                + " the integration.");
        return false;
      }
      presumed.addAll(missing.keySet());
      deciding()
          .decider()
          .presumeGone(system, all.stream().map(Side.Known::id).collect(Collectors.toSet()));
    }
    return true;
  }

  // --- what a person decides ---

  /** Says yes to a revision, as far as it is what was shown. */
  private void approve() {
    if (run.approved().isPresent() && run.mode() == Mode.APPLY && !report.isStopped()) {
      new Approvals(proposals, clock)
          .decide(true, run.approved().get(), List.of(), run.by().orElse(run.cause()))
          .ifPresent(report::refuse);
    }
  }

  private void turn() {
    if (run.mode() == Mode.APPLY
        && !report.isStopped()
        && proposals.header().hasToDo()
        && isLeased()) {
      Rules rules = deciding().rules();
      new Turn(
              pair,
              left,
              right,
              links,
              proposals,
              brake,
              clock,
              run,
              report,
              moment ->
                  new Decider(
                      pair, rules, left, right, links, others, owners, precedence, timing, moment),
              deciding().applier())
          .run();
    }
  }

  private void tellWhatWaits() {
    if (run.mode() == Mode.APPLY && report.mayWait()) {
      Proposal proposal = proposals.header();
      report.waitsAs(proposal.counts().open() > 0 ? proposal.fingerprint() : "");
      proposer.log(proposal);
    }
  }

  // --- cursors ---

  private void moveCursor(
      SystemName system, Optional<Cursor> before, Map<SystemName, Cursor> cursors) {
    Optional.ofNullable(cursors.get(system))
        .filter(after -> !before.equals(Optional.of(after)))
        .ifPresent(
            after -> {
              // Another run may have moved it on meanwhile, and is not taken back.
              Optional<Cursor> now = links.cursor(system);
              if (now.filter(other -> other.stamp().compareTo(after.stamp()) > 0).isEmpty()) {
                links.saveCursor(system, after);
              }
            });
  }

  /** The cursor once everything that was listed has a durable outcome. */
  private Optional<Cursor> after(
      Optional<Cursor> before, Listing listing, Duration took, boolean everything) {
    int listed =
        everything ? listing.snapshots().size() : before.map(Cursor::recordsListed).orElse(0);
    Set<String> told = new HashSet<>(listing.told());
    before.ifPresent(cursor -> told.addAll(cursor.told()));
    return Stream.concat(before.map(Cursor::stamp).stream(), listing.largestStamp().stream())
        .max(Comparator.naturalOrder())
        .map(
            largest ->
                new Cursor(largest.notAfter(clock.instant()), roundedUp(took), listed, told));
  }

  /** To ten seconds, so that an idle sweep does not change the stored cursor for nothing. */
  private static Duration roundedUp(Duration took) {
    return Duration.ofSeconds((took.toSeconds() / 10 + 1) * 10);
  }

  /** One record of one system may have changed: the truth about it is read by its id. */
  private void changed(Trigger.Changed trigger) {
    report.followsChanges();
    Due due = survey.one(trigger.system(), trigger.id());
    if (!due.isNothing()) {
      round().carryOut(Round.Task.one(due));
    }
  }

  // --- what an operator asks for ---

  private void edit(Trigger.Edit edit) {
    Decider decider = deciding().decider();
    Applier applier = deciding().applier();
    Optional<Link> stored = Optional.ofNullable(links.byLeft(Set.of(edit.left())).get(edit.left()));
    if (stored.filter(Link::active).isEmpty()) {
      report.stop("PowerOffice " + edit.left() + " is not linked; there is nothing to edit.");
      return;
    }
    report.examined();
    Work work =
        decider
            .works(Set.of(edit.left()), Map.of(edit.left(), stored.get()), Listed.NOTHING)
            .getFirst();
    Optional<Snapshot> target =
        (edit.system() == SystemName.POWEROFFICE ? work.left() : work.right()).snapshot();
    if (target.filter(Snapshot::active).isEmpty()) {
      report.stop("The record in " + edit.system() + " is not there or not active.");
      return;
    }
    Map<String, Optional<String>> values = new HashMap<>(edit.values());
    edit.onlyIf()
        .forEach(
            (property, expected) -> {
              if (!target.get().view().get(property).equals(expected)) {
                values.remove(property);
                applier.operatorActs().leaveAlone(work, property, edit.system());
              }
            });
    applier
        .operatorActs()
        .edit(work, edit.system(), target.get(), values)
        .ifPresent(
            edited -> {
              Decided decided = decider.decide(edited);
              applier.apply(decided.work(), decided.plan());
              applier.finish();
            });
  }

  private void forget(RecordId id) {
    Optional<Link> stored = Optional.ofNullable(links.byLeft(Set.of(id)).get(id));
    report.examined();
    if (stored.isEmpty()) {
      if (run.mode() == Mode.APPLY) {
        eraseHistory(id);
      }
      return;
    }
    // Both are read, whatever the link's state: one that is there may not be made anew.
    Link link = stored.get();
    Presence leftNow =
        Link.isAwaited(id) ? new Presence.Gone() : read(left, id, link.leftBase().owner());
    Presence rightNow =
        link.right()
            .map(found -> read(right, found, link.rightBase().owner()))
            .orElse(new Presence.Gone());
    Work work = new Work(id, stored, leftNow, rightNow, Optional.empty());
    deciding().applier().operatorActs().erase(work);
    if (run.mode() == Mode.APPLY) {
      link.right().ifPresent(found -> FirstUpdates.forget(links, found));
      eraseHistory(id);
    }
  }

  /** What another run stores meanwhile would leave values behind: then all is done again. */
  private void forgetFor(RecordId id) {
    for (int left = FORGET_AT_MOST; left > 1; left--) {
      try {
        forget(id);
        return;
      } catch (Links.StaleLinkException e) {
        LOG.log(Level.INFO, "{0} {1} was changed while it was erased", pair.name(), id);
      }
    }
    forget(id);
  }

  private static Presence read(Side side, RecordId id, Optional<RecordId> owner) {
    return Truth.of(side.read(List.of(new Side.Known(id, owner)), 0), id);
  }

  /** Under all names that the record's history has had. */
  private void eraseHistory(RecordId id) {
    List<RecordId> names = new ArrayList<>(List.of(id));
    for (int i = 0; i < names.size(); i++) {
      RecordId name = names.get(i);
      links.history(name).stream()
          .flatMap(entry -> entry.formerly().stream())
          .filter(former -> !names.contains(former))
          .forEach(names::add);
      links.eraseHistory(name);
    }
  }

  private void settle(Trigger.Settle settle) {
    RecordId id = settle.left();
    Optional<Link> stored = Optional.ofNullable(links.byLeft(Set.of(id)).get(id));
    report.examined();
    switch (settle.settlement()) {
      case Trigger.Settlement.Ignore ignore -> ignore(id, stored);
      case Trigger.Settlement.LinkTo to -> linkTo(id, stored, to.right());
      case Trigger.Settlement.Create create -> create(id, stored);
      case Trigger.Settlement.Retry retry -> again(id, stored, deciding());
      case Trigger.Settlement.Take take -> {
        if (stored.filter(Link::active).isEmpty()) {
          report.stop(id + " is not linked, so there is no side to take. Link it first.");
          return;
        }
        again(id, stored, deciding(deciding().rules().taking(take.system())));
      }
    }
  }

  private void create(RecordId id, Optional<Link> stored) {
    SystemName missing = Link.isAwaited(id) ? SystemName.POWEROFFICE : SystemName.WEBCRM;
    if (!pair.creates().contains(missing)) {
      report.stop("Nothing is created in " + missing + ": the pair is set so.");
    } else if (!isLinkedOrBeingMade(id, stored) && (stored.isPresent() || exists(id))) {
      OperatorActs acts = deciding().applier().operatorActs();
      Link toBeCreated = acts.noneOfThem(stored.orElseGet(() -> Link.unlinked(id)));
      supersede(stored);
      lookAt(id, toBeCreated, deciding());
    }
  }

  private void ignore(RecordId id, Optional<Link> stored) {
    if (stored.isEmpty() && !exists(id)) {
      return;
    }
    deciding()
        .applier()
        .operatorActs()
        .ignore(
            new Work(
                id, stored, new Presence.Unknown(""), new Presence.Unknown(""), Optional.empty()));
  }

  /** Whether there is a record of which nothing is stored yet; if not, the report says so. */
  private boolean exists(RecordId id) {
    SystemName system = Link.isAwaited(id) ? SystemName.WEBCRM : SystemName.POWEROFFICE;
    Side side = system == SystemName.WEBCRM ? right : left;
    RecordId record = Link.awaitedBy(id).orElse(id);
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
  private void again(RecordId id, Optional<Link> stored, Deciding with) {
    if (stored.isEmpty()) {
      report.stop("Nothing is stored of " + id + ".");
      return;
    }
    // The link first: an entry without its record comes to nothing, a record without its entry
    // would wait for ever.
    Link released = with.applier().operatorActs().released(stored.get());
    supersede(stored);
    lookAt(id, released, with);
  }

  private void supersede(Optional<Link> decidedByHand) {
    if (run.mode() == Mode.APPLY) {
      proposer.supersede(
          decidedByHand.flatMap(Link::proposed).map(Hold.Proposed::entry).stream().toList());
    }
  }

  private void lookAt(RecordId id, Link link, Deciding with) {
    boolean awaited = Link.isAwaited(id);
    Due due =
        new Due(
            awaited ? Set.of() : Set.of(id),
            awaited ? link.right().map(Set::of).orElse(Set.of()) : Set.of(),
            Map.of(id, link),
            links.unsettled().stream().filter(other -> !other.left().equals(id)).toList());
    for (Decided one : with.decider().decide(due, Listed.NOTHING, run.mode(), report)) {
      if (one.work().id().equals(id) || one.work().leftId().equals(Optional.of(id))) {
        with.applier().apply(one.work(), one.plan());
      }
    }
  }

  /** Whether it cannot be decided by hand now who it is; then the report says why. */
  private boolean isLinkedOrBeingMade(RecordId id, Optional<Link> stored) {
    if (stored.filter(Link::active).isPresent()) {
      report.stop(
          "PowerOffice "
              + id
              + " is linked already, to webCRM "
              + stored.get().right().get()
              + ".");
      return true;
    }
    if (stored.filter(link -> link.state() == Link.State.CREATING && !link.held()).isPresent()) {
      report.stop(
          (Link.isAwaited(id)
                  ? "A PowerOffice record is being made for it"
                  : "A webCRM record is being made for PowerOffice " + id)
              + ", and whether that succeeded is not known yet. Call 'retry', or wait for the next"
              + " sweep; then decide if that still has to be.");
      return true;
    }
    return false;
  }

  private void linkTo(RecordId id, Optional<Link> stored, RecordId target) {
    if (isLinkedOrBeingMade(id, stored)) {
      return;
    }
    Optional<Links.Claim> claim = Optional.ofNullable(links.claims(Set.of(target)).get(target));
    if (claim.filter(c -> !c.released()).isPresent()) {
      report.stop("webCRM " + target + " is linked already, in " + claim.get().pair() + ".");
      return;
    }
    Link unlinked = stored.orElseGet(() -> Link.of(id)).notCreated(Optional.empty());
    Work work =
        new Work(
            id,
            Optional.of(unlinked),
            read(left, id, unlinked.leftBase().owner()),
            read(right, target, Optional.empty()),
            Optional.empty());
    if (work.left().snapshot().filter(Snapshot::active).isEmpty()
        || work.right().snapshot().filter(Snapshot::active).isEmpty()) {
      report.stop("Both records must be there and active to be linked.");
      return;
    }
    Decided decided = deciding().decider().decide(work);
    deciding().applier().apply(decided.work(), decided.plan());
  }
}
