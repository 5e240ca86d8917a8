package no.tandem.sync.apply;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Clock;
import java.time.Instant;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import no.tandem.sync.detect.PairPrecedence;
import no.tandem.sync.detect.RecordState;
import no.tandem.sync.link.History;
import no.tandem.sync.link.Hold;
import no.tandem.sync.link.Link;
import no.tandem.sync.link.LinkKey;
import no.tandem.sync.link.Links;
import no.tandem.sync.link.Outage;
import no.tandem.sync.link.Outcome;
import no.tandem.sync.link.OwnWriteFacts;
import no.tandem.sync.link.Reason;
import no.tandem.sync.link.RunState;
import no.tandem.sync.pair.Pair;
import no.tandem.sync.pair.Rules;
import no.tandem.sync.plan.OwnWriteReader;
import no.tandem.sync.report.Action;
import no.tandem.sync.report.Mode;
import no.tandem.sync.report.Report;
import no.tandem.sync.side.Bulk;
import no.tandem.sync.side.Fence;
import no.tandem.sync.side.Freshness;
import no.tandem.sync.side.ListTooLongException;
import no.tandem.sync.side.NotSentException;
import no.tandem.sync.side.Presence;
import no.tandem.sync.side.RejectedException;
import no.tandem.sync.side.RemoteException;
import no.tandem.sync.side.Side;
import no.tandem.sync.side.Snapshot;
import no.tandem.sync.side.SystemName;
import no.tandem.sync.side.Timing;
import no.tandem.sync.side.TransientException;

/**
 * What all ways of carrying out plans have in common: the two systems, the link store, the report,
 * and what failed.
 */
public final class ApplyContext {
  private static final Logger LOG = System.getLogger(Applier.class.getName());

  private final Targets targets;
  private final Pair pair;
  private final Rules rules;
  private final Links links;
  private final History history;
  private final RunState runState;
  private final Clock clock;
  private final Report.Builder report;
  private final HistoryEntries entries;
  private final Breaker breaker;
  private final OwnWriteReader ownWriteReader;
  private final ReadBack readBack;
  private final FirstUpdates firstUpdates;
  private final Map<LinkKey, Set<SystemName>> touched = new HashMap<>();
  private boolean bulkInDoubt;

  ApplyContext(Targets targets, Rules rules, OwnWriteReader ownWriteReader, Report.Builder report) {
    this.targets = targets;
    this.pair = targets.pair();
    this.rules = rules;
    this.links = targets.links();
    this.history = targets.history();
    this.runState = targets.runState();
    this.clock = targets.clock();
    this.report = report;
    this.entries = new HistoryEntries(targets.run(), clock);
    this.breaker = new Breaker(targets.runState(), clock);
    this.ownWriteReader = ownWriteReader;
    this.readBack = new ReadBack(this);
    this.firstUpdates = new FirstUpdates(targets, ownWriteReader, breaker, entries);
  }

  Pair pair() {
    return pair;
  }

  Rules rules() {
    return rules;
  }

  History history() {
    return history;
  }

  Links links() {
    return links;
  }

  Timing timing() {
    return targets.timing();
  }

  Clock clock() {
    return clock;
  }

  ReadBack readBack() {
    return readBack;
  }

  OwnWriteFacts facts(Optional<Link> link) {
    return ownWriteReader.facts(link);
  }

  /** What we created shows under which name webCRM knows us. */
  void learn(Snapshot created) {
    ownWriteReader.learn(created).ifPresent(runState::saveOurName);
  }

  HistoryEntries entries() {
    return entries;
  }

  /** Whether nothing is to be written: asked for, or because the run has stopped. */
  boolean plansOnly() {
    return report.mode() == Mode.PLAN || report.isStopped();
  }

  Side side(SystemName system) {
    return targets.sides().of(system);
  }

  FirstUpdates firstUpdates() {
    return firstUpdates;
  }

  /**
   * Sends a change.
   *
   * @throws NotSentException if it was not sent
   * @throws RemoteException if it was not done, or that is not known
   */
  Optional<Snapshot> update(
      RecordState state,
      SystemName system,
      Snapshot target,
      Map<String, String> columns,
      Freshness freshness) {
    boolean maybeDone = true;
    try {
      return system == SystemName.WEBCRM
          ? firstUpdates.update(target, columns, freshness)
          : targets.left().update(target, columns, freshness);
    } catch (NotSentException e) {
      maybeDone = false;
      throw e;
    } catch (RemoteException e) {
      maybeDone = !e.judges();
      throw e;
    } finally {
      if (maybeDone) {
        touched(state, system);
      }
    }
  }

  // --- what the budget counts ---

  /** Its record there may have been written, or its link has ended because of that one. */
  void touched(RecordState state, SystemName system) {
    touched.computeIfAbsent(state.key(), key -> EnumSet.noneOf(SystemName.class)).add(system);
  }

  /** Nothing was created there after all. */
  void leftAlone(RecordState state, SystemName system) {
    touched.getOrDefault(state.key(), new HashSet<>()).remove(system);
  }

  /** How many records may have been written for this link; 1 if it has ended. */
  int touched(LinkKey link) {
    return touched.getOrDefault(link, Set.of()).size();
  }

  // --- what becomes of a record ---

  /**
   * Carries out a step of what is done for one record. One bad record delays no other: what goes
   * wrong is stored and reported.
   *
   * @return whether the record's outcome is stored, so that a cursor may move past it
   */
  boolean guarded(RecordState state, Runnable step) {
    try {
      step.run();
      return true;
    } catch (Links.StaleLinkException e) {
      report(action(Outcome.DEFER, state).because("Another run was faster with this record"));
      return false;
    } catch (Fence.ClosedException | Freshness.TooOldException | ListTooLongException e) {
      throw e;
    } catch (NotSentException e) {
      report(action(Outcome.DEFER, state).because(Hold.deferred(UpdateDeferredException.why(e))));
      return false;
    } catch (RuntimeException e) {
      // The message may quote values, so only the class is logged.
      LOG.log(
          Level.ERROR, "{0} {1}: unexpected {2}", pair.name(), state.key(), e.getClass().getName());
      return holdUnexpected(state, e);
    }
  }

  private boolean holdUnexpected(RecordState state, RuntimeException cause) {
    Hold hold =
        again(Hold.deferred(Reason.unexpected(cause)), state.tries().failed(clock.instant()))
            .with(state.linkOrNew().ambiguity());
    try {
      hold(state, state.linkOrNew(), hold);
      return true;
    } catch (RuntimeException e) {
      report(action(Outcome.DEFER, state).because(hold));
      return false;
    }
  }

  /** Stops the run. */
  void stop(String reason) {
    report.stop(reason);
  }

  /** Nothing more is written for now: reports what is down. */
  void finish() {
    if (!plansOnly()) {
      breaker.finish(report);
    }
  }

  /** What was changed in this record has been written to the other one. */
  void applied(Snapshot source) {
    report.applied(source, clock.instant());
  }

  /** A record that needed nothing. */
  void inSync() {
    report.inSync();
  }

  void hold(RecordState state, Link link, Hold hold) {
    Hold seen = hold.seen(state.left().snapshot(), state.right().snapshot());
    Action held = action(heldOrDeferred(hold), state).because(hold);
    // Of a record that is only said to be there nothing is stored: a sweep finds it if it is.
    boolean known =
        link.version() > 0
            || hold.kind() != Hold.Kind.DEFERRED
            || !(state.left() instanceof Presence.Unknown);
    // What is stored of a creation that may be under way belongs to whoever makes it.
    boolean makers = hold.is(Reason.Code.UNDER_WAY);
    if (!plansOnly() && known && !makers && !link.hold().equals(Optional.of(seen))) {
      boolean isNew = !link.hold().map(Hold::reason).equals(Optional.of(seen.reason()));
      links.save(
          link,
          PairPrecedence.knowing(pair, link, state.left().snapshot()).held(seen),
          isNew ? entries.entry(state, held) : Optional.empty());
    }
    report(held);
  }

  // --- in words ---

  static Outcome heldOrDeferred(Hold hold) {
    return hold.kind() == Hold.Kind.DEFERRED ? Outcome.DEFER : Outcome.HOLD;
  }

  /** One hold for several reasons; if one of them is passing, the record is due again. */
  static Optional<Hold> combined(List<Hold> holds) {
    if (holds.isEmpty()) {
      return Optional.empty();
    }
    Reason reasons = Reason.joined(holds.stream().map(Hold::reason).toList());
    List<String> texts = holds.stream().flatMap(h -> h.remoteText().stream()).toList();
    boolean due = holds.stream().anyMatch(h -> h.kind() == Hold.Kind.DEFERRED);
    Hold.Tries tries =
        holds.stream()
            .map(Hold::tries)
            .max(Comparator.comparing(Hold.Tries::count))
            .orElse(Hold.Tries.NONE);
    Hold hold = (due ? Hold.deferred(reasons) : Hold.held(reasons)).with(tries);
    return Optional.of(texts.isEmpty() ? hold : hold.withRemoteText(String.join("; ", texts)));
  }

  // --- failures ---

  /** A call succeeded. */
  void succeeded(Outage.Write write) {
    breaker.succeeded(write);
  }

  /** The system rejected it. */
  Hold rejected(Outage.Write write, RejectedException e) {
    breaker.rejected(write, e.text());
    return Hold.held(Reason.rejected(e)).withRemoteText(e.text());
  }

  /** The system did not do it: tried again after a while, but not for ever. */
  Hold failed(Outage.Write write, RecordState state, TransientException e) {
    boolean itsOwn;
    if (e.judges()) {
      breaker.works(write);
      itsOwn = true;
    } else {
      itsOwn = breaker.failed(write, !state.hasFailed(), e);
    }
    Instant now = clock.instant();
    return again(
        Hold.deferred(Reason.failed(e)).withRemoteText(e.text()),
        itsOwn ? state.tries().failed(now) : state.tries().failedWithTheSystem(now));
  }

  private static Hold again(Hold hold, Hold.Tries tries) {
    return (tries.areUsedUp() ? hold.as(Hold.Kind.HELD) : hold).with(tries);
  }

  Breaker breaker() {
    return breaker;
  }

  // --- many at once ---

  /** How to write many webCRM records in one call; empty if this run writes one by one. */
  Optional<Bulk> bulk() {
    return bulkInDoubt || plansOnly()
        ? Optional.empty()
        : targets.right().bulk().filter(bulk -> bulk.size() > 1);
  }

  /** Something about such a call was not as it should be: the rest of the run does without. */
  void doubtBulk() {
    bulkInDoubt = true;
  }

  // --- reporting ---

  public static Action action(Outcome kind, RecordState state) {
    return Action.of(kind, state.leftId(), state.rightId());
  }

  void reportAll(List<Action> actions) {
    if (actions.isEmpty()) {
      report.inSync();
    }
    actions.forEach(this::report);
  }

  void report(Action action) {
    report.add(action);
  }
}
