package no.tandem.sync.apply;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import no.tandem.sync.detect.CurrentRecords;
import no.tandem.sync.detect.RecordState;
import no.tandem.sync.link.Outage;
import no.tandem.sync.plan.Plan;
import no.tandem.sync.plan.Planned;
import no.tandem.sync.side.BySystem;
import no.tandem.sync.side.Cursor;
import no.tandem.sync.side.Freshness;
import no.tandem.sync.side.Presence;
import no.tandem.sync.side.RecordId;
import no.tandem.sync.side.RecordReader;
import no.tandem.sync.side.RemoteException;
import no.tandem.sync.side.Side;
import no.tandem.sync.side.Snapshot;
import no.tandem.sync.side.Stamp;
import no.tandem.sync.side.SystemName;
import org.jspecify.annotations.Nullable;

/**
 * Reads records again just before they are written, and decides on them again: what a user changed
 * since the listing is not overwritten, and is what the history keeps as "before".
 *
 * <p>webCRM's records are read by their ids, many in one call; of PowerOffice's what changed since
 * is listed, which serves for all records of a few seconds.
 */
final class Recheck {
  /** So old an answer may be when what it showed is overwritten. */
  private static final Duration OLDEST = Duration.ofSeconds(5);

  /** What is not overwritten may be older: an edit of it comes with the next sweep. */
  private static final Duration OLDEST_SOURCE = Duration.ofSeconds(15);

  private final Side left;
  private final Side right;
  private final Clock clock;
  private final ReadBack readBack;
  private final UnaryOperator<Planned> decide;
  private Map<RecordId, Presence> changed = Map.of();
  private @Nullable Instant listedAt;
  private Set<RecordId> rightsRead = Set.of();
  private Instant rightsReadAt = Instant.EPOCH;
  private Instant knownFrom = Instant.EPOCH;
  private @Nullable RemoteException trouble;

  /**
   * @param readBack what is to be read back anyway, which may go into the same call
   * @param decide decides on a record whose truth is known
   */
  Recheck(BySystem<Side> sides, Clock clock, ReadBack readBack, UnaryOperator<Planned> decide) {
    this.left = sides.powerOffice();
    this.right = sides.webCrm();
    this.clock = clock;
    this.readBack = readBack;
    this.decide = decide;
  }

  boolean isTooOld(Instant readAt) {
    return isTooOld(readAt, clock);
  }

  private static boolean isTooOld(Instant readAt, Clock clock) {
    return readAt.plus(OLDEST).isBefore(clock.instant());
  }

  /** That of what was read at that moment. */
  Freshness freshness(Instant readAt) {
    return freshness(readAt, clock);
  }

  static Freshness freshness(Instant readAt, Clock clock) {
    return () -> {
      if (isTooOld(readAt, clock)) {
        throw new Freshness.TooOldException();
      }
    };
  }

  /** Whether a record of either system is overwritten. A new one overwrites nothing. */
  static boolean overwrites(Planned one) {
    return !(one.plan() instanceof Plan.Create) && !Breaker.writes(one.plan()).isEmpty();
  }

  /**
   * The same records, those that overwrite something as they are now.
   *
   * @param readAt when they were read; nothing was read earlier
   */
  List<Planned> read(List<Planned> some, Instant readAt) {
    List<Planned> affected = some.stream().filter(Recheck::overwrites).toList();
    if (affected.isEmpty()) {
      return some;
    }
    boolean inPowerOffice = anyIn(SystemName.POWEROFFICE, affected);
    list(readAt, inPowerOffice ? OLDEST : OLDEST_SOURCE);
    Optional<Map<RecordId, Presence>> rights = rights(affected);
    List<Planned> again = new ArrayList<>();
    for (Planned one : some) {
      if (!overwrites(one)) {
        again.add(one);
        continue;
      }
      RecordState state = one.state();
      Presence rightNow =
          state
              .right()
              .snapshot()
              .flatMap(snapshot -> rights.map(read -> CurrentRecords.of(read, snapshot.id())))
              .orElse(state.right());
      Presence leftNow = leftNow(state);
      Planned now = decide.apply(new Planned(state.with(leftNow, rightNow), one.plan()));
      boolean unread = leftNow instanceof Presence.Unknown || rightNow instanceof Presence.Unknown;
      // It was there when it was listed: that it waits is stored, or a cursor would pass it.
      again.add(unread ? new Planned(state, now.plan()) : now);
    }
    knownFrom = oldest(again);
    return again;
  }

  /** Since when that is known which these overwrite: a list serves for several chunks. */
  private Instant oldest(List<Planned> some) {
    boolean inWebCrm = anyIn(SystemName.WEBCRM, some);
    return listedAt != null
            && anyIn(SystemName.POWEROFFICE, some)
            && !(inWebCrm && rightsReadAt.isBefore(listedAt))
        ? listedAt
        : inWebCrm ? rightsReadAt : clock.instant();
  }

  /** Since when that is known which was read last. */
  Instant knownFrom() {
    return knownFrom;
  }

  private static boolean anyIn(SystemName system, List<Planned> some) {
    return some.stream()
        .anyMatch(one -> Breaker.writes(one.plan()).contains(Outage.Write.update(system)));
  }

  /** webCRM's records as they are now; empty where what was read of them before serves as well. */
  private Optional<Map<RecordId, Presence>> rights(List<Planned> affected) {
    Map<RecordId, RecordReader.Known> wanted = new LinkedHashMap<>();
    affected.stream()
        .flatMap(one -> one.state().right().snapshot().stream())
        .forEach(
            snapshot ->
                wanted.put(snapshot.id(), new RecordReader.Known(snapshot.id(), snapshot.owner())));
    Instant now = clock.instant();
    if (!anyIn(SystemName.WEBCRM, affected)
        && rightsRead.containsAll(wanted.keySet())
        && rightsReadAt.plus(OLDEST_SOURCE).isAfter(now)) {
      return Optional.empty();
    }
    rightsRead = Set.copyOf(wanted.keySet());
    rightsReadAt = now;
    List<RecordReader.Known> all = new ArrayList<>(readBack.wanted());
    all.addAll(wanted.values());
    Map<RecordId, Presence> rights = right.read(all, 0);
    readBack.take(rights);
    return Optional.of(rights);
  }

  private Presence leftNow(RecordState state) {
    Optional<Snapshot> known = state.left().snapshot();
    if (known.isEmpty()) {
      return state.left();
    }
    RemoteException why = trouble;
    if (why != null) {
      return new Presence.Unknown("not readable in PowerOffice: " + why.title());
    }
    return changed.getOrDefault(known.get().id(), state.left());
  }

  private void list(Instant readAt, Duration oldest) {
    if (listedAt != null && !listedAt.plus(oldest).isBefore(clock.instant())) {
      return;
    }
    Instant now = clock.instant();
    trouble = null;
    try {
      Map<RecordId, Presence> all = new HashMap<>(changed);
      left.changedSince(new Cursor(new Stamp("", readAt), Duration.ZERO, 0))
          .snapshots()
          .forEach(snapshot -> all.put(snapshot.id(), new Presence.Present(snapshot)));
      changed = all;
      listedAt = now;
    } catch (RemoteException e) {
      trouble = e;
    }
  }
}
