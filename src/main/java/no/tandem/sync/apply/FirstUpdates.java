package no.tandem.sync.apply;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import no.tandem.sync.link.History;
import no.tandem.sync.link.LinkReader;
import no.tandem.sync.link.Links;
import no.tandem.sync.link.Outage;
import no.tandem.sync.link.Reason;
import no.tandem.sync.link.RunState;
import no.tandem.sync.link.UpdateWatch;
import no.tandem.sync.pair.Pair;
import no.tandem.sync.plan.OwnWriteReader;
import no.tandem.sync.plan.Planned;
import no.tandem.sync.side.Freshness;
import no.tandem.sync.side.NotSentException;
import no.tandem.sync.side.RecordId;
import no.tandem.sync.side.RejectedException;
import no.tandem.sync.side.RemoteException;
import no.tandem.sync.side.Side;
import no.tandem.sync.side.Snapshot;
import no.tandem.sync.side.SystemName;
import no.tandem.sync.side.Timing;
import no.tandem.sync.side.TransientException;
import no.tandem.sync.side.UnmappedFields;

/**
 * Sends changes to webCRM, and watches the first ones: whether they leave alone what they do not
 * name is not documented. Until one of a record with some such fields has, they go one at a time,
 * over all pairs and processes, and what such fields hold is kept before and compared after. If
 * they were emptied they are put back, and no change is sent any more until an operator says so.
 */
public final class FirstUpdates {
  private static final Logger LOG = System.getLogger(FirstUpdates.class.getName());

  private static final int NO_ANSWER = 0;

  /**
   * For how long a record without such fields counts as having none; users fill few in a minute.
   */
  private static final Duration LOOK_LASTS = Duration.ofMinutes(1);

  /** How many fields must be left alone to show that all are. */
  private static final int ENOUGH = 3;

  private static final Outage.Write UPDATE = Outage.Write.update(SystemName.WEBCRM);

  private final Pair pair;
  private final Side side;
  private final LinkReader links;
  private final History history;
  private final RunState runState;
  private final Timing timing;
  private final OwnWriteReader ownWriteReader;
  private final Breaker breaker;
  private final HistoryEntries entries;
  private final Clock clock;
  private boolean harmless;
  private Optional<RecordId> aside = Optional.empty();
  private List<RecordId> toBeChanged = List.of();
  private Set<RecordId> looked = Set.of();
  private Set<RecordId> bare = Set.of();
  private Instant lookedAt = Instant.EPOCH;

  FirstUpdates(
      Targets targets, OwnWriteReader ownWriteReader, Breaker breaker, HistoryEntries entries) {
    this.pair = targets.pair();
    this.side = targets.right();
    this.links = targets.links();
    this.history = targets.history();
    this.runState = targets.runState();
    this.timing = targets.timing();
    this.ownWriteReader = ownWriteReader;
    this.breaker = breaker;
    this.entries = entries;
    this.clock = targets.clock();
  }

  /**
   * Reads what is known, before anything is written, and compares a change that a run which died
   * has left behind.
   *
   * @param decided what is to be carried out
   */
  void load(List<Planned> decided) {
    toBeChanged =
        decided.stream()
            .filter(one -> Breaker.writes(one.plan()).contains(UPDATE))
            .flatMap(one -> one.state().rightId().stream())
            .toList();
    Optional<UnmappedFields> unmappedFields = harmless ? Optional.empty() : side.unmappedFields();
    if (unmappedFields.isEmpty()) {
      return;
    }
    try {
      UpdateWatch known = finished(runState.watch(), unmappedFields.get());
      harmless = known.state() == UpdateWatch.State.HARMLESS;
    } catch (NotSentException e) {
      LOG.log(Level.DEBUG, "{0}: changes to webCRM wait", pair.name());
    }
  }

  /**
   * Whether a change may have emptied fields of this record that were not put back when it was
   * read: what it holds is no user's doing, and nothing follows from it.
   */
  boolean isAside(Planned one) {
    return aside.isPresent() && one.state().rightId().equals(aside);
  }

  /**
   * Sends a change.
   *
   * @throws NotSentException if it was not sent; the record has nothing to do with it
   */
  Optional<Snapshot> update(Snapshot target, Map<String, String> columns, Freshness freshness) {
    Optional<UnmappedFields> unmappedFields = harmless ? Optional.empty() : side.unmappedFields();
    if (unmappedFields.isEmpty()) {
      return side.update(target, columns, freshness);
    }
    UpdateWatch known = finished(runState.watch(), unmappedFields.get());
    Optional<UnmappedFields.Seen> before =
        known.state() == UpdateWatch.State.WATCHING && !isBare(unmappedFields.get(), target.id())
            ? unmappedFields.get().read(target.id())
            : Optional.empty();
    harmless = known.state() == UpdateWatch.State.HARMLESS;
    if (before.map(UnmappedFields.Seen::filled).filter(filled -> !filled.isEmpty()).isEmpty()) {
      return side.update(target, columns, freshness);
    }
    return watched(known, unmappedFields.get(), before.get(), target, columns, freshness);
  }

  /** Whether the record held nothing a moment ago that a change could take along. */
  private boolean isBare(UnmappedFields unmappedFields, RecordId id) {
    Instant now = clock.instant();
    if (!looked.contains(id) || now.isAfter(lookedAt.plus(LOOK_LASTS))) {
      int next = toBeChanged.indexOf(id);
      if (next < 0 || next == toBeChanged.size() - 1) {
        // Alone it is read by itself.
        return false;
      }
      List<RecordId> rest = toBeChanged.subList(next, toBeChanged.size());
      UnmappedFields.Looked look = unmappedFields.look(rest);
      looked = Set.copyOf(rest.subList(0, look.at()));
      bare = look.bare();
      lookedAt = now;
    }
    return bare.contains(id);
  }

  private Optional<Snapshot> watched(
      UpdateWatch known,
      UnmappedFields unmappedFields,
      UnmappedFields.Seen before,
      Snapshot target,
      Map<String, String> columns,
      Freshness freshness) {
    Map<String, String> named = new HashMap<>(before.named());
    named.putAll(columns);
    UpdateWatch begun =
        stored(
            known,
            known.of(
                new UpdateWatch.Change(
                    target.id(),
                    before.filled(),
                    named,
                    timing.overAt(SystemName.WEBCRM, clock.instant()))));
    Optional<Snapshot> stored;
    try {
      stored = side.update(target, columns, freshness);
    } catch (NotSentException | RejectedException e) {
      stored(begun, begun.begunAgain());
      throw e;
    } catch (TransientException e) {
      if (e.status() == NO_ANSWER) {
        // It may still be done: whoever comes when that is over compares.
        waits(begun);
      } else {
        comparedNow(begun, unmappedFields, before);
      }
      throw e;
    }
    comparedNow(begun, unmappedFields, before);
    return stored;
  }

  private void comparedNow(
      UpdateWatch begun, UnmappedFields unmappedFields, UnmappedFields.Seen before) {
    try {
      compared(begun, unmappedFields, Optional.of(before.record()));
    } catch (NotSentException e) {
      // It was sent; another run has taken this one for dead and compares.
      LOG.log(Level.INFO, "{0}: another run compares a watched change", pair.name());
    }
  }

  /** What is known once all that was left behind is compared and put back. */
  private UpdateWatch finished(UpdateWatch known, UnmappedFields unmappedFields) {
    UpdateWatch now = known;
    boolean open = !known.filled().isEmpty();
    if (open && clock.instant().isBefore(known.change().orElseThrow().until())) {
      aside = known.record();
      if (known.state() == UpdateWatch.State.WATCHING) {
        waits(known);
        throw new UpdateDeferredException(Reason.anotherIsWatched());
      }
    } else if (open) {
      now =
          known.state() == UpdateWatch.State.WATCHING
              ? compared(known, unmappedFields, Optional.empty())
              : repaired(known, unmappedFields);
    }
    if (now.state() == UpdateWatch.State.REPLACES) {
      aside = open || !now.putBack() ? now.record() : Optional.empty();
      breaker.stop(UPDATE, Reason.updatesStopped(now));
      throw new UpdateDeferredException(Reason.updatesStopped(now));
    }
    return now;
  }

  private void waits(UpdateWatch open) {
    aside = open.record();
    breaker.stop(UPDATE, Reason.anotherIsWatched());
  }

  /**
   * Compares a record that was changed with what it held before.
   *
   * @param before the record before the change, if it is known that the change was sent
   */
  private UpdateWatch compared(
      UpdateWatch begun, UnmappedFields unmappedFields, Optional<Snapshot> before) {
    Optional<UnmappedFields.Seen> seen;
    try {
      seen = unmappedFields.read(begun.record().orElseThrow());
    } catch (RemoteException e) {
      LOG.log(Level.WARNING, "{0}: a watched change could not be compared", pair.name());
      return begun;
    }
    if (seen.isEmpty()) {
      return stored(begun, begun.begunAgain());
    }
    UnmappedFields.Seen now = seen.get();
    Set<String> emptied = new TreeSet<>(begun.filled().keySet());
    emptied.retainAll(now.empty());
    boolean ours = ownWriteReader.facts(Optional.empty()).ours(now.record());
    // A user may have emptied some of them meanwhile, but hardly all.
    if (!emptied.isEmpty() && (ours || emptied.size() == begun.filled().size())) {
      return replaced(begun, unmappedFields, emptied);
    }
    boolean leftAlone =
        begun.filled().size() >= ENOUGH
            && ours
            && now.filled().keySet().containsAll(begun.filled().keySet())
            && before.filter(old -> !old.view().equals(now.record().view())).isPresent();
    if (leftAlone) {
      LOG.log(Level.INFO, "{0}: webCRM''s changes leave alone what they do not name", pair.name());
      harmless = true;
    }
    return stored(begun, leftAlone ? begun.harmless() : begun.begunAgain());
  }

  private UpdateWatch replaced(
      UpdateWatch begun, UnmappedFields unmappedFields, Set<String> emptied) {
    // Stored first: whatever happens now, no other record is changed.
    UpdateWatch replaces =
        repaired(
            stored(
                begun, begun.replaces(emptied, timing.overAt(SystemName.WEBCRM, clock.instant()))),
            unmappedFields);
    LOG.log(
        Level.ERROR,
        "{0}: a change emptied {1} fields of webCRM {2} that it did not name; no more are sent",
        pair.name(),
        emptied.size(),
        begun.record().map(RecordId::value).orElse(""));
    aside = replaces.putBack() ? Optional.empty() : replaces.record();
    breaker.stop(UPDATE, Reason.updatesStopped(replaces));
    return replaces;
  }

  /** What was emptied is put back, unless another has changed the record since. */
  private UpdateWatch repaired(UpdateWatch replaces, UnmappedFields unmappedFields) {
    if (replaces.filled().isEmpty()) {
      return replaces;
    }
    RecordId id = replaces.record().orElseThrow();
    boolean putBack = false;
    try {
      putBack = putBack(replaces, unmappedFields);
    } catch (TransientException e) {
      LOG.log(Level.WARNING, "{0}: webCRM {1} could not be put back yet", pair.name(), id);
      return replaces;
    } catch (RejectedException e) {
      LOG.log(Level.ERROR, "{0}: webCRM does not let {1} be put back", pair.name(), id);
    }
    UpdateWatch after = stored(replaces, replaces.withoutValues(putBack));
    links.claims(Set.of(id)).values().stream()
        .filter(claim -> claim.pair().equals(pair.name()))
        .forEach(
            claim -> history.record(entries.seen(claim.key(), id, Reason.updatesStopped(after))));
    return after;
  }

  private boolean putBack(UpdateWatch replaces, UnmappedFields unmappedFields) {
    try {
      return putBack(replaces, unmappedFields, Recheck.freshness(clock.instant(), clock));
    } catch (Freshness.TooOldException e) {
      // It waited long for its place in the limit: it is read again once, and then sent.
      return putBack(replaces, unmappedFields, Freshness.ANY);
    }
  }

  /** Whether it was put back: not if another has changed the record since. */
  private boolean putBack(
      UpdateWatch replaces, UnmappedFields unmappedFields, Freshness freshness) {
    RecordId id = replaces.record().orElseThrow();
    boolean ours =
        unmappedFields
            .read(id)
            .filter(seen -> ownWriteReader.facts(Optional.empty()).ours(seen.record()))
            .isPresent();
    if (ours) {
      unmappedFields.putBack(id, replaces.whole(), freshness);
    }
    return ours;
  }

  /** Values of a record are erased. */
  public static void forget(RunState runState, RecordId right) {
    UpdateWatch known = runState.watch();
    UpdateWatch without = known.forgetting(right);
    if (!without.equals(known) && runState.saveWatch(known, without).isEmpty()) {
      throw new Links.StaleLinkException("webCRM " + right + " is being watched");
    }
  }

  private UpdateWatch stored(UpdateWatch before, UpdateWatch after) {
    return runState
        .saveWatch(before, after)
        .orElseThrow(() -> new UpdateDeferredException(Reason.anotherIsWatched()));
  }
}
