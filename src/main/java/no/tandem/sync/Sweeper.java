package no.tandem.sync;

import java.time.Clock;
import java.time.Instant;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.Supplier;
import no.tandem.sync.apply.Leftovers;
import no.tandem.sync.apply.Targets;
import no.tandem.sync.detect.ChangeDetector;
import no.tandem.sync.detect.LinkComparison;
import no.tandem.sync.detect.ListingCheck;
import no.tandem.sync.detect.ListingCheck.Presumed;
import no.tandem.sync.detect.Listings;
import no.tandem.sync.detect.SweepListing;
import no.tandem.sync.detect.ToDecide;
import no.tandem.sync.link.LinkKey;
import no.tandem.sync.report.Mode;
import no.tandem.sync.report.Report;
import no.tandem.sync.round.Round;
import no.tandem.sync.side.BySystem;
import no.tandem.sync.side.Cursor;
import no.tandem.sync.side.RecordId;
import no.tandem.sync.side.Side;
import no.tandem.sync.side.SystemName;

/**
 * A scheduled look for changes: lists both systems, finds what differs, and moves the cursors once
 * every outcome is stored.
 */
final class Sweeper {
  private final Targets targets;
  private final BySystem<Side> sides;
  private final Clock clock;
  private final RunParts parts;
  private final Report.Builder report;

  Sweeper(Targets targets, RunParts parts, Report.Builder report) {
    this.targets = targets;
    this.sides = targets.sides();
    this.clock = targets.clock();
    this.parts = parts;
    this.report = report;
  }

  /**
   * Looks for changes, and carries out what follows from them.
   *
   * @param full whether everything is compared, and not only what changed
   * @param rounds gives the round that carries it out
   */
  void run(boolean full, Supplier<Round> rounds) {
    Cursors cursors = new Cursors(targets.runState());
    if (!full && cursors.areBoth()) {
      report.followsChanges();
    }
    Instant begun = clock.instant();
    BySystem<SweepListing> seen =
        BySystem.each(
            system ->
                SweepListing.of(
                    system, sides.of(system), cursors.before().of(system), full, clock));
    BySystem<Optional<Cursor>> after =
        seen.map(sweepListing -> sweepListing.after(clock.instant()));
    ListingCheck check = parts.listingCheck();
    if (!check.hasAllColumns(seen.powerOffice()) || !check.hasAllColumns(seen.webCrm())) {
      return;
    }

    Listings listed = Listings.of(seen);
    ChangeDetector detector = parts.detector();
    Optional<ChangeDetector.Found> found =
        full
            ? detector.everything(listed)
            : detector.changes(listed, seen.map(SweepListing::asBefore));
    if (found.isEmpty()) {
      return;
    }
    parts.confirmations().store(found.get().confirmed());
    ToDecide due = found.get().due();
    Optional<Presumed> presumed =
        full ? check.presumedGone(listed, due.stored().values()) : Optional.of(Presumed.NOTHING);
    if (presumed.isEmpty()) {
      return;
    }
    Predicate<LinkKey> drifted =
        full ? LinkComparison.drift(listed, due.stored(), cursors.before()) : id -> false;
    Round.Done done =
        due.isNothing()
            ? Round.Done.NOTHING
            : rounds
                .get()
                .run(
                    new Round.Task(
                        due,
                        listed,
                        drifted,
                        presumed.get(),
                        true,
                        cursors.areNone(),
                        Optional.of(
                            after.map(cursor -> cursor.orElseGet(() -> Cursor.since(begun))))));
    if (done.isStored() && targets.run().mode() == Mode.APPLY && !report.isStopped()) {
      Set<RecordId> lefts = new HashSet<>(found.get().needNothing().powerOffice());
      lefts.addAll(done.leftAlone());
      BySystem<Set<RecordId>> needNothing =
          found.get().needNothing().with(SystemName.POWEROFFICE, lefts);
      cursors.move(
          BySystem.each(
              system ->
                  after
                      .of(system)
                      .map(c -> c.with(seen.of(system).overlap(needNothing.of(system))))));
      found.get().ownersSeen().ifPresent(targets.runState()::saveOwnersSeen);
      if (full) {
        new Leftovers(sides, targets.links()).forget(due.stored().values(), listed);
      }
    }
  }
}
