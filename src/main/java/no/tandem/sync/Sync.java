package no.tandem.sync;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Clock;
import java.util.List;
import no.tandem.sync.apply.Applier;
import no.tandem.sync.apply.Targets;
import no.tandem.sync.link.Links;
import no.tandem.sync.link.Reason;
import no.tandem.sync.pair.Pair;
import no.tandem.sync.plan.Planner;
import no.tandem.sync.proposal.Approvals;
import no.tandem.sync.proposal.Proposal;
import no.tandem.sync.report.Mode;
import no.tandem.sync.report.Report;
import no.tandem.sync.report.Run;
import no.tandem.sync.round.Owners;
import no.tandem.sync.round.Round;
import no.tandem.sync.round.Turn;
import no.tandem.sync.side.BySystem;
import no.tandem.sync.side.Fence;
import no.tandem.sync.side.ListTooLongException;
import no.tandem.sync.side.RemoteException;
import no.tandem.sync.side.Side;

/**
 * One run of one pair of one tenant: from a trigger to the report.
 *
 * <p>Find what may have changed ({@link Sweeper}), read the truth of it on both sides and decide
 * each record ({@link Planner}), carry the decisions out ({@link Applier}) as far as the budget
 * allows and propose the rest ({@link Round}), move the cursors, and carry out what a person has
 * approved ({@link Turn}).
 */
public final class Sync {
  private static final Logger LOG = System.getLogger(Sync.class.getName());

  private final Pair pair;
  private final BySystem<Side> sides;
  private final Stores stores;
  private final Owners owners;
  private final RunLease lease;
  private final Clock clock;
  private final Run run;
  private final Report.Builder report;
  private final RunParts parts;

  public Sync(
      String tenant,
      Pair pair,
      BySystem<Side> sides,
      Stores stores,
      Owners owners,
      Bounds bounds,
      Run run) {
    this.pair = pair;
    this.sides = sides;
    this.stores = stores;
    this.owners = owners;
    this.lease = bounds.lease();
    this.clock = bounds.clock();
    this.run = run;
    this.report = new Report.Builder(tenant, pair.name(), run.mode(), run.id(), run.listener());
    this.parts =
        new RunParts(
            stores.sources(pair, sides, owners, bounds.timing()),
            new Targets(pair, sides, stores.own(), bounds.timing(), clock, run),
            owners,
            stores,
            bounds.budget(),
            report);
  }

  /** Runs, once. What goes wrong with a system is in the report. */
  public Report run(Trigger trigger) {
    try {
      start(trigger);
    } catch (Fence.ClosedException e) {
      report.stop("Another run has taken this pair over, as this one had slept for too long.");
      LOG.log(Level.WARNING, "{0} stopped: it has lost its lease", pair.name());
    } catch (ListTooLongException e) {
      Reason why = Reason.listTooLong(e.system());
      report.stop(why.text());
      LOG.log(Level.ERROR, "{0} stopped: {1}", pair.name(), why.code());
    } catch (RemoteException e) {
      report.unread(e.system() + " could not be read: " + e.text());
      LOG.log(Level.WARNING, "{0} stopped: {1} {2}", pair.name(), e.system(), e.title());
    } catch (Links.StaleLinkException e) {
      report.stop("Another run was faster with this record; try again.");
    }
    reportWhatWaits();
    BySystem<Integer> calls =
        BySystem.each(system -> sides.of(system).calls() + owners.calls(system));
    return report.build(calls.toMap(), stores.units().plus(owners.units()));
  }

  private void start(Trigger trigger) {
    try {
      switch (trigger) {
        case Trigger.Sweep sweep -> {
          parts.sweeper().run(sweep.extent() == Trigger.Extent.FULL, this::round);
          approve();
          turn();
        }
        case Trigger.Turn turn -> turn();
        case Trigger.Changed changed -> changed(changed);
        case Trigger.Edit edit -> ifLeased(() -> parts.operatorCommands().edit(edit));
        case Trigger.Resolve resolve -> ifLeased(() -> parts.operatorCommands().resolve(resolve));
        case Trigger.Forget forget ->
            ifLeased(() -> parts.operatorCommands().forget(forget.link()));
      }
    } finally {
      sides.webCrm().rest();
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

  /** Some records of one system may have changed: the truth about them is read by their ids. */
  private void changed(Trigger.Changed trigger) {
    report.followsChanges();
    switch (trigger.system()) {
      case POWEROFFICE -> decide(Round.Task.of(parts.detector().named(trigger.ids())));
      case WEBCRM ->
          parts
              .detector()
              .hinted(trigger.ids())
              .ifPresent(
                  hinted -> {
                    parts.confirmations().store(hinted.found().confirmed());
                    decide(Round.Task.of(hinted));
                  });
    }
  }

  private void decide(Round.Task task) {
    if (!task.due().isNothing()) {
      round().run(task);
    }
  }

  private Round round() {
    return parts.round(this::isLeased);
  }

  // --- what a person decides ---

  /** Says yes to a revision, as far as it is what was shown. */
  private void approve() {
    if (run.approved().isPresent() && run.mode() == Mode.APPLY && !report.isStopped()) {
      new Approvals(stores.proposals(), clock)
          .decide(true, run.approved().get(), List.of(), run.by().orElse(run.cause()))
          .ifPresent(report::notApproved);
    }
  }

  private void turn() {
    if (run.mode() == Mode.APPLY
        && !report.isStopped()
        && stores.proposals().header().hasToDo()
        && isLeased()) {
      parts.turn().run();
    }
  }

  private void reportWhatWaits() {
    if (run.mode() == Mode.APPLY && report.mayWait()) {
      Proposal proposal = stores.proposals().header();
      report.waitsAs(proposal.counts().open() > 0 ? proposal.revision() : "");
      parts.proposer().log(proposal);
    }
  }
}
