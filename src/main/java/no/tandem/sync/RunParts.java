package no.tandem.sync;

import java.time.Instant;
import java.util.function.BooleanSupplier;
import no.tandem.sync.apply.Applier;
import no.tandem.sync.apply.Confirmations;
import no.tandem.sync.apply.Targets;
import no.tandem.sync.detect.ChangeDetector;
import no.tandem.sync.detect.ListingCheck;
import no.tandem.sync.detect.Sources;
import no.tandem.sync.pair.Rules;
import no.tandem.sync.plan.Planner;
import no.tandem.sync.proposal.Budget;
import no.tandem.sync.proposal.Proposals;
import no.tandem.sync.report.Report;
import no.tandem.sync.round.BudgetUse;
import no.tandem.sync.round.HolderFirst;
import no.tandem.sync.round.Owners;
import no.tandem.sync.round.Pipeline;
import no.tandem.sync.round.Proposer;
import no.tandem.sync.round.Round;
import no.tandem.sync.round.Turn;
import no.tandem.sync.side.RecordReader;
import no.tandem.sync.side.SystemName;
import org.jspecify.annotations.Nullable;

/** Puts together what detects, decides, applies and proposes in one run of one pair. */
final class RunParts {
  private final Sources sources;
  private final Targets targets;
  private final Proposals proposals;
  private final Report.Builder report;
  private final HolderFirst holderFirst;
  private final BudgetUse budgetUse;
  private final Proposer proposer;
  private final Instant begun;
  private @Nullable Pipeline usual;

  RunParts(
      Sources sources,
      Targets targets,
      Owners owners,
      Stores stores,
      Budget budget,
      Report.Builder report) {
    this.sources = sources;
    this.targets = targets;
    this.proposals = stores.proposals();
    this.report = report;
    this.holderFirst = new HolderFirst(targets, owners, report);
    this.budgetUse = new BudgetUse(budget, targets.links(), proposals, targets.clock());
    this.proposer =
        new Proposer(
            targets.pair(), targets.links(), targets.runState(), proposals, targets.clock());
    this.begun = targets.clock().instant();
  }

  Proposer proposer() {
    return proposer;
  }

  ListingCheck listingCheck() {
    return new ListingCheck(sources.records(), this::isTooMuch, report);
  }

  ChangeDetector detector() {
    return new ChangeDetector(sources, targets.clock(), this::isTooMuch, listingCheck(), report);
  }

  /** Whether this many records are more than a whole budget. */
  private boolean isTooMuch(int records) {
    return budgetUse.isTooMuch(records, 0);
  }

  Confirmations confirmations() {
    return new Confirmations(targets);
  }

  /**
   * Decides and writes by the pair's rules. An idle sweep does neither, and so spares the call that
   * the lengths of webCRM's fields cost.
   */
  Pipeline pipeline() {
    Pipeline made = usual;
    if (made == null) {
      made = pipeline(sources.pair().rules(sources.records().map(RecordReader::lengths)));
      usual = made;
    }
    return made;
  }

  /** The same for a record of which an operator declared this system right. */
  Pipeline taking(SystemName system) {
    return pipeline(pipeline().planner().rules().taking(system));
  }

  private Pipeline pipeline(Rules rules) {
    Planner planner = new Planner(sources, rules, begun);
    return new Pipeline(
        planner,
        holderFirst,
        new Applier(targets, rules, planner.ownWriteReader(), planner::again, begun, report));
  }

  /**
   * @param leased takes the run's lease; false while another run has it
   */
  Round round(BooleanSupplier leased) {
    return new Round(targets, budgetUse, proposer, report, leased, detector(), pipeline());
  }

  Turn turn() {
    Rules rules = pipeline().planner().rules();
    return new Turn(
        targets,
        proposals,
        budgetUse,
        report,
        moment -> new Planner(sources, rules, moment),
        pipeline());
  }

  Sweeper sweeper() {
    return new Sweeper(targets, this, report);
  }

  OperatorCommands operatorCommands() {
    return new OperatorCommands(targets, this, report);
  }
}
